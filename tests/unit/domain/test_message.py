from hypothesis import given
from hypothesis import strategies as st

from domain.identifiers import ConversationId, TurnId
from domain.message import (
    Author,
    answer_natural_key,
    chat_natural_key,
    comment_natural_key,
    dialog_natural_key,
    post_natural_key,
)
from tests.factories import make_id, make_message

VK_IDS = st.integers(min_value=-(2**33), max_value=2**33)
PAIRS = st.tuples(VK_IDS, VK_IDS)


@given(st.lists(PAIRS, min_size=2, max_size=2, unique=True))
def test_has_a_key_of_its_own_when_it_stands_elsewhere(places: list[tuple[int, int]]) -> None:
    first, second = places

    for key in (comment_natural_key, post_natural_key, dialog_natural_key):
        assert key(*first) != key(*second)


@given(PAIRS)
def test_has_a_key_of_its_own_when_it_is_of_another_kind(place: tuple[int, int]) -> None:
    assert len({comment_natural_key(*place), post_natural_key(*place), dialog_natural_key(*place)}) == 3


@given(st.text(max_size=64), st.text(max_size=64))
def test_has_a_key_of_its_own_when_clients_or_chats_differ(first: str, second: str) -> None:
    chat, other = ConversationId(make_id(1)), ConversationId(make_id(2))

    assert (chat_natural_key(chat, first) == chat_natural_key(chat, second)) is (first == second)
    assert chat_natural_key(chat, first) != chat_natural_key(other, second)


def test_keeps_the_form_of_its_keys_when_code_changes() -> None:
    id_ = make_id(1)

    assert comment_natural_key(-123, 5) == "wall_reply:-123:5"
    assert post_natural_key(-123, 5) == "wall_post:-123:5"
    assert dialog_natural_key(1001, 5) == "message:1001:5"
    assert chat_natural_key(ConversationId(id_), "c1") == f"site:{id_}:c1"
    assert answer_natural_key(TurnId(id_)) == f"answer:{id_}"


def test_keeps_the_words_that_are_stored_when_code_changes() -> None:
    assert list(Author) == ["person", "assistant", "operator", "system"]


def test_is_another_message_when_its_number_differs() -> None:
    first = make_message(seq=1)

    assert first != make_message(id=first.id, natural_key=first.natural_key, seq=2)
