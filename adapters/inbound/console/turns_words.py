"""What the page of troubled answers says."""

from collections.abc import Mapping
from typing import Final

from adapters.inbound.console.words import Pair

TURNS: Final[Mapping[str, Pair]] = {
    "turns_title": ("Ответы, с которыми нужна помощь", "Answers that need you"),
    "turns_lead": (
        "Ответы, которые не получились, и те, о которых VK не сказал, дошли ли они. Деньги за них не списаны.",
        "Answers that failed, and those of which VK has not said whether they arrived. Nothing was charged for them.",
    ),
    "no_troubles": ("Всё в порядке: таких ответов нет.", "All is well: there are none."),
    "turn_when": ("Когда", "When"),
    "turn_question": ("Вопрос", "Question"),
    "turn_why": ("Что случилось", "What happened"),
    "turn_do": ("Решить", "Decide"),
    "turn_retry": ("Повторить", "Try again"),
    "turn_dismiss": ("Оставить так", "Let it be"),
    "turn_risk": ("Повтор может отправить ответ второй раз", "Trying again may send it a second time"),
    "why_model_failed": ("Модель не ответила", "The model did not answer"),
    "why_model_refused": ("Модель отказалась отвечать", "The model refused"),
    "why_answer_cut": ("Ответ оборвался", "The answer was cut"),
    "why_delivery_refused": ("VK не принял ответ", "VK did not take the answer"),
    "why_delivery_unconfirmed": ("VK не подтвердил отправку", "VK has not confirmed that it was sent"),
}
