"""A message was deleted, or is back: so is the deadline it set."""

from dataclasses import replace

from ports.clock import Clock
from ports.storage import UnitOfWork


class WithdrawDeadline:
    """
    - Kept as withdrawn, not deleted: the message may come back.
    - A deletion that is heard of before its message is remembered.
    """

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock

    async def execute(self, uow: UnitOfWork, key: str) -> None:
        """``key`` is the message's natural key."""
        message = await uow.messages.find(key)
        if message is not None:
            await uow.conversations.lock(message.conversation_id)
            if await uow.deadlines.find_source(key) is None:
                # Nothing was read from it, and it comes no more.
                return
        source, now = await uow.deadlines.lock_source(key), self._clock.now()
        await uow.deadlines.save_source(replace(source, withdrawn_at=now))
        if source.deadline_id is not None:
            stored = await uow.deadlines.lock(source.deadline_id)
            await uow.deadlines.save(stored.withdrawn(now=now))

    async def undo(self, uow: UnitOfWork, key: str) -> None:
        """From now on it counts what the message says; it has to be read again."""
        known = await uow.deadlines.find_source(key)
        if known is not None and known.withdrawn_at is not None:
            source = await uow.deadlines.lock_source(key)
            await uow.deadlines.save_source(replace(source, withdrawn_at=None))
