from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.alert import AlertKind, AlertLimits, troubles
from domain.answering import Stop
from domain.balance import Balance
from domain.signs import Backlog, Signs
from domain.turn import TurnState

ALL = AlertLimits(balance_below=Decimal("50.00"), queue_age=timedelta(minutes=15), failures=3)
NONE = AlertLimits()
FAILED, SETTLED = TurnState.FAILED, TurnState.SETTLED


def make_signs(*, available: str = "100.00", held: str = "0.00", age: float = 0, **overrides: Any) -> Signs:
    balance = Balance(available=Decimal(available), held=Decimal(held), spent_today=Decimal(0))
    oldest = dict.fromkeys(Backlog, timedelta()) | {Backlog.TURNS: timedelta(seconds=age)}
    return replace(Signs(balance=balance, oldest=oldest, latest_ends=[], vk_halt=None), **overrides)


def kinds(signs: Signs, limits: AlertLimits = ALL, *, on: Sequence[AlertKind] = ()) -> set[AlertKind]:
    return set(troubles(signs, limits, on=on))


def test_nothing_is_wrong_when_all_goes_well() -> None:
    assert kinds(make_signs(latest_ends=[SETTLED, FAILED, FAILED])) == set()


@pytest.mark.parametrize(
    ("available", "held", "is_low"), [("49.99", "0.00", True), ("50.00", "0.00", False), ("45.00", "5.00", False)]
)
def test_balance_is_low_when_it_is_less_with_what_is_held(available: str, held: str, *, is_low: bool) -> None:
    assert (AlertKind.BALANCE_LOW in kinds(make_signs(available=available, held=held))) is is_low


def test_tells_how_much_is_left() -> None:
    found = troubles(make_signs(available="1.00", held="5.00"), ALL, on=())

    assert found == {AlertKind.BALANCE_LOW: {"available": "1.00", "held": "5.00", "below": "50.00"}}


def test_stop_of_the_owner_is_told_whatever_the_limits() -> None:
    stop = Stop(at=datetime(2026, 7, 1, 9, tzinfo=UTC), by="olga", reason="отпуск")

    assert troubles(make_signs(stop=stop), NONE, on=()) == {
        AlertKind.ANSWERING_STOPPED: {"by": "olga", "reason": "отпуск", "since": "2026-07-01T09:00:00+00:00"}
    }


def test_halt_of_vk_is_told_with_its_reason() -> None:
    assert troubles(make_signs(vk_halt="vk_error_5"), NONE, on=()) == {AlertKind.VK_HALTED: {"reason": "vk_error_5"}}


@pytest.mark.parametrize(
    ("seconds", "is_on", "is_old"),
    [(900, False, False), (901, False, True), (899, True, True), (451, True, True), (450, True, False)],
)
def test_queue_is_old_beyond_the_limit_until_half_of_it(seconds: float, *, is_on: bool, is_old: bool) -> None:
    on = [AlertKind.QUEUE_OLD] if is_on else []

    assert (AlertKind.QUEUE_OLD in kinds(make_signs(age=seconds), on=on)) is is_old


def test_tells_of_the_queue_that_is_the_oldest() -> None:
    found = troubles(make_signs(age=1000.7), ALL, on=())

    assert found == {AlertKind.QUEUE_OLD: {"queue": "turns", "seconds": 1000, "limit": 900}}


@pytest.mark.parametrize(
    ("ends", "is_on", "fails"),
    [
        ([FAILED] * 3, False, True),
        ([FAILED] * 2, False, False),
        ([FAILED, FAILED, SETTLED], False, False),
        ([FAILED, FAILED, FAILED, SETTLED], False, True),
        ([FAILED, SETTLED, SETTLED], True, True),
        ([SETTLED, FAILED, FAILED], True, False),
        ([], True, True),
        ([], False, False),
    ],
)
def test_failures_are_told_until_an_answer_is_given(ends: list[TurnState], *, is_on: bool, fails: bool) -> None:
    on = [AlertKind.FAILURES] if is_on else []

    assert (AlertKind.FAILURES in kinds(make_signs(latest_ends=ends), on=on)) is fails


def test_nobody_is_told_of_what_they_do_not_want_to_know() -> None:
    bad = make_signs(available="0.00", age=10_000, latest_ends=[FAILED] * 9)

    assert kinds(bad, NONE, on=list(AlertKind)) == set()
    assert kinds(make_signs(oldest={})) == set()
