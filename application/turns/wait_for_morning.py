"""An answer waits until the quiet hours are over."""

from datetime import timedelta

from application.rules import Rules
from application.turns.lock_turn import lock_turn
from domain.policy import Publishing
from domain.turn import ClaimedTurn, Reason, Turn, TurnState
from ports.clock import Clock
from ports.log import Log
from ports.storage import Storage, UnitOfWork


class WaitForMorning:
    """
    - It waits while it is owed: nothing is held or written by then, and what its author adds meanwhile gets the same
      answer. One that was written just before waits to be sent, unless VK may have a part of it already.
    - What a person of the community has approved, drafts in the making, and texts of our own (answers to commands,
      reminders) do not wait; neither does whoever asks on the site.
    - Where a person of the community speaks it does not wait either: then it is declined at once.
    """

    def __init__(self, *, storage: Storage, clock: Clock, rules: Rules, log: Log) -> None:
        self._storage = storage
        self._clock = clock
        self._rules = rules
        self._log = log

    async def execute(self, claimed: ClaimedTurn) -> bool:
        """
        Tell whether it was put off: then the claim is given back until the morning.

        Raises LeaseLostError, StorageUnavailableError.
        """
        remaining = self._remaining(claimed.turn)
        if remaining is None or not await self._storage.run(lambda uow: self._put_off(uow, claimed, remaining)):
            return False
        self._log.info("answer_waits", seconds=round(remaining.total_seconds()))
        return True

    def concerns(self, turn: Turn) -> bool:
        """Whether its next step has to be asked about."""
        return self._remaining(turn) is not None

    def _remaining(self, turn: Turn) -> timedelta | None:
        if self._rules.quiet_hours is None or not _is_kept(turn):
            return None
        return self._rules.quiet_hours.remaining(self._clock.now(), self._rules.timezone)

    async def _put_off(self, uow: UnitOfWork, claimed: ClaimedTurn, remaining: timedelta) -> bool:
        conversation, stored = await lock_turn(uow, claimed)
        begun = any(each.was_called for each in await uow.deliveries.of_turn(stored.id))
        if conversation.is_taken_over or begun:
            return False
        await uow.turns.postpone(stored.waits_for(Reason.QUIET_HOURS), lease=claimed.lease, after=remaining)
        return True


def _is_kept(turn: Turn) -> bool:
    is_spontaneous = turn.publishing is Publishing.AT_ONCE and turn.channel.is_vk and not turn.is_free
    return is_spontaneous and turn.state in {TurnState.OWED, TurnState.WRITTEN}
