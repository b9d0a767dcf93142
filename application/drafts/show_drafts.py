"""What was written and did not get out by itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.identifiers import TurnId
from domain.message import Message
from domain.policy import Publishing
from domain.turn import Turn
from ports.storage import Storage, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """``asked`` are the messages that it answers, ascending. What it costs, or would, is in its turn."""

    turn: Turn
    asked: Sequence[Message]

    @property
    def question(self) -> str:
        return "\n".join(message.text for message in self.asked)


class ShowDrafts:
    """Drafts that wait for a person, or what was written only to be looked at."""

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def execute(self, publishing: Publishing = Publishing.DRAFT, *, limit: int) -> Sequence[Draft]:
        """Latest first; for AT_ONCE there is nothing. Raises StorageUnavailableError."""

        async def read(uow: UnitOfWork) -> Sequence[Draft]:
            return [await _draft(uow, turn) for turn in await uow.turns.held_back(publishing, limit=limit)]

        return await self._storage.read(read)

    async def one(self, turn_id: TurnId) -> Draft:
        """Of any turn, whatever has become of it. Raises NotFoundError, StorageUnavailableError."""

        async def read(uow: UnitOfWork) -> Draft:
            return await _draft(uow, await uow.turns.get(turn_id))

        return await self._storage.read(read)


async def _draft(uow: UnitOfWork, turn: Turn) -> Draft:
    said = await uow.messages.of_turn(turn.id)
    upto = turn.input_upto_seq
    return Draft(turn=turn, asked=[message for message in said if upto is None or message.seq <= upto])
