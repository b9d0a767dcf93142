"""What a person is told of their own account, in their language."""

from collections.abc import Mapping
from typing import Final

from application.rules import Rules

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "ru": {
        "account": "На вашем счёте доступно {available} ₽. Ответ стоит {price} ₽.",
        "account_held": "Отложено на ответы, которые ещё пишутся: {held} ₽.",
        "entries": "Последние операции (время: {zone}):",
        "entry": "{at}  {amount} ₽  {what}",
        "entry_starting": "начальная сумма",
        "entry_gift": "подарок",
        "entry_top_up": "пополнение",
        "entry_capture": "ответ",
        "entry_written_off": "списание",
        "top_up_url": "Пополнить счёт: {url}",
        "top_up_ask": "Чтобы пополнить счёт, позовите человека из сообщества: /operator",
        "refused": "Не могу ответить: ответ стоит {price} ₽, а на вашем счёте доступно {available} ₽. {how}",
        "refused_public": (
            "Не могу ответить: на вашем счёте не хватает денег. Как его пополнить, расскажу в личных сообщениях."
        ),
        "refused_day": "На сегодня лимит расходов с вашего счёта исчерпан. Завтра отвечу.",
        "refused_answers": "На сегодня ваши ответы закончились (в день: {limit}). Завтра отвечу.",
    },
    "en": {
        "account": "Available on your account: {available} ₽. An answer costs {price} ₽.",
        "account_held": "Set aside for answers that are being written: {held} ₽.",
        "entries": "Latest entries (time: {zone}):",
        "entry": "{at}  {amount} ₽  {what}",
        "entry_starting": "starting amount",
        "entry_gift": "gift",
        "entry_top_up": "top-up",
        "entry_capture": "answer",
        "entry_written_off": "written off",
        "top_up_url": "Fill up your account: {url}",
        "top_up_ask": "To fill up your account, ask for a person of the community: /operator",
        "refused": "I cannot answer: an answer costs {price} ₽, and {available} ₽ are available on your account. {how}",
        "refused_public": (
            "I cannot answer: there is not enough money on your account. How to fill it up I tell in private messages."
        ),
        "refused_day": "What may be spent from your account in a day is spent. I will answer tomorrow.",
        "refused_answers": "You have had your answers of today ({limit} a day). I will answer tomorrow.",
    },
}


def words(key: str, lang: str, **values: object) -> str:
    return WORDS[lang][key].format(**values)


def how_to_top_up(rules: Rules, lang: str) -> str:
    return words("top_up_ask", lang) if rules.top_up_url is None else words("top_up_url", lang, url=rules.top_up_url)
