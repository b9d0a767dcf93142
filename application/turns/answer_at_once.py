"""Begin an answer in the transaction that owes it, where nothing has to be waited for."""

from collections.abc import Awaitable, Callable, Hashable
from datetime import timedelta
from typing import Final, TypeVar

from application.turns.begin_answer import BeginAnswer
from application.turns.look_around import LookAround
from application.turns.wait_for_morning import WaitForMorning
from domain.balance import is_personal
from domain.begun_turn import BegunTurn
from domain.turn import ClaimedTurn, Turn
from ports.log import Log
from ports.storage import Lane, Storage, UnitOfWork
from ports.turn_room import TurnPlace, TurnRoom
from ports.wakeup import Queue, Wakeup

T = TypeVar("T")
AT_ONCE: Final = timedelta(0)


class Opening:
    """What one run of a transaction has begun: one turn at most."""

    def __init__(self, *, begin: BeginAnswer, can_begin: Callable[[Turn], bool], place: TurnPlace | None) -> None:
        self._begin = begin
        self._can_begin = can_begin
        self._place = place
        self._was_tried = False
        self._begun: BegunTurn | None = None

    @property
    def was_tried(self) -> bool:
        return self._was_tried

    @property
    def begun(self) -> BegunTurn | None:
        return self._begun

    async def owe(self, uow: UnitOfWork, turn: Turn, *, after: timedelta) -> ClaimedTurn | None:
        """Take it up if it can be begun here and now; otherwise it is owed to whoever comes."""
        if self._place is None or self._was_tried or after != AT_ONCE or not self._can_begin(turn):
            await uow.turns.add(turn, after=after)
            return None
        self._was_tried = True
        return await uow.turns.add_claimed(turn, owner=self._place.owner, lease=self._place.lease)

    async def begin(self, uow: UnitOfWork, claimed: ClaimedTurn) -> None:
        """With all that it answers assigned to it."""
        conversation = await uow.conversations.lock(claimed.turn.conversation_id)
        self._begun = await self._begin.execute(uow, claimed, conversation, claimed.turn)


Work = Callable[[UnitOfWork, Opening], Awaitable[T]]


async def _nobody(_result: object) -> None:
    """Nobody is told."""


class AnswerAtOnce:
    """
    - Whoever asks waits for one transaction before the model is called, not for three; what is owed, held and begun is
      committed together.
    - Where this process has no room, where VK has to be asked first, in quiet hours and where each pays for
      themselves, the turn is left to the queue, as it is when another of its conversation is before it.
    - What is wrong with the beginning of an answer never costs what was said: it is stored without, and the turn left
      to the queue.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        room: TurnRoom,
        begin: BeginAnswer,
        look_around: LookAround,
        wait: WaitForMorning,
        wakeup: Wakeup,
        log: Log,
    ) -> None:
        self._storage = storage
        self._room = room
        self._begin = begin
        self._look_around = look_around
        self._wait = wait
        self._wakeup = wakeup
        self._log = log

    async def execute(
        self, work: Work[T], *, among: Hashable = None, tell: Callable[[T], Awaitable[None]] = _nobody
    ) -> T:
        """
        Run ``work`` in a transaction, and what it has begun after that; what it raises passes through.

        With ``among``, a key of what it touches, it may share the transaction with others (``Storage.run_among``).
        ``tell`` is done in between: nothing is told of an answer before what it answers.
        Raises StorageUnavailableError.
        """
        with self._room.place() as place:
            opening = self._opening(place)

            async def run(uow: UnitOfWork) -> T:
                nonlocal opening
                # A transaction may be run several times; what counts is what the last run has begun.
                opening = self._opening(place)
                return await work(uow, opening)

            try:
                result = await (
                    self._storage.run(run) if among is None else self._storage.run_among(Lane.ASKED, among, run)
                )
            except Exception as error:
                if not opening.was_tried:
                    raise
                self._log.error("answer_not_begun", error=error)
                opening = self._opening(None)
                result = await self._storage.run(lambda uow: work(uow, opening))
            try:
                await tell(result)
            finally:
                self._go_on(place, opening)
            return result

    def _go_on(self, place: TurnPlace | None, opening: Opening) -> None:
        if place is not None and opening.begun is not None:
            place.start(opening.begun)
        else:
            self._wakeup.signal(Queue.TURNS)

    def _opening(self, place: TurnPlace | None) -> Opening:
        return Opening(begin=self._begin, can_begin=self._can_begin, place=place)

    def _can_begin(self, turn: Turn) -> bool:
        has_to_wait = self._look_around.is_needed or self._wait.concerns(turn)
        return not has_to_wait and not is_personal(turn.payer)
