"""The send ledger."""

from collections.abc import Sequence
from typing import Protocol

from domain.delivery import Delivery
from domain.identifiers import ConversationId, TurnId


class DeliveryRepository(Protocol):
    async def add(self, deliveries: Sequence[Delivery]) -> None:
        """One row per (turn, part)."""
        ...

    async def of_turn(self, turn_id: TurnId) -> Sequence[Delivery]:
        """By part, ascending; empty when nothing was prepared yet."""
        ...

    async def begin_call(self, delivery: Delivery) -> Delivery:
        """
        Note that VK is about to be called with it: one more open call, begun now by the database's clock.

        ``delivery`` is as it was read in this transaction.
        For a message the beginning of the first open call is kept, for a comment that of the last.
        """
        ...

    async def save(self, delivery: Delivery) -> Delivery:
        """
        Store its state, effect, tries, reason and spans; returns it as it is stored.

        Without open calls none are open any more; without an age it is as if it had never been called.

        What is known as sent is left as it is: its own event may have overtaken VK's answer.
        """
        ...

    async def recent(self, conversation_id: ConversationId, *, limit: int) -> Sequence[Delivery]:
        """The latest of a conversation, latest first: what an own event is matched to."""
        ...
