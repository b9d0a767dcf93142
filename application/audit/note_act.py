"""Keep what somebody who runs the service did."""

from domain.act import Act, Deed
from ports.clock import Clock
from ports.correlation import Correlation
from ports.storage import UnitOfWork


class NoteAct:
    """In the transaction of what was done: there is neither without the other. It is sealed after that."""

    def __init__(self, *, clock: Clock, correlation: Correlation) -> None:
        self._clock = clock
        self._correlation = correlation

    async def execute(self, uow: UnitOfWork, deed: Deed, *, by: str, on: object, **details: str | int | None) -> None:
        """``on`` and ``details``: see ``Act`` for what they may not hold."""
        act = Act(
            at=self._clock.now(),
            by=by,
            deed=deed,
            on=str(on),
            details=details,
            correlation=self._correlation.current,
        )
        await uow.acts.add(act)
