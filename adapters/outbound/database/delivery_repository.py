"""The send ledger in SQL."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import Integer, Row, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.dialect import database_time
from adapters.outbound.database.prepared import Prepared, prepared_insert
from adapters.outbound.database.schema import deliveries as table
from adapters.outbound.database.spans import decode_spans, encode_spans
from domain.delivery import CommentTarget, Delivery, DeliveryState, DialogTarget, Target
from domain.errors import NotFoundError
from domain.identifiers import ConversationId, DeliveryId, TurnId

_SELECT: Final = select(table, database_time().label("now"))
_ADD: Final = prepared_insert(table, "position", "called_at")
_OF_TURN: Final = Prepared(_SELECT.where(table.c.turn_id == bindparam("turn_id")))
"""In no order: so what several turns ask can be said as one (joined.py)."""
_BY_ID: Final = Prepared(_SELECT.where(table.c.id == bindparam("id")))
_one_more = update(table).where(table.c.id == bindparam("id")).values(open_calls=table.c.open_calls + 1)
_BEGIN_CALL: Final = Prepared(_one_more.values(called_at=database_time()))
_BEGIN_ANOTHER_CALL: Final = Prepared(_one_more)
_unless_sent = update(table).where(table.c.id == bindparam("id"), table.c.state != DeliveryState.SENT.value)
_changed: dict[str, Any] = {name: bindparam(name) for name in ("state", "effect_id", "tries", "reason", "spans")}
_closed, _never_called = {"open_calls": 0}, {"called_at": None}
_SAVE: Final = {
    (True, True): Prepared(_unless_sent.values(_changed)),
    (True, False): Prepared(_unless_sent.values(_changed | _never_called)),
    (False, True): Prepared(_unless_sent.values(_changed | _closed)),
    (False, False): Prepared(_unless_sent.values(_changed | _closed | _never_called)),
}
"""By whether calls of it are open, and whether it was called at all."""
_of_conversation = _SELECT.where(table.c.conversation_id == bindparam("conversation_id"))
_limit = bindparam("limit", type_=Integer())
_RECENT: Final = Prepared(_of_conversation.order_by(table.c.position.desc()).limit(_limit))


class SqlDeliveryRepository:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, deliveries: Sequence[Delivery]) -> None:
        for delivery in deliveries:
            await _ADD.change_later(self._connection, **_values(delivery))

    async def of_turn(self, turn_id: TurnId) -> Sequence[Delivery]:
        return sorted(await self._all(_OF_TURN, turn_id=turn_id), key=attrgetter("part"))

    async def begin_call(self, delivery: Delivery) -> Delivery:
        counts_from_now = isinstance(delivery.target, CommentTarget) or delivery.open_calls == 0
        began = _BEGIN_CALL if counts_from_now else _BEGIN_ANOTHER_CALL
        await began.change_later(self._connection, id=delivery.id)
        if counts_from_now:
            return replace(delivery, open_calls=delivery.open_calls + 1, age=timedelta())
        return await self._one(delivery.id)

    async def save(self, delivery: Delivery) -> Delivery:
        save = _SAVE[delivery.open_calls > 0, delivery.age is not None]
        changed = await save.change(self._connection, id=delivery.id, **_progress(delivery))
        # What is sent by now is as it was given; whatever else is stored may have been changed by an event meanwhile.
        return delivery if changed and delivery.state is DeliveryState.SENT else await self._one(delivery.id)

    async def recent(self, conversation_id: ConversationId, *, limit: int) -> Sequence[Delivery]:
        return await self._all(_RECENT, conversation_id=conversation_id, limit=limit)

    async def _one(self, id_: DeliveryId) -> Delivery:
        row = await _BY_ID.first(self._connection, id=id_)
        if row is None:
            raise NotFoundError("delivery", id_)
        return delivery_of(row)

    async def _all(self, query: Prepared, **values: Any) -> list[Delivery]:
        return [delivery_of(row) for row in await query.all(self._connection, **values)]


def _progress(delivery: Delivery) -> dict[str, Any]:
    return {
        "state": delivery.state.value,
        "effect_id": delivery.effect_id,
        "tries": delivery.tries,
        "reason": delivery.reason,
        "spans": encode_spans(delivery.spans),
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
        spans=decode_spans(row.spans),
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
