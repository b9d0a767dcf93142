"""The send ledger in memory."""

from collections.abc import Sequence
from dataclasses import replace

from domain.delivery import Delivery
from domain.errors import NotFoundError
from domain.identifiers import ConversationId, TurnId
from tests.fakes.tables import Tables


class FakeDeliveryRepository:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def add(self, deliveries: Sequence[Delivery]) -> None:
        for delivery in deliveries:
            if any(known.part == delivery.part for known in await self.of_turn(delivery.turn_id)):
                raise ValueError(delivery)
            self._tables.deliveries[delivery.id] = delivery

    async def of_turn(self, turn_id: TurnId) -> Sequence[Delivery]:
        found = (delivery for delivery in self._tables.deliveries.values() if delivery.turn_id == turn_id)
        return sorted(found, key=lambda delivery: delivery.part)

    async def save(self, delivery: Delivery) -> None:
        known = self._tables.deliveries.get(delivery.id)
        if known is None:
            raise NotFoundError("delivery", delivery.id)
        self._tables.deliveries[delivery.id] = replace(
            known,
            state=delivery.state,
            effect_id=delivery.effect_id,
            tries=delivery.tries,
            reason=delivery.reason,
        )

    async def recent(self, conversation_id: ConversationId, *, limit: int) -> Sequence[Delivery]:
        return self._of(conversation_id)[::-1][:limit]

    async def by_effect(self, conversation_id: ConversationId, *, effect_id: int) -> Delivery | None:
        return next((found for found in self._of(conversation_id) if found.effect_id == effect_id), None)

    def _of(self, conversation_id: ConversationId) -> list[Delivery]:
        return [found for found in self._tables.deliveries.values() if found.conversation_id == conversation_id]
