"""The send ledger in memory."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from domain.delivery import CommentTarget, Delivery, DeliveryState
from domain.errors import NotFoundError
from domain.identifiers import ConversationId, DeliveryId, TurnId
from tests.fakes.tables import Tables


class FakeDeliveryRepository:
    """``now`` is the database's clock."""

    def __init__(self, tables: Tables, *, now: Callable[[], datetime]) -> None:
        self._tables = tables
        self._now = now

    async def add(self, deliveries: Sequence[Delivery]) -> None:
        for delivery in deliveries:
            if any(known.part == delivery.part for known in await self.of_turn(delivery.turn_id)):
                raise ValueError(delivery)
            self._tables.deliveries[delivery.id] = delivery

    async def of_turn(self, turn_id: TurnId) -> Sequence[Delivery]:
        ids = [each.id for each in self._tables.deliveries.values() if each.turn_id == turn_id]
        found = [self._aged(id_) for id_ in ids]
        return sorted(found, key=lambda delivery: delivery.part)

    async def begin_call(self, delivery: Delivery) -> Delivery:
        known = self._known(delivery)
        if isinstance(known.target, CommentTarget) or known.open_calls == 0:
            self._tables.called_at[known.id] = self._now()
        self._tables.deliveries[known.id] = replace(known, open_calls=known.open_calls + 1)
        return self._aged(known.id)

    async def save(self, delivery: Delivery) -> Delivery:
        known = self._known(delivery)
        if known.state is not DeliveryState.SENT:
            if delivery.age is None:
                self._tables.called_at.pop(delivery.id, None)
            self._tables.deliveries[delivery.id] = replace(
                known,
                state=delivery.state,
                effect_id=delivery.effect_id,
                tries=delivery.tries,
                reason=delivery.reason,
                spans=delivery.spans,
                open_calls=known.open_calls if delivery.open_calls else 0,
            )
        return self._aged(delivery.id)

    def all(self) -> list[Delivery]:
        """What the tests look at, in the order in which it was stored."""
        return [self._aged(id_) for id_ in self._tables.deliveries]

    async def recent(self, conversation_id: ConversationId, *, limit: int) -> Sequence[Delivery]:
        return self._of(conversation_id)[::-1][:limit]

    def _of(self, conversation_id: ConversationId) -> list[Delivery]:
        found = [each for each in self._tables.deliveries.values() if each.conversation_id == conversation_id]
        return [self._aged(each.id) for each in found]

    def _known(self, delivery: Delivery) -> Delivery:
        known = self._tables.deliveries.get(delivery.id)
        if known is None:
            raise NotFoundError("delivery", delivery.id)
        return known

    def _aged(self, id_: DeliveryId) -> Delivery:
        called_at = self._tables.called_at.get(id_)
        age = None if called_at is None else self._now() - called_at
        return replace(self._tables.deliveries[id_], age=age)
