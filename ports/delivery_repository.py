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

    async def save(self, delivery: Delivery) -> None:
        """Store its state, effect, tries and reason."""
        ...

    async def recent(self, conversation_id: ConversationId, *, limit: int) -> Sequence[Delivery]:
        """The latest of a conversation, latest first: what an own event is matched to."""
        ...

    async def by_effect(self, conversation_id: ConversationId, *, effect_id: int) -> Delivery | None:
        """The delivery to which VK gave that comment or message id."""
        ...
