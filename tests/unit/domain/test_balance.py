from dataclasses import FrozenInstanceError

import pytest

from domain.balance import COMMUNITY_ACCOUNT, EntryKind, HoldOutcome, HoldState
from tests.factories import make_entry


def test_is_never_altered_when_booked() -> None:
    entry = make_entry()

    with pytest.raises(FrozenInstanceError):
        entry.amount = -entry.amount  # type: ignore[misc]  # what is tested


def test_keeps_the_words_that_are_stored_when_code_changes() -> None:
    assert list(HoldState) == ["open", "captured", "released"]
    assert list(EntryKind) == ["starting", "top_up", "capture"]
    assert list(HoldOutcome) == ["held", "balance_exhausted", "daily_limit_reached"]
    assert COMMUNITY_ACCOUNT == "community"
