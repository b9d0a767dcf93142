"""What the other service is told of an answer."""

from collections.abc import Sequence

from domain.identifiers import NotificationId
from domain.message import Message
from domain.notification import Notification
from domain.turn import Turn


def announcement(id_: NotificationId, turn: Turn, message: Message, asked: Sequence[Message]) -> Notification:
    """``message`` is the answer, ``asked`` what it answers; once per turn, by its key."""
    response = {
        "id": str(message.id),
        "turn_id": str(turn.id),
        "conversation_id": str(turn.conversation_id),
        "channel": str(turn.channel),
        "text": message.text,
        "at": message.at.isoformat(),
        "in_reply_to": [str(said.id) for said in asked],
    }
    return Notification(
        id=id_,
        key=f"responses:{turn.id}",
        type="responses",
        payload={"id_lastResponses": [str(message.id)], "responses": [response]},
        created_at=message.at,
        conversation_id=turn.conversation_id,
    )
