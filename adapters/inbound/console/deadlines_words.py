"""What the pages of the deadlines say."""

from collections.abc import Mapping
from typing import Final

from adapters.inbound.console.words import Pair

DEADLINES: Final[Mapping[str, Pair]] = {
    "deadlines_title": ("Сроки", "Deadlines"),
    "as_list": ("Списком", "As a list"),
    "as_month": ("Месяц", "As a month"),
    "deadline_at": ("Когда", "When"),
    "deadline_quote": ("Слова", "Words"),
    "deadline_state": ("Прочитано", "Read"),
    "deadline_say": ("Решить", "Decide"),
    "no_deadlines": ("Сроков пока не нашли.", "No deadlines were found yet."),
    "deadline_open": ("Не проверен", "Not checked"),
    "deadline_confirmed": ("Подтверждён", "Confirmed"),
    "deadline_dismissed": ("Отклонён", "Dismissed"),
    "deadline_withdrawn": ("Запись удалена", "Withdrawn"),
    "review_confirmed": ("Верно", "Right"),
    "review_dismissed": ("Не срок", "No deadline"),
    "month_before": ("Предыдущий месяц", "The month before"),
    "month_after": ("Следующий месяц", "The month after"),
    "month_of": ("{month} {year}", "{month} {year}"),
    "month_1": ("Январь", "January"),
    "month_2": ("Февраль", "February"),
    "month_3": ("Март", "March"),
    "month_4": ("Апрель", "April"),
    "month_5": ("Май", "May"),
    "month_6": ("Июнь", "June"),
    "month_7": ("Июль", "July"),
    "month_8": ("Август", "August"),
    "month_9": ("Сентябрь", "September"),
    "month_10": ("Октябрь", "October"),
    "month_11": ("Ноябрь", "November"),
    "month_12": ("Декабрь", "December"),
    "weekday_0": ("Пн", "Mon"),
    "weekday_1": ("Вт", "Tue"),
    "weekday_2": ("Ср", "Wed"),
    "weekday_3": ("Чт", "Thu"),
    "weekday_4": ("Пт", "Fri"),
    "weekday_5": ("Сб", "Sat"),
    "weekday_6": ("Вс", "Sun"),
}
