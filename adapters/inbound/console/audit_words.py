"""What the page of acts says."""

from collections.abc import Mapping
from typing import Final

from adapters.inbound.console.words import Pair
from domain.act import Deed

DEEDS: Final[Mapping[Deed, Pair]] = {
    Deed.SIGNED_IN: ("Вход в консоль", "Signed in"),
    Deed.CREATED_OPERATOR: ("Создан оператор", "An operator was made"),
    Deed.TOOK_OVER: ("Разговор взят на себя", "A conversation was taken over"),
    Deed.HANDED_BACK: ("Разговор возвращён помощнику", "A conversation was handed back"),
    Deed.BLOCKED: ("Человек заблокирован", "A person was blocked"),
    Deed.UNBLOCKED: ("Человек разблокирован", "A person was unblocked"),
    Deed.ERASED: ("Человек забыт", "A person was erased"),
    Deed.SAVED_PROMPT: ("Сохранена подсказка", "A prompt was saved"),
    Deed.STOPPED_ANSWERING: ("Ответы остановлены", "Answering was stopped"),
    Deed.STARTED_ANSWERING: ("Ответы возобновлены", "Answering was started"),
    Deed.SET_DAILY_LIMIT: ("Изменён лимит на день", "The limit of a day was set"),
    Deed.FORGOT_DAILY_LIMIT: ("Лимит на день снова из настроек", "The limit of a day is the setting's again"),
    Deed.SET_PERSON_LIMIT: ("Лимит человека на день", "A person's limit of a day"),
    Deed.FORGOT_PERSON_LIMIT: ("Лимит человека снова из настроек", "A person's limit is the setting's again"),
    Deed.APPROVED_DRAFT: ("Черновик одобрен", "A draft was approved"),
    Deed.EDITED_DRAFT: ("Черновик исправлен", "A draft was edited"),
    Deed.REJECTED_DRAFT: ("Черновик отклонён", "A draft was rejected"),
    Deed.DISMISSED_TURN: ("Ответ оставлен как есть", "An answer was let be"),
    Deed.RETRIED_TURN: ("Ответ отправлен на новую попытку", "An answer was tried again"),
    Deed.ANSWERED: ("Ответил оператор", "An operator answered"),
    Deed.REVIEWED_DEADLINE: ("Проверен срок", "A deadline was reviewed"),
}

AUDIT: Final[Mapping[str, Pair]] = {
    "audit_title": ("Журнал действий", "What operators did"),
    "audit_hint": (
        "Записи не меняются и не удаляются: это проверяет otklik balance check. Пополнения — в разделе «Баланс».",
        "Nothing here is changed or taken away: otklik balance check sees to that. Top-ups are under Balance.",
    ),
    "sealed_upto": ("Запечатано: {number} записей, последняя {at}", "Sealed: {number} records, the latest {at}"),
    "nothing_sealed": ("Пока ничего не запечатано", "Nothing is sealed yet"),
    "no_acts": ("Пока ничего не сделано.", "Nothing was done yet."),
    "act_when": ("Когда", "When"),
    "act_who": ("Кто", "Who"),
    "act_what": ("Что", "What"),
    "act_on": ("С чем", "On what"),
    "act_how": ("Подробности", "Details"),
    "older": ("Раньше", "Earlier"),
    **{f"deed_{deed}": words for deed, words in DEEDS.items()},
}
