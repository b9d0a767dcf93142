from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.sandbox.community import MESSAGE_LIMIT, REPEAT_MESSAGES, REPEAT_SECONDS, SEED_POST_ID, Community
from adapters.sandbox.errors import InvalidParameterError, VkError
from adapters.sandbox.records import Comment

GROUP = 229000001
ANNA = 555000111
NOW = 1_795_000_000.0


def make_community() -> Community:
    community = Community(GROUP, count(100))
    community.seed(NOW)
    return community


def comment_on(community: Community, text: str = "?", **overrides: int | str | None) -> Comment:
    fields = {"post_id": SEED_POST_ID, "from_id": ANNA, "reply_to_comment": None, "guid": None} | overrides
    comment, _ = community.add_comment(text=text, at=NOW, **fields)  # type: ignore[arg-type]  # a test's defaults
    return comment


def test_makes_one_comment_when_guid_repeats() -> None:
    sut = make_community()

    first, first_is_new = sut.add_comment(post_id=SEED_POST_ID, from_id=-GROUP, text="a", at=NOW, guid="turn-1")
    again, again_is_new = sut.add_comment(post_id=SEED_POST_ID, from_id=-GROUP, text="b", at=NOW + 9999, guid="turn-1")

    assert (first_is_new, again_is_new) == (True, False)
    assert again == first
    assert len(sut.comments) == 1


def test_makes_two_comments_when_there_is_no_guid() -> None:
    sut = make_community()

    comment_on(sut, "a")
    comment_on(sut, "a")

    assert len(sut.comments) == 2


def test_keeps_two_levels_when_a_reply_is_replied_to() -> None:
    sut = make_community()

    top = comment_on(sut)
    reply = comment_on(sut, reply_to_comment=top.comment_id, from_id=-GROUP)
    nested = comment_on(sut, reply_to_comment=reply.comment_id)

    assert top.parents_stack == ()
    assert reply.parents_stack == nested.parents_stack == (top.comment_id,)
    assert (nested.reply_to_comment, nested.reply_to_user) == (reply.comment_id, -GROUP)
    assert sut.replies_below(top.comment_id) == 2


def test_refuses_when_post_is_unknown() -> None:
    with pytest.raises(VkError) as refusal:
        comment_on(make_community(), post_id=404)

    assert refusal.value.code == 212


def test_refuses_when_replied_comment_is_of_another_post() -> None:
    sut = make_community()
    post = sut.publish_post(from_id=-GROUP, text="другая запись", at=NOW)
    comment = comment_on(sut)

    with pytest.raises(InvalidParameterError):
        comment_on(sut, post_id=post.post_id, reply_to_comment=comment.comment_id)


def test_refuses_message_when_person_never_wrote() -> None:
    with pytest.raises(VkError) as refusal:
        make_community().send_message(peer_id=ANNA, text="a", random_id=1, at=NOW)

    assert refusal.value.code == 901


def test_takes_the_longest_message_and_refuses_one_character_more() -> None:
    sut = make_community()
    sut.receive_message(from_id=ANNA, text="привет", at=NOW)

    sut.send_message(peer_id=ANNA, text="ы" * MESSAGE_LIMIT, random_id=1, at=NOW)
    with pytest.raises(VkError) as refusal:
        sut.send_message(peer_id=ANNA, text="ы" * (MESSAGE_LIMIT + 1), random_id=2, at=NOW)

    assert refusal.value.code == 914


@given(random_id=st.integers(-(2**31), 2**31 - 1).filter(bool), later=st.integers(0, REPEAT_SECONDS))
def test_sends_once_when_random_id_repeats_within_the_hour(random_id: int, later: int) -> None:
    sut = make_community()
    sut.receive_message(from_id=ANNA, text="привет", at=NOW)

    first, _ = sut.send_message(peer_id=ANNA, text="a", random_id=random_id, at=NOW)
    again, is_new = sut.send_message(peer_id=ANNA, text="a", random_id=random_id, at=NOW + later)

    assert again == first
    assert not is_new


def test_sends_again_when_the_hour_is_over() -> None:
    sut = make_community()
    sut.receive_message(from_id=ANNA, text="привет", at=NOW)

    sut.send_message(peer_id=ANNA, text="a", random_id=7, at=NOW)
    _, is_new = sut.send_message(peer_id=ANNA, text="a", random_id=7, at=NOW + REPEAT_SECONDS + 1)

    assert is_new


def test_sends_again_when_a_hundred_messages_came_between() -> None:
    sut = make_community()
    sut.receive_message(from_id=ANNA, text="привет", at=NOW)

    sut.send_message(peer_id=ANNA, text="a", random_id=7, at=NOW)
    for _ in range(REPEAT_MESSAGES):
        sut.receive_message(from_id=ANNA, text="ещё", at=NOW)
    _, is_new = sut.send_message(peer_id=ANNA, text="a", random_id=7, at=NOW)

    assert is_new


def test_sends_again_when_random_id_is_zero() -> None:
    sut = make_community()
    sut.receive_message(from_id=ANNA, text="привет", at=NOW)

    sut.send_message(peer_id=ANNA, text="a", random_id=0, at=NOW)
    _, is_new = sut.send_message(peer_id=ANNA, text="a", random_id=0, at=NOW)

    assert is_new


def test_sends_to_both_when_random_id_is_the_same_in_two_dialogs() -> None:
    sut = make_community()
    for person in (ANNA, ANNA + 1):
        sut.receive_message(from_id=person, text="привет", at=NOW)

    sut.send_message(peer_id=ANNA, text="a", random_id=7, at=NOW)
    _, is_new = sut.send_message(peer_id=ANNA + 1, text="a", random_id=7, at=NOW)

    assert is_new


def test_dialog_is_unanswered_until_the_community_writes() -> None:
    sut = make_community()
    sut.receive_message(from_id=ANNA, text="привет", at=NOW)
    dialog = sut.dialog(ANNA)
    before = (dialog.is_unanswered, dialog.unread)

    sut.mark_read(ANNA)
    sut.send_message(peer_id=ANNA, text="здравствуйте", random_id=1, at=NOW)

    assert before == (True, 1)
    assert (dialog.is_unanswered, dialog.unread) == (False, 0)


def test_typing_ends_when_the_message_is_sent() -> None:
    sut = make_community()
    sut.receive_message(from_id=ANNA, text="привет", at=NOW)
    sut.show_typing(ANNA, NOW)
    typed = sut.typed_since(NOW)

    sut.send_message(peer_id=ANNA, text="здравствуйте", random_id=1, at=NOW)

    assert typed
    assert not sut.typed_since(NOW)


def test_takes_a_comment_off_the_wall_and_back_when_deleted_and_restored() -> None:
    sut = make_community()
    comment = comment_on(sut, "a")
    version = sut.version

    sut.delete_comment(comment.comment_id)
    assert sut.comments_of(SEED_POST_ID) == []
    assert sut.restore_comment(comment.comment_id) == comment

    assert sut.comments_of(SEED_POST_ID) == [comment]
    assert sut.version == version + 2


def test_says_something_else_when_edited() -> None:
    sut = make_community()
    comment = comment_on(sut, "a")

    edited = sut.edit_comment(comment.comment_id, "b")

    assert edited.text == "b"
    assert sut.comments_of(SEED_POST_ID) == [edited]


def test_refuses_a_change_of_what_is_not_there() -> None:
    sut = make_community()
    comment = comment_on(sut, "a")

    with pytest.raises(InvalidParameterError):
        sut.restore_comment(comment.comment_id)
    sut.delete_comment(comment.comment_id)
    with pytest.raises(InvalidParameterError):
        sut.delete_comment(comment.comment_id)
    with pytest.raises(InvalidParameterError):
        sut.edit_comment(999_999, "b")
