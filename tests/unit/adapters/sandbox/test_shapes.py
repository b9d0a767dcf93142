from itertools import count

from adapters.sandbox.community import SEED_POST_ID, Community
from adapters.sandbox.config import SandboxConfig
from adapters.sandbox.events import Event, envelope
from adapters.sandbox.journal import Journal
from adapters.sandbox.shapes import comment_object, message_new_object, message_object, post_object

GROUP = 229000001
ANNA = 555000111


def make_community() -> Community:
    community = Community(GROUP, count(100))
    community.seed(1)
    return community


def test_envelope_carries_the_secret_of_its_server() -> None:
    event = Event(event_id="e" * 40, kind="message_new", object={"a": 1})

    assert envelope(event, group_id=GROUP, secret="s") == {
        "group_id": GROUP,
        "type": "message_new",
        "event_id": "e" * 40,
        "v": "5.199",
        "object": {"a": 1},
        "secret": "s",
    }


def test_envelope_has_no_secret_when_there_is_none() -> None:
    event = Event(event_id="e", kind="message_new", object={})

    assert "secret" not in envelope(event, group_id=GROUP, secret=None)


def test_top_comment_has_a_thread_and_a_reply_has_what_it_answers() -> None:
    community = make_community()
    top, _ = community.add_comment(post_id=SEED_POST_ID, from_id=ANNA, text="?", at=2)
    reply, _ = community.add_comment(
        post_id=SEED_POST_ID, from_id=-GROUP, text="!", at=3, reply_to_comment=top.comment_id
    )

    top_shape, reply_shape = comment_object(top, community), comment_object(reply, community)

    assert top_shape["thread"] == {"count": 1}
    assert top_shape["parents_stack"] == []
    assert "thread" not in reply_shape
    assert (reply_shape["reply_to_comment"], reply_shape["reply_to_user"]) == (top.comment_id, ANNA)
    assert reply_shape["post_owner_id"] == reply_shape["owner_id"] == -GROUP


def test_post_of_a_person_is_created_by_that_person() -> None:
    community = make_community()
    post = community.publish_post(from_id=ANNA, text="?", at=2)

    assert post_object(post, community)["created_by"] == ANNA
    assert post_object(community.posts[SEED_POST_ID], community)["from_id"] == -GROUP


def test_incoming_message_is_wrapped_with_client_info() -> None:
    message = make_community().receive_message(from_id=ANNA, text="?", at=2)

    shape = message_new_object(message)

    assert shape.keys() == {"message", "client_info"}
    assert shape["message"] == message_object(message)
    assert message_object(message)["out"] == 0


def test_journal_keeps_the_last_entries() -> None:
    sut: Journal[int] = Journal(3)
    for number in range(5):
        sut.add(number)

    assert list(sut) == [2, 3, 4]
    assert sut.latest(2) == [3, 4]
    assert sut.latest(0) == []
    assert sut.latest(None) == [2, 3, 4]
    assert sut.version == 5


def test_secrets_are_not_shown_in_settings() -> None:
    settings = repr(SandboxConfig(access_token="token-x", secret="secret-x"))

    assert "token-x" not in settings
    assert "secret-x" not in settings
