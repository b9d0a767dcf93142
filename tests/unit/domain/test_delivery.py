from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.delivery import PART_LENGTH, DeliveryState, split_answer
from domain.identifiers import TurnId
from domain.rich_text import RichText
from tests.factories import make_delivery, make_id

TEXTS = st.text() | st.text(alphabet="ab. \n!?…;", max_size=200) | st.lists(st.text(max_size=30)).map("\n\n".join)
PARTS = st.integers(min_value=0, max_value=1_000)
IDS = st.uuids().map(TurnId)


def split(text: str, limit: int = PART_LENGTH) -> list[str]:
    return [part.text for part in split_answer(RichText(text), limit)]


@given(TEXTS, st.integers(min_value=1, max_value=60))
@example(" " * 50, 7)
@example("a" * 50, 1)
@example("🎄" * 50, 7)
def test_loses_nothing_but_blanks_at_the_cuts_when_split(text: str, limit: int) -> None:
    parts = split(text, limit)

    rest = text
    for part in parts:
        rest = rest.lstrip()
        assert rest.startswith(part)
        rest = rest[len(part) :]
    assert not rest.strip()


@given(TEXTS, st.integers(min_value=1, max_value=60))
def test_has_no_empty_and_no_long_part_when_split(text: str, limit: int) -> None:
    assert all(0 < len(part) <= limit and part == part.strip() for part in split(text, limit))


@given(st.text(max_size=PART_LENGTH))
def test_is_one_part_when_it_fits(text: str) -> None:
    assert split(text) == ([text.strip()] if text.strip() else [])


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("one. two.\n\nthree", ["one. two.", "three"]),
        ("one. two\nthree four", ["one. two", "three four"]),
        ("one two. three four", ["one two.", "three four"]),
        ("one two! three four", ["one two!", "three four"]),
        ("one two three four", ["one two", "three four"]),
        ("a bcdefghijklmnop", ["a bcdefghijk", "lmnop"]),
        ("abcdefghijklmnop", ["abcdefghijkl", "mnop"]),
    ],
    ids=["paragraph", "line", "sentence", "exclamation", "word", "blank too early", "no blank"],
)
def test_is_cut_at_the_strongest_mark_when_there_is_one(text: str, parts: list[str]) -> None:
    assert split(text, 12) == parts


@given(id_=IDS, part=PARTS)
def test_is_an_int32_above_zero_when_made_for_a_dialog(id_: TurnId, part: int) -> None:
    assert 0 < make_delivery(turn_id=id_, part=part).random_id < 2**31


@given(id_=IDS, part=PARTS)
def test_has_the_same_keys_when_sent_again(id_: TurnId, part: int) -> None:
    first = make_delivery(turn_id=id_, part=part)
    again = replace(first, id=make_delivery().id, state=DeliveryState.UNCONFIRMED, tries=3, text="changed")

    assert (again.guid, again.random_id) == (first.guid, first.random_id)


@given(id_=IDS, parts=st.lists(PARTS, min_size=2, max_size=2, unique=True))
def test_has_other_keys_when_the_part_differs(id_: TurnId, parts: list[int]) -> None:
    first, second = (make_delivery(turn_id=id_, part=part) for part in parts)

    assert first.guid != second.guid
    assert first.random_id != second.random_id


@given(ids=st.lists(IDS, min_size=2, max_size=2, unique=True), part=PARTS)
def test_has_other_keys_when_the_turn_differs(ids: list[TurnId], part: int) -> None:
    first, second = (make_delivery(turn_id=id_, part=part) for id_ in ids)

    assert first.guid != second.guid
    assert first.random_id != second.random_id


def test_keeps_its_keys_when_code_changes() -> None:
    delivery = make_delivery(turn_id=TurnId(make_id(7)), part=1)

    assert delivery.guid == "otklik-00000000000770008000000000000007-1"
    assert delivery.random_id == 1_252_605_894
