"""Messages in SQL."""

from collections.abc import MutableMapping, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import Integer, Row, Select, bindparam, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.belongings import forgetting, theirs
from adapters.outbound.database.failures import is_duplicate_key
from adapters.outbound.database.paging import ids_between
from adapters.outbound.database.prepared import Prepared, prepared_insert
from adapters.outbound.database.schema import conversations, messages
from domain.errors import NotFoundError
from domain.identifiers import ConversationId, MessageId, PersonId, TurnId
from domain.message import Author, DialogSource, Message, NewMessage, WallSource

_LOCK_LAST_SEQ: Final = Prepared(
    select(conversations.c.last_seq).where(conversations.c.id == bindparam("id")).with_for_update()
)
_ADD: Final = prepared_insert(messages)
_COUNT: Final = Prepared(
    update(conversations)
    .where(conversations.c.id == bindparam("id"))
    .values(last_seq=bindparam("seq"), last_at=bindparam("at"))
)
_BY_KEY: Final = Prepared(select(messages).where(messages.c.natural_key == bindparam("key")))
_of_conversation = select(messages).where(messages.c.conversation_id == bindparam("id"))
_limit = bindparam("limit", type_=Integer())
_AFTER: Final = Prepared(
    _of_conversation.where(messages.c.seq > bindparam("seq")).order_by(messages.c.seq).limit(_limit)
)
_LATEST: Final = Prepared(_of_conversation.order_by(messages.c.seq.desc()).limit(_limit))
_BEFORE: Final = Prepared(
    _of_conversation.where(messages.c.seq < bindparam("seq")).order_by(messages.c.seq.desc()).limit(_limit)
)
_OF_TURN: Final = Prepared(
    select(messages).where(messages.c.turn_id == bindparam("turn_id"), messages.c.author == Author.PERSON.value)
)
"""In no order: so what several turns ask can be said as one (joined.py)."""
_ASSIGN: Final = Prepared(update(messages).where(messages.c.id == bindparam("id")).values(turn_id=bindparam("turn_id")))


class SqlMessageRepository:
    """``last_seqs`` has the last numbers of conversations that are locked."""

    def __init__(self, connection: AsyncConnection, last_seqs: MutableMapping[ConversationId, int]) -> None:
        self._connection = connection
        self._last_seqs = last_seqs

    async def add(self, message: NewMessage) -> tuple[Message, bool]:
        seq = await self._lock_last_seq(message.conversation_id) + 1
        try:
            await _ADD.change(self._connection, **_values(message, seq))
        except IntegrityError as error:
            # Rather than asked first: hardly any is known. Both engines leave the transaction as it was.
            known = await self._by_natural_key(message.natural_key) if is_duplicate_key(error) else None
            if known is None:
                raise
            return known, False
        await _COUNT.change_later(self._connection, id=message.conversation_id, seq=seq, at=message.at)
        self._last_seqs[message.conversation_id] = seq
        return _numbered(message, seq), True

    async def get(self, id_: MessageId) -> Message:
        row = (await self._connection.execute(select(messages).where(messages.c.id == id_))).one_or_none()
        if row is None:
            raise NotFoundError("message", id_)
        return message_of(row)

    async def find(self, natural_key: str) -> Message | None:
        return await self._by_natural_key(natural_key)

    async def after(self, conversation_id: ConversationId, *, seq: int, limit: int) -> Sequence[Message]:
        rows = await _AFTER.all(self._connection, id=conversation_id, seq=seq, limit=limit)
        return [message_of(row) for row in rows]

    async def before(self, conversation_id: ConversationId, *, seq: int | None, limit: int) -> Sequence[Message]:
        if seq is None:
            rows = await _LATEST.all(self._connection, id=conversation_id, limit=limit)
        else:
            rows = await _BEFORE.all(self._connection, id=conversation_id, seq=seq, limit=limit)
        return [message_of(row) for row in reversed(rows)]

    async def of_turn(self, turn_id: TurnId) -> Sequence[Message]:
        found = [message_of(row) for row in await _OF_TURN.all(self._connection, turn_id=turn_id)]
        return sorted(found, key=attrgetter("seq"))

    async def assign(self, id_: MessageId, *, turn_id: TurnId) -> None:
        await _ASSIGN.change_later(self._connection, id=id_, turn_id=turn_id)

    async def of_person(self, person_id: PersonId, *, after: MessageId | None, limit: int) -> Sequence[Message]:
        ids = theirs(person_id).subquery("theirs")
        found = select(messages).where(messages.c.id.in_(select(ids.c.id)))
        if after is not None:
            found = found.where(messages.c.id > after)
        return await self._all(found.order_by(messages.c.id).limit(limit))

    async def recorded(self, *, after: MessageId | None, before: MessageId, limit: int) -> Sequence[Message]:
        return await self._all(ids_between(select(messages), messages.c.id, after, before).limit(limit))

    async def forget(self, ids: Sequence[MessageId]) -> None:
        for statement in forgetting(ids):
            await self._connection.execute(statement)

    async def change_text(self, id_: MessageId, *, text: str) -> None:
        changed = await self._connection.execute(update(messages).where(messages.c.id == id_).values(text=text))
        if changed.rowcount != 1:
            raise NotFoundError("message", id_)

    async def _lock_last_seq(self, id_: ConversationId) -> int:
        if id_ in self._last_seqs:
            return self._last_seqs[id_]
        last_seq: int | None = await _LOCK_LAST_SEQ.value(self._connection, id=id_)
        if last_seq is None:
            raise NotFoundError("conversation", id_)
        return last_seq

    async def _by_natural_key(self, key: str) -> Message | None:
        row = await _BY_KEY.first(self._connection, key=key)
        return None if row is None else message_of(row)

    async def _all(self, query: Select[Any]) -> list[Message]:
        return [message_of(row) for row in await self._connection.execute(query)]


def _numbered(message: NewMessage, seq: int) -> Message:
    return Message(**{part.name: getattr(message, part.name) for part in fields(NewMessage)}, seq=seq)


def _values(message: NewMessage, seq: int) -> dict[str, Any]:
    wall = message.source if isinstance(message.source, WallSource) else None
    dialog = message.source if isinstance(message.source, DialogSource) else None
    return {
        "id": message.id,
        "conversation_id": message.conversation_id,
        "seq": seq,
        "author": message.author.value,
        "text": message.text,
        "natural_key": message.natural_key,
        "at": message.at,
        "person_id": message.person_id,
        "turn_id": message.turn_id,
        "client_id": message.client_id,
        "wall_owner_id": wall and wall.owner_id,
        "wall_post_id": wall and wall.post_id,
        "wall_comment_id": wall and wall.comment_id,
        "dialog_peer_id": dialog and dialog.peer_id,
        "dialog_message_id": dialog and dialog.message_id,
    }


def message_of(row: Row[Any]) -> Message:
    return Message(
        id=row.id,
        conversation_id=row.conversation_id,
        seq=row.seq,
        author=Author(row.author),
        text=row.text,
        natural_key=row.natural_key,
        at=row.at,
        person_id=row.person_id,
        turn_id=row.turn_id,
        client_id=row.client_id,
        source=_source(row),
    )


def _source(row: Row[Any]) -> WallSource | DialogSource | None:
    if row.wall_owner_id is not None:
        return WallSource(owner_id=row.wall_owner_id, post_id=row.wall_post_id, comment_id=row.wall_comment_id)
    if row.dialog_peer_id is not None:
        return DialogSource(peer_id=row.dialog_peer_id, message_id=row.dialog_message_id)
    return None
