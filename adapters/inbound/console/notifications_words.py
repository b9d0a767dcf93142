"""What the page of the notifications says."""

from collections.abc import Mapping
from typing import Final

from adapters.inbound.console.words import Pair

NOTIFICATIONS: Final[Mapping[str, Pair]] = {
    "notifications_title": ("Уведомления другой системе", "Notifications to the other service"),
    "dead_title": ("Не доставлены", "Given up"),
    "dead_hint": (
        "Сутки попыток не помогли. Когда другая система снова работает, отправьте их ещё раз: ничего не задвоится.",
        "A day of tries was in vain. When the other service works again, send them anew: each keeps its id.",
    ),
    "no_dead": ("Таких нет.", "There are none."),
    "waiting_title": ("Ждут отправки", "Waiting"),
    "no_waiting": ("Всё отправлено.", "All have been sent."),
    "told_when": ("Когда", "When"),
    "told_what": ("О чём", "What"),
    "told_tries": ("Попыток", "Tries"),
    "told_why": ("Последняя ошибка", "Last failure"),
    "told_do": ("Решить", "Decide"),
    "told_again": ("Отправить снова", "Send again"),
    "told_all_again": ("Отправить все снова", "Send all again"),
    "told_responses": ("Ответ дан", "An answer was given"),
    "told_balance_exhausted": ("Баланс исчерпан", "The balance is exhausted"),
    "told_daily_limit_reached": ("Достигнут лимит на день", "The limit of the day is reached"),
    "told_deadline": ("Срок", "A deadline"),
    "told_alert": ("Тревога", "An alert"),
    "told_vk_halted": ("VK не принимает вызовы", "VK takes no calls"),
    "told_answering_stopped": ("все ответы остановлены", "all answering is stopped"),
}
