"""What ``otklik vk`` says, in both languages."""

from typing import Final

WORDS: Final[dict[str, dict[str, str]]] = {
    "ru": {
        "rights": "Ключ: права есть (сообщения, стена, управление).",
        "keeps_secret": "Секрет: записать в .env как VK_SECRET.",
        "adds": "Сервер «{title}»: добавить с адресом {url}.",
        "edits": "Сервер «{title}» ({status}): обновить секрет и подтвердить {url}.",
        "ticks": "События: включить {events}.",
        "unticks": "События: выключить {events}.",
        "version": "Версия API: {after} вместо {before}.",
        "nothing": "Всё уже настроено: {url}.",
        "change": "Изменить то, что есть?",
        "needs_yes": "менять существующее без вопроса можно только с --yes",
        "confirmed": "Готово: VK подтвердил {url}. Если секрет новый, перезапустите otklik serve.",
        "unconfirmed": (
            "VK не подтвердил {url} (состояние: {status}). Запустите otklik serve так, чтобы адрес был виден снаружи, "
            "уберите VK_CONFIRMATION_CODE и повторите команду."
        ),
    },
    "en": {
        "rights": "Token: it has the rights (messages, wall, manage).",
        "keeps_secret": "Secret: write it into .env as VK_SECRET.",
        "adds": "Server “{title}”: add it with the address {url}.",
        "edits": "Server “{title}” ({status}): set its secret and confirm {url}.",
        "ticks": "Events: tick {events}.",
        "unticks": "Events: untick {events}.",
        "version": "API version: {after} instead of {before}.",
        "nothing": "All is set up already: {url}.",
        "change": "Change what exists?",
        "needs_yes": "what exists is changed without a question only with --yes",
        "confirmed": "Done: VK has confirmed {url}. If the secret is new, restart otklik serve.",
        "unconfirmed": (
            "VK has not confirmed {url} (status: {status}). Run otklik serve so that this address can be reached from "
            "outside, unset VK_CONFIRMATION_CODE, and repeat the command."
        ),
    },
}


def words(key: str, lang: str, **values: object) -> str:
    return WORDS[lang][key].format(**values)
