from datetime import timedelta

import pytest

from domain.reminder import DIALOG_OPEN, Request, lead_name, may_write_to, request_of, split_time
from tests.factories import MOMENT

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    "text",
    [
        "Напомни!",
        "напомните мне, пожалуйста, сдать отчёт до пятницы",
        "А напомнишь?",
        "Можешь мне напомнить об этом?",
        "не забудьте напомнить",
        "Поставь напоминание на завтра",
        "поставьте мне напоминалку",
        "Remind me to pay by Friday",
        "please set a reminder",
    ],
)
def test_is_wanted_when_asked_for(text: str) -> None:
    assert request_of(text) is Request.WANTED


@pytest.mark.parametrize(
    "text",
    [
        "Не напоминай",
        "не надо напоминать",
        "Отмени напоминание",
        "Don't remind me",
        "cancel my reminders",
        "не напомни",
    ],
)
def test_is_unwanted_when_taken_back(text: str) -> None:
    assert request_of(text) is Request.UNWANTED


@pytest.mark.parametrize(
    "text",
    [
        "Напоминаем: приём заявок до 5 июля",
        "Напоминаю, что завтра дедлайн",
        "Напомни, когда дедлайн?",
        "Напомните, пожалуйста, до какого числа заявки",
        "remind me when it is due",
        "Это мне напомнило школу",
        "Когда срок?",
        "",
    ],
)
def test_asks_for_nothing_otherwise(text: str) -> None:
    assert request_of(text) is None


@pytest.mark.parametrize(
    ("since", "may"),
    [(timedelta(), True), (DIALOG_OPEN - SECOND, True), (DIALOG_OPEN, False), (2 * DIALOG_OPEN, False)],
)
def test_may_write_for_a_day_after_the_last_message(since: timedelta, *, may: bool) -> None:
    assert may_write_to(last_said_at=MOMENT, now=MOMENT + since) is may


def test_may_not_write_to_whoever_said_nothing() -> None:
    assert not may_write_to(last_said_at=None, now=MOMENT)


@pytest.mark.parametrize(("minutes", "name"), [(1440, "24h"), (120, "2h"), (90, "90m"), (5, "5m")])
def test_names_a_lead_time_as_the_owner_does(minutes: int, name: str) -> None:
    assert lead_name(timedelta(minutes=minutes)) == name


@pytest.mark.parametrize(
    ("left", "parts"),
    [
        (timedelta(days=1, hours=3, minutes=20), (1, 3, 0)),
        (timedelta(hours=1, minutes=59, seconds=59), (0, 1, 59)),
        (timedelta(seconds=30), (0, 0, 0)),
    ],
)
def test_splits_what_is_left(left: timedelta, parts: tuple[int, int, int]) -> None:
    assert split_time(left) == parts
