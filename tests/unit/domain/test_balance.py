from dataclasses import FrozenInstanceError

import pytest

from domain.balance import COMMUNITY_ACCOUNT, NOBODY, EntryKind, HoldOutcome, HoldState, Payer, account_of, is_personal
from domain.identifiers import PersonId
from tests.factories import make_entry, make_id


def test_is_never_altered_when_booked() -> None:
    entry = make_entry()

    with pytest.raises(FrozenInstanceError):
        entry.amount = -entry.amount  # type: ignore[misc]  # what is tested


def test_keeps_the_words_that_are_stored_when_code_changes() -> None:
    assert list(HoldState) == ["open", "captured", "released"]
    assert list(EntryKind) == ["starting", "top_up", "capture", "gift", "written_off"]
    assert list(HoldOutcome) == ["held", "balance_exhausted", "daily_limit_reached"]
    assert COMMUNITY_ACCOUNT == "community"
    assert list(Payer) == ["community", "person"]


def test_account_of_a_person_is_nobody_elses() -> None:
    one, other = (account_of(PersonId(make_id())) for _ in range(2))

    assert one != other
    assert is_personal(one)
    assert not is_personal(COMMUNITY_ACCOUNT)
    assert not is_personal(NOBODY)
