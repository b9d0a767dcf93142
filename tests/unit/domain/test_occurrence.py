"""Where things happen decides what may be understood at the same time."""

from datetime import UTC, datetime

import pytest

from domain.occurrence import (
    CommentChanged,
    CommentDeleted,
    CommentWritten,
    MessageChanged,
    MessageReceived,
    NothingToAnswer,
    Occurrence,
    OwnCommentSeen,
    OwnMessageSeen,
    PostPublished,
    place_of,
)

NOW = datetime(2026, 9, 21, tzinfo=UTC)
COMMENT = CommentWritten(owner_id=-1, post_id=2, comment_id=4, root_id=3, author_vk_id=5, text="", at=NOW)
OWN = OwnCommentSeen(owner_id=-1, post_id=2, comment_id=6, root_id=3, text="", at=NOW)
MESSAGE = MessageReceived(peer_id=7, number=1, message_id=1, author_vk_id=7, text="", at=NOW)
OUR_MESSAGE = OwnMessageSeen(peer_id=7, number=2, message_id=2, random_id=0, text="", at=NOW, by_manager=True)
POST = PostPublished(owner_id=-1, post_id=2, author_vk_id=-1, text="", at=NOW, is_open=True)


@pytest.mark.parametrize("occurrence", [COMMENT, OWN, CommentChanged(now=COMMENT), CommentChanged(now=OWN)])
def test_all_of_a_thread_is_in_one_place(occurrence: Occurrence) -> None:
    assert place_of(occurrence) == place_of(COMMENT)


@pytest.mark.parametrize("occurrence", [MESSAGE, OUR_MESSAGE, MessageChanged(now=MESSAGE)])
def test_all_of_a_dialog_is_in_one_place(occurrence: Occurrence) -> None:
    assert place_of(occurrence) == place_of(MESSAGE)


def test_threads_and_dialogs_of_the_same_number_are_apart() -> None:
    thread = CommentWritten(owner_id=7, post_id=2, comment_id=7, root_id=7, author_vk_id=5, text="", at=NOW)

    assert len({place_of(thread), place_of(COMMENT), place_of(MESSAGE), place_of(NothingToAnswer(why="x"))}) == 4


@pytest.mark.parametrize("occurrence", [POST, CommentDeleted(owner_id=-1, comment_id=4)])
def test_what_may_touch_any_thread_is_by_itself(occurrence: Occurrence) -> None:
    assert place_of(occurrence) is None
