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
    "told_draft": ("Черновик ждёт решения", "A draft waits for a decision"),
    "told_operator_wanted": ("Зовут человека", "A person is called for"),
    "told_alert": ("Тревога: {alert}", "An alert: {alert}"),
    "told_alert_over": ("Тревога позади: {alert}", "An alert is over: {alert}"),
    "alert_balance_low": ("кончаются деньги", "the money is running out"),
    "alert_vk_halted": ("VK не принимает вызовы", "VK takes no calls"),
    "alert_queue_old": ("очередь стоит", "a queue stands still"),
    "alert_failures": ("ответы не удаются подряд", "answers fail in a row"),
    "alert_answering_stopped": ("все ответы остановлены", "all answering is stopped"),
}
