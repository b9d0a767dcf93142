from hypothesis import given
from hypothesis import strategies as st

from domain.channel import Channel
from domain.conversation import chat_key, dialog_key, post_key, thread_key
from domain.identifiers import ConversationId
from tests.factories import make_conversation, make_id

VK_IDS = st.integers(min_value=-(2**33), max_value=2**33)
PAIRS = st.tuples(VK_IDS, VK_IDS)


@given(st.lists(PAIRS, min_size=2, max_size=2, unique=True))
def test_has_a_key_of_its_own_when_it_is_elsewhere(places: list[tuple[int, int]]) -> None:
    first, second = places

    assert post_key(*first) != post_key(*second)
    assert thread_key(*first) != thread_key(*second)


@given(PAIRS)
def test_is_not_the_thread_when_it_is_the_post_itself(place: tuple[int, int]) -> None:
    assert post_key(*place) != thread_key(*place)


def test_keeps_the_form_of_its_keys_when_code_changes() -> None:
    id_ = ConversationId(make_id(1))

    assert post_key(-123, 5) == "vk_post:-123:5"
    assert thread_key(-123, 5) == "vk_comment:-123:5"
    assert dialog_key(1001) == "vk_message:1001"
    assert chat_key(id_) == f"site_chat:{id_}"


def test_begins_its_keys_with_its_channel_when_made() -> None:
    keys = [post_key(1, 2), thread_key(1, 2), dialog_key(1), chat_key(ConversationId(make_id(1)))]

    assert [key.split(":")[0] for key in keys] == list(Channel)


def test_has_no_message_and_no_owner_when_new() -> None:
    conversation = make_conversation()

    assert (conversation.last_seq, conversation.person_id) == (0, None)


def test_is_of_vk_unless_it_is_on_the_site_when_asked() -> None:
    assert [channel for channel in Channel if not channel.is_vk] == [Channel.SITE_CHAT]
