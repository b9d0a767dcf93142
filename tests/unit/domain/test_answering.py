from decimal import Decimal

import pytest

from domain.answering import AnsweringControls, DailyLimit, Stop
from tests.factories import MOMENT

CONFIGURED = Decimal("100.00")
STOP = Stop(at=MOMENT, by="ann", reason="why")


def limited(amount: str | None) -> AnsweringControls:
    return AnsweringControls().limited(
        DailyLimit(amount=None if amount is None else Decimal(amount), at=MOMENT, by="ann")
    )


@pytest.mark.parametrize(
    ("controls", "expected"),
    [
        (AnsweringControls(), CONFIGURED),
        (limited("7.00"), Decimal("7.00")),
        (limited("0.00"), Decimal("0.00")),
        (limited(None), None),
        (limited("7.00").limited(None), CONFIGURED),
    ],
    ids=["undecided", "a limit", "nothing", "no limit", "taken back"],
)
def test_limit_of_the_owner_stands_before_the_setting(controls: AnsweringControls, expected: Decimal | None) -> None:
    assert controls.limit(CONFIGURED) == expected


def test_keeps_who_stopped_it_first() -> None:
    again = AnsweringControls().stopped(STOP).stopped(Stop(at=MOMENT, by="bob", reason="also"))

    assert again.stop == STOP
    assert not again.started().is_stopped
