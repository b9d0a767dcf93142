"""Edits, deletions and restorations as VK tells them, and posts that repeat others."""

from datetime import UTC, datetime

import pytest

from domain.occurrence import (
    CommentChanged,
    CommentDeleted,
    CommentWritten,
    CopiedPost,
    MessageChanged,
    MessageReceived,
    NothingToAnswer,
    OwnCommentSeen,
    OwnMessageSeen,
    PostPublished,
)
from ports.event_reader import UnreadableEventError
from tests.unit.adapters.outbound.vk_events import (
    COMMENT,
    GROUP,
    MESSAGE,
    MISSING,
    OWN_MESSAGE,
    PERSON,
    POST,
    changed,
    read,
)


@pytest.mark.parametrize(("kind", "is_restored"), [("wall_reply_edit", False), ("wall_reply_restore", True)])
def test_is_the_comment_as_it_stands_now_when_changed(kind: str, *, is_restored: bool) -> None:
    occurrence = read(kind, COMMENT)

    assert occurrence == CommentChanged(now=read_written(), is_restored=is_restored)


def read_written() -> CommentWritten:
    written = read("wall_reply_new", COMMENT)
    assert isinstance(written, CommentWritten)
    return written


@pytest.mark.parametrize("own", [GROUP, -GROUP])
def test_is_the_communitys_own_when_it_wrote_it(own: int) -> None:
    occurrence = read("wall_reply_edit", changed(COMMENT, from_id=own))

    assert isinstance(occurrence, CommentChanged)
    assert isinstance(occurrence.now, OwnCommentSeen)


def test_answers_nothing_when_another_community_edits_its_comment() -> None:
    assert isinstance(read("wall_reply_edit", changed(COMMENT, from_id=-5)), NothingToAnswer)


@pytest.mark.parametrize("owner_id", [-GROUP, MISSING])
def test_names_the_comment_when_deleted(owner_id: object) -> None:
    deleted = changed({"owner_id": -GROUP, "id": 2_001, "deleter_id": PERSON, "post_id": 1_001}, owner_id=owner_id)

    assert read("wall_reply_delete", deleted) == CommentDeleted(owner_id=-GROUP, comment_id=2_001)


def test_refuses_a_deletion_that_names_no_comment() -> None:
    with pytest.raises(UnreadableEventError, match="id"):
        read("wall_reply_delete", {"owner_id": -GROUP})


def test_is_the_communitys_message_when_edited() -> None:
    occurrence = read("message_edit", OWN_MESSAGE)

    assert isinstance(occurrence, MessageChanged)
    assert isinstance(occurrence.now, OwnMessageSeen)


def test_is_the_persons_message_should_vk_tell_of_one() -> None:
    occurrence = read("message_edit", MESSAGE)

    assert isinstance(occurrence, MessageChanged)
    assert isinstance(occurrence.now, MessageReceived)


def test_answers_nothing_when_a_message_of_a_chat_is_edited() -> None:
    assert isinstance(read("message_edit", OWN_MESSAGE | {"peer_id": 2_000_000_001}), NothingToAnswer)


def test_carries_the_posts_that_a_post_repeats() -> None:
    copies = [{"id": 1, "text": "Заявки до 5 июля", "date": 1_790_000_000}, "odd", {"text": 7}, {"id": 2}]

    occurrence = read("wall_post_new", changed(POST, copy_history=copies))

    assert isinstance(occurrence, PostPublished)
    first, second = occurrence.copied
    assert first == CopiedPost(text="Заявки до 5 июля", at=datetime.fromtimestamp(1_790_000_000, UTC))
    assert second.text == ""


@pytest.mark.parametrize("odd", [None, "x", 7, {}, []])
def test_repeats_nothing_when_the_history_is_odd(odd: object) -> None:
    occurrence = read("wall_post_new", changed(POST, copy_history=odd))

    assert isinstance(occurrence, PostPublished)
    assert occurrence.copied == ()
