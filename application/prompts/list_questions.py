"""Past questions to try a prompt on."""

from collections.abc import Sequence

from application.turns.past_question import PastQuestion, past_question
from domain.channel import Channel
from ports.storage import Storage, UnitOfWork


class ListQuestions:
    """Those that the model has answered, in one channel; what was erased since is left out."""

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def execute(self, channel: Channel, *, limit: int) -> Sequence[PastQuestion]:
        """Latest first. Raises StorageUnavailableError."""

        async def read(uow: UnitOfWork) -> list[PastQuestion]:
            answered = await uow.turns.answered(channel, limit=limit)
            found = [await past_question(uow, turn) for turn in answered]
            return [each for each in found if each.question.strip()]

        return await self._storage.read(read)
