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
    "turn_title": ("Один ответ", "One answer"),
    "turn_conversation": ("К разговору", "To the conversation"),
    "turn_answer": ("Ответ", "Answer"),
    "no_answer": ("Ответа нет", "There is no answer"),
    "fact_opened": ("Начат", "Begun"),
    "fact_attempt": ("Попытка", "Attempt"),
    "fact_by": ("Решение оператора", "Decided by"),
    "fact_trace": ("Трасса", "Trace"),
    "parts_title": ("Части ответа в VK", "Parts of the answer in VK"),
    "part": ("Часть", "Part"),
    "part_state": ("Что с ней", "State"),
    "part_tries": ("Неудач", "Failures"),
    "part_why": ("Причина", "Reason"),
    "part_text": ("Текст", "Text"),
    "no_parts": ("Ничего не отправлялось.", "Nothing was sent."),
    "passages_title": ("Что подсказали модели из базы знаний", "What the model was told of what you have written down"),
    "turn_retry": ("Повторить", "Try again"),
    "turn_dismiss": ("Оставить так", "Let it be"),
    "turn_risk": ("Повтор может отправить ответ второй раз", "Trying again may send it a second time"),
    "why_model_failed": ("Модель не ответила", "The model did not answer"),
    "why_model_refused": ("Модель отказалась отвечать", "The model refused"),
    "why_answer_cut": ("Ответ оборвался", "The answer was cut"),
    "why_delivery_refused": ("VK не принял ответ", "VK did not take the answer"),
    "why_delivery_unconfirmed": ("VK не подтвердил отправку", "VK has not confirmed that it was sent"),
}
