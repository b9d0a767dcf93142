"""The send ledger in SQL."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Row, Select, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.dialect import database_time
from adapters.outbound.database.schema import deliveries as table
from domain.delivery import CommentTarget, Delivery, DeliveryState, DialogTarget, Target
from domain.errors import NotFoundError
from domain.identifiers import ConversationId, DeliveryId, TurnId

_SELECT: Final = select(table, database_time().label("now"))


class SqlDeliveryRepository:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, deliveries: Sequence[Delivery]) -> None:
        if deliveries:
            await self._connection.execute(insert(table), [_values(delivery) for delivery in deliveries])

    async def of_turn(self, turn_id: TurnId) -> Sequence[Delivery]:
        return await self._all(_SELECT.where(table.c.turn_id == turn_id).order_by(table.c.part))

    async def begin_call(self, delivery: Delivery) -> Delivery:
        began = {"open_calls": table.c.open_calls + 1}
        if isinstance(delivery.target, CommentTarget) or delivery.open_calls == 0:
            began["called_at"] = database_time()
        await self._connection.execute(update(table).where(table.c.id == delivery.id).values(began))
        return await self._one(delivery.id)

    async def save(self, delivery: Delivery) -> Delivery:
        closed = {} if delivery.open_calls else {"open_calls": 0}
        never_called = {} if delivery.age is not None else {"called_at": None}
        unless_sent = (table.c.id == delivery.id, table.c.state != DeliveryState.SENT.value)
        await self._connection.execute(
            update(table).where(*unless_sent).values(_progress(delivery) | closed | never_called)
        )
        return await self._one(delivery.id)

    async def recent(self, conversation_id: ConversationId, *, limit: int) -> Sequence[Delivery]:
        of_conversation = _SELECT.where(table.c.conversation_id == conversation_id)
        return await self._all(of_conversation.order_by(table.c.position.desc()).limit(limit))

    async def by_effect(self, conversation_id: ConversationId, *, effect_id: int) -> Delivery | None:
        found = await self._all(
            _SELECT.where(table.c.conversation_id == conversation_id, table.c.effect_id == effect_id)
            .order_by(table.c.position)
            .limit(1)
        )
        return found[0] if found else None

    async def _one(self, id_: DeliveryId) -> Delivery:
        found = await self._all(_SELECT.where(table.c.id == id_))
        if not found:
            raise NotFoundError("delivery", id_)
        return found[0]

    async def _all(self, query: Select[Any]) -> list[Delivery]:
        return [delivery_of(row) for row in await self._connection.execute(query)]


def _progress(delivery: Delivery) -> dict[str, Any]:
    return {
        "state": delivery.state.value,
        "effect_id": delivery.effect_id,
        "tries": delivery.tries,
        "reason": delivery.reason,
    }


def _values(delivery: Delivery) -> dict[str, Any]:
    comment = delivery.target if isinstance(delivery.target, CommentTarget) else None
    dialog = delivery.target if isinstance(delivery.target, DialogTarget) else None
    fixed = {
        "id": delivery.id,
        "turn_id": delivery.turn_id,
        "conversation_id": delivery.conversation_id,
        "part": delivery.part,
        "owner_id": comment and comment.owner_id,
        "post_id": comment and comment.post_id,
        "reply_to": comment and comment.reply_to,
        "peer_id": dialog and dialog.peer_id,
        "text": delivery.text,
    }
    return fixed | _progress(delivery) | {"open_calls": delivery.open_calls}


def delivery_of(row: Row[Any]) -> Delivery:
    return Delivery(
        id=row.id,
        turn_id=row.turn_id,
        conversation_id=row.conversation_id,
        part=row.part,
        target=_target(row),
        text=row.text,
        state=DeliveryState(row.state),
        effect_id=row.effect_id,
        tries=row.tries,
        reason=row.reason,
        open_calls=row.open_calls,
        age=None if row.called_at is None else row.now - row.called_at,
    )


def _target(row: Row[Any]) -> Target:
    if row.peer_id is not None:
        return DialogTarget(peer_id=row.peer_id)
    return CommentTarget(owner_id=row.owner_id, post_id=row.post_id, reply_to=row.reply_to)
