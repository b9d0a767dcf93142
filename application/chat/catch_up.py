"""Bring a visitor who was away up to date."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.chat.visitor import Visitor
from application.turns.turn_end import turn_end
from domain.errors import NotFoundError
from domain.identifiers import TurnId
from domain.live import RunningAnswer, TurnEnded
from domain.message import Message
from domain.turn import Turn, TurnState
from ports.live_feed import LiveFeed
from ports.storage import Storage, UnitOfWork

PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """In the order in which it is to be told."""

    messages: Sequence[Message]
    running: Sequence[RunningAnswer]
    ended: Sequence[TurnEnded]


class CatchUp:
    """
    - Every message after ``after_seq`` is told, in order; with None, none (the visitor asks for the history).
    - An answer that is being written is told as far as it got.
    - A turn the visitor still waits for is told its end, if it has ended and is theirs.
    """

    def __init__(self, *, storage: Storage, feed: LiveFeed) -> None:
        self._storage = storage
        self._feed = feed

    async def execute(self, visitor: Visitor, *, after_seq: int | None, open_turns: Sequence[TurnId]) -> Missed:
        """Raises StorageUnavailableError. The caller follows the feed already, so that nothing falls in between."""
        messages, running, ended = await self._storage.read(lambda uow: self._read(uow, visitor, after_seq, open_turns))
        texts = [await self._feed.running(turn.id) for turn in running if turn.state is TurnState.WRITING]
        return Missed(messages=messages, running=[text for text in texts if text is not None], ended=ended)

    async def _read(
        self, uow: UnitOfWork, visitor: Visitor, after_seq: int | None, open_turns: Sequence[TurnId]
    ) -> tuple[list[Message], Sequence[Turn], list[TurnEnded]]:
        messages = [] if after_seq is None else await self._after(uow, visitor, after_seq)
        running = await uow.turns.running(visitor.conversation_id)
        ended = [end for id_ in open_turns if (end := await self._end(uow, visitor, id_)) is not None]
        return messages, running, ended

    async def _after(self, uow: UnitOfWork, visitor: Visitor, seq: int) -> list[Message]:
        found: list[Message] = []
        while page := await uow.messages.after(visitor.conversation_id, seq=seq, limit=PAGE):
            found.extend(page)
            seq = page[-1].seq
        return found

    async def _end(self, uow: UnitOfWork, visitor: Visitor, id_: TurnId) -> TurnEnded | None:
        try:
            turn = await uow.turns.get(id_)
        except NotFoundError:
            return None
        if turn.conversation_id != visitor.conversation_id or not turn.has_ended:
            return None
        message = await uow.messages.get(turn.answer_message_id) if turn.answer_message_id else None
        return turn_end(turn, message=message)
