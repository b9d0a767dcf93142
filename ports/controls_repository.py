"""What the owner has decided about all answering, for all processes at once."""

from typing import Protocol

from domain.answering import AnsweringControls


class ControlsRepository(Protocol):
    """There is one set of controls; before anything was decided it is empty."""

    async def get(self) -> AnsweringControls:
        """As they are, without a lock."""
        ...

    async def hold_still(self) -> AnsweringControls:
        """
        As they are, and they stay so until the end of the transaction.

        Those who hold them still do not wait for one another; whoever changes them waits for all of these.
        """
        ...

    async def lock(self) -> AnsweringControls:
        """As they are, for this transaction to change."""
        ...

    async def save(self, controls: AnsweringControls) -> None:
        """Ones that were locked in this transaction."""
        ...
