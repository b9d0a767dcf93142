import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest

from adapters.inbound.chat.encode import conversation_item
from adapters.inbound.chat.frames import ServerFrame
from application.chat.catch_up import Missed
from application.chat.list_chats import ChatItem
from application.chat.open_session import OpenedSession
from application.chat.visitor import Visitor
from domain.identifiers import ConversationId, MessageId, PersonId, SessionId, TurnId
from domain.live import RunningAnswer, TurnEnded
from domain.message import Author
from domain.turn import Reason, TurnState
from tests.factories import make_conversation, make_id, make_message, make_person, make_session, make_user
from tests.unit.adapters.inbound.chat.room import make_encoder

CHAT = ConversationId(make_id(1))
TURN = TurnId(make_id(2))
encoder = make_encoder()


def wire(frame: ServerFrame | msgspec.Struct) -> Any:
    return json.loads(msgspec.json.encode(frame))


def test_welcome_has_all_that_a_page_needs() -> None:
    guest = make_person(id=PersonId(make_id(3)))
    session = make_session(id=SessionId(make_id(4)), conversation_id=CHAT, person_id=guest.id)
    opened = OpenedSession(
        visitor=Visitor(session=session, person=guest, token="a token"),
        conversation=make_conversation(id=CHAT, last_seq=3),
        resumed=True,
        answers_left_today=None,
    )

    assert wire(encoder.welcome(opened, "r")) == {
        "type": "welcome",
        "ref": "r",
        "protocol": 1,
        "token": "a token",
        "session": {"id": str(session.id), "opened_at": "2026-07-01T09:00:00Z", "resumed": True},
        "person": {"id": str(guest.id), "kind": "guest"},
        "conversation": {"id": str(CHAT), "last_seq": 3},
        "limits": {"max_text": 8_000, "answers_left_today": None},
        "answer_price": "5.00",
    }


def test_signed_in_names_the_login() -> None:
    user = make_user("ann")
    visitor = Visitor(session=make_session(conversation_id=CHAT), person=user, token="a new token")

    assert wire(encoder.signed_in(visitor, make_conversation(id=CHAT), None)) == {
        "type": "signed_in",
        "token": "a new token",
        "person": {"id": str(user.id), "kind": "user", "login": "ann"},
        "conversation": {"id": str(CHAT), "last_seq": 0},
    }


@pytest.mark.parametrize(
    ("author", "html"),
    [
        (Author.PERSON, None),
        (Author.SYSTEM, None),
        (Author.ASSISTANT, "<p>*hi*</p>"),
        (Author.OPERATOR, "<p>*hi*</p>"),
    ],
)
def test_message_has_html_when_it_is_ours(author: Author, html: str | None) -> None:
    message = make_message(id=MessageId(make_id(5)), author=author, text="*hi*", seq=2, turn_id=TURN)
    ours = {} if html is None else {"html": html}
    turn = {} if author is Author.PERSON else {"turn_id": str(TURN)}

    assert wire(encoder.message(message)) == {
        "id": str(message.id),
        "seq": 2,
        "author": author.value,
        "text": "*hi*",
        "at": "2026-07-01T09:00:00Z",
        **ours,
        **turn,
    }


@pytest.mark.parametrize(
    ("ended", "expected"),
    [
        ({"state": TurnState.SETTLED, "charged": "5.00"}, {"state": "settled", "charged": "5.00"}),
        (
            {"state": TurnState.DECLINED, "charged": "0.00", "code": Reason.BALANCE_EXHAUSTED},
            {"state": "declined", "charged": "0.00", "code": "balance_exhausted"},
        ),
        (
            {"state": TurnState.DECLINED, "charged": "0.00", "code": Reason.DAILY_LIMIT_REACHED},
            {"state": "declined", "charged": "0.00", "code": "balance_exhausted"},
        ),
        (
            {"state": TurnState.FAILED, "charged": "0.00", "code": Reason.MODEL_FAILED, "retryable": True},
            {"state": "failed", "charged": "0.00", "code": "model_failed", "retryable": True},
        ),
    ],
)
def test_turn_ended_tells_how(ended: dict[str, Any], expected: dict[str, Any]) -> None:
    frame = encoder.turn_ended(TurnEnded(conversation_id=CHAT, turn_id=TURN, **ended))

    assert wire(frame) == {"type": "turn_ended", "turn_id": str(TURN), **expected}


def test_missed_is_messages_then_snapshots_then_ends() -> None:
    told = encoder.missed(
        Missed(
            messages=[make_message(seq=1), make_message(seq=2)],
            running=[RunningAnswer(turn_id=TURN, text="Да")],
            ended=[TurnEnded(conversation_id=CHAT, turn_id=TURN, state=TurnState.SETTLED, charged="5.00")],
        )
    )

    assert [wire(frame)["type"] for frame in told] == ["message", "message", "snapshot", "turn_ended"]


def test_times_are_in_utc() -> None:
    at = datetime(2026, 7, 1, 12, 0, tzinfo=timezone(timedelta(hours=3))).astimezone(UTC)
    item = ChatItem(id=CHAT, title="Когда?", last_at=at, last_seq=4)

    assert wire(conversation_item(item)) == {
        "id": str(CHAT),
        "title": "Когда?",
        "last_at": "2026-07-01T09:00:00Z",
        "last_seq": 4,
    }
