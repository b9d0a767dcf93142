"""Write down what is going to be sent, before anything is."""

from collections.abc import Sequence

from domain.delivery import CommentTarget, Delivery, DialogTarget, Target, split_answer
from domain.errors import NotFoundError
from domain.identifiers import DeliveryId
from domain.message import DialogSource, Message, WallSource
from domain.plain_text import to_rich
from domain.rich_text import RichText
from domain.turn import Turn
from ports.ids import Ids
from ports.storage import UnitOfWork


class PrepareDeliveries:
    """
    - What the model wrote is told without the marks of Markdown, which VK shows as they are; in a dialog, where VK can
      show them, bold words, italics and links are kept beside each part's text. Texts of our own are plain already.
    - One row per part, each with its own idempotency key; prepared once, however often the turn is taken up.
    - The answer hangs under the latest message that it answers; a text of our own may hang under one that has had its
      answer.
    """

    def __init__(self, *, ids: Ids) -> None:
        self._ids = ids

    async def execute(self, uow: UnitOfWork, turn: Turn) -> Sequence[Delivery]:
        prepared = await uow.deliveries.of_turn(turn.id)
        if prepared:
            return prepared
        asked = [
            message for message in await uow.messages.of_turn(turn.id) if message.seq <= (turn.input_upto_seq or 0)
        ]
        if not asked and not turn.is_free:
            raise NotFoundError("message answered by turn", turn.id)
        target = _target(asked[-1] if asked else await uow.messages.get(turn.opened_by))
        deliveries = [
            Delivery(
                id=DeliveryId(self._ids.new()),
                turn_id=turn.id,
                conversation_id=turn.conversation_id,
                part=number,
                target=target,
                text=part.text,
                spans=part.spans() if isinstance(target, DialogTarget) else (),
            )
            for number, part in enumerate(split_answer(_text(turn)), start=1)
        ]
        await uow.deliveries.add(deliveries)
        return deliveries


def _text(turn: Turn) -> RichText:
    answer = turn.answer or ""
    return RichText(answer) if turn.is_free else to_rich(answer)


def _target(message: Message) -> Target:
    match message.source:
        case WallSource(owner_id=owner_id, post_id=post_id, comment_id=comment_id):
            return CommentTarget(owner_id=owner_id, post_id=post_id, reply_to=comment_id or None)
        case DialogSource(peer_id=peer_id):
            return DialogTarget(peer_id=peer_id)
        case None:
            raise NotFoundError("place in VK of message", message.id)
