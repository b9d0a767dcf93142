"""Turns in SQL."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.dialect import database_time, database_time_after, microseconds
from adapters.outbound.database.failures import is_duplicate_key
from adapters.outbound.database.lease import ENDED, given_back, write_under_lease
from adapters.outbound.database.prepared import Prepared
from adapters.outbound.database.schema import turns
from adapters.outbound.database.turn_claim import claim_turns
from adapters.outbound.database.turn_row import COLUMNS, PROGRESS, progress, turn_of, values
from domain.balance import NOBODY
from domain.channel import Channel
from domain.errors import LeaseLostError, NotFoundError
from domain.identifiers import ConversationId, PersonId, TurnId
from domain.policy import Publishing
from domain.turn import ENDED as ENDED_STATES
from domain.turn import JOINABLE, STOPPABLE, ClaimedTurn, Lease, Turn, TurnState

_STOPPABLE = [state.value for state in STOPPABLE]
_SETTLED = TurnState.SETTLED.value
_ENDED = [state.value for state in ENDED_STATES]
_BY_HAND: Final = "by hand"
"""Who holds a turn between two statements of one transaction."""
_NO_CONVERSATION: Final = {"open_conversation_id": None, "active_conversation_id": None}
_ADD: Final = Prepared(
    insert(turns).values(
        {name: bindparam(name) for name in (*COLUMNS, "open_conversation_id")}
        | {"claimable_at": database_time_after("after"), "lease_token": 0}
    )
)
_ADD_CLAIMED: Final = Prepared(
    insert(turns).values(
        {name: bindparam(name) for name in (*COLUMNS, "open_conversation_id", "active_conversation_id", "lease_owner")}
        | {"claimable_at": database_time_after("lease"), "lease_token": 1}
    )
)
_with_id = select(turns).where(turns.c.id == bindparam("id"))
_BY_ID: Final = Prepared(_with_id)
_is_joinable = or_(*(turns.c.state == state.value for state in JOINABLE))
_is_theirs = case((and_(turns.c.person_id == bindparam("person_id"), _is_joinable), 1), else_=0).label("is_theirs")
_OPEN: Final = Prepared(
    select(turns.c.id, _is_theirs)
    .where(turns.c.open_conversation_id == bindparam("conversation_id"))
    .order_by(_is_theirs.desc(), turns.c.created_at.desc(), turns.c.id.desc())
    .limit(1)
)
_ANY_OPEN: Final = Prepared(
    select(turns.c.id).where(turns.c.open_conversation_id == bindparam("conversation_id")).limit(1)
)
_LOCK_JOINABLE: Final = Prepared(_with_id.where(_is_joinable).with_for_update())
_LOCK_FOR_STEP: Final = Prepared(_with_id.where(turns.c.lease_token == bindparam("token")).with_for_update())
_leased = (turns.c.id == bindparam("id"), turns.c.lease_token == bindparam("token"), turns.c.claimable_at.is_not(None))
_progress: dict[str, Any] = {name: bindparam(name) for name in PROGRESS}
_SAVE: Final = Prepared(update(turns).where(*_leased).values(_progress))
_SAVE_ENDED: Final = Prepared(update(turns).where(*_leased).values(_progress | ENDED | _NO_CONVERSATION))


class SqlTurnRepository:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._locked: set[tuple[TurnId, int]] = set()
        """With the lease under which they are locked until the end of the transaction: nobody else can take it."""
        self._free: set[ConversationId] = set()
        """Those that were seen to have no open turn."""

    async def add(self, turn: Turn, *, after: timedelta) -> None:
        self._free.discard(turn.conversation_id)
        await _ADD.change_later(
            self._connection, **values(turn), open_conversation_id=turn.conversation_id, after=microseconds(after)
        )

    async def add_claimed(self, turn: Turn, *, owner: str, lease: timedelta) -> ClaimedTurn | None:
        if await self._is_free(turn.conversation_id) and await self._add_claimed(turn, owner=owner, lease=lease):
            claim = Lease(owner=owner, token=1)
            self._locked.add((turn.id, claim.token))
            return ClaimedTurn(turn=turn, lease=claim)
        await self.add(turn, after=timedelta(0))
        return None

    async def get(self, id_: TurnId) -> Turn:
        row = await _BY_ID.first(self._connection, id=id_)
        if row is None:
            raise NotFoundError("turn", id_)
        return turn_of(row)

    async def joinable(self, conversation_id: ConversationId, *, person_id: PersonId) -> Turn | None:
        open_ = await _OPEN.first(self._connection, conversation_id=conversation_id, person_id=person_id)
        if open_ is None:
            self._free.add(conversation_id)
        if open_ is None or not open_.is_theirs:
            return None
        # Looked for without locks and locked by its id, so that no other turn's row is locked or waited for.
        row = await _LOCK_JOINABLE.first(self._connection, id=open_.id)
        return None if row is None else turn_of(row)

    async def claim(self, *, owner: str, lease: timedelta, limit: int) -> Sequence[ClaimedTurn]:
        return await claim_turns(self._connection, owner=owner, lease=lease, limit=limit)

    async def renew(self, ids: Sequence[TurnId], *, owner: str, lease: timedelta) -> None:
        # A lapsed claim that nobody has taken over is prolonged too: the owner stands in the row until somebody does.
        await self._connection.execute(
            update(turns)
            .where(turns.c.id.in_(ids), turns.c.lease_owner == owner, turns.c.claimable_at.is_not(None))
            .values(claimable_at=database_time(lease))
        )

    async def save(self, turn: Turn, *, lease: Lease) -> None:
        save = _SAVE_ENDED if turn.has_ended else _SAVE
        changes = {"id": turn.id, "token": lease.token} | progress(turn)
        if (turn.id, lease.token) in self._locked:
            await save.change_later(self._connection, **changes)
        elif await save.change(self._connection, **changes) != 1:
            raise LeaseLostError("turn", turn.id)
        if turn.has_ended:
            self._locked.discard((turn.id, lease.token))

    async def lock_for_step(self, id_: TurnId, *, lease: Lease) -> Turn:
        row = await _LOCK_FOR_STEP.first(self._connection, id=id_, token=lease.token)
        if row is None:
            raise LeaseLostError("turn", id_)
        if row.claimable_at is not None:
            self._locked.add((id_, lease.token))
        return turn_of(row)

    async def postpone(self, turn: Turn, *, lease: Lease, after: timedelta) -> None:
        await self._write(turn, lease, given_back(turns, after=after))

    async def park(self, turn: Turn, *, lease: Lease) -> None:
        await self._write(turn, lease, given_back(turns) | ENDED | _NO_CONVERSATION)

    async def take_parked(self, id_: TurnId) -> ClaimedTurn | None:
        parked = (turns.c.id == id_, turns.c.claimable_at.is_(None), turns.c.state.not_in(_ENDED))
        row = (await self._connection.execute(select(turns).where(*parked).with_for_update())).one_or_none()
        if row is None:
            return None
        lease = Lease(owner=_BY_HAND, token=row.lease_token + 1)
        taken = {
            "claimable_at": database_time(),
            "lease_owner": lease.owner,
            "lease_token": lease.token,
            "open_conversation_id": row.conversation_id,
        }
        await self._connection.execute(update(turns).where(turns.c.id == id_).values(taken))
        return ClaimedTurn(turn=turn_of(row), lease=lease)

    async def wake(self, id_: TurnId) -> None:
        waiting = (turns.c.id == id_, turns.c.lease_owner.is_(None), turns.c.state.not_in(_ENDED))
        await self._connection.execute(
            update(turns)
            .where(*waiting)
            .values(claimable_at=database_time(), open_conversation_id=turns.c.conversation_id)
        )

    async def request_stop(self, id_: TurnId) -> None:
        can_stop = (turns.c.id == id_, turns.c.state.in_(_STOPPABLE), turns.c.stop_requested_at.is_(None))
        await self._connection.execute(update(turns).where(*can_stop).values(stop_requested_at=database_time()))

    async def to_stop(self, ids: Sequence[TurnId]) -> Sequence[TurnId]:
        wanted = (turns.c.id.in_(ids), turns.c.stop_requested_at.is_not(None), turns.c.state.not_in(_ENDED))
        return list((await self._connection.execute(select(turns.c.id).where(*wanted))).scalars())

    async def release(self, *, owner: str) -> None:
        await self._connection.execute(
            update(turns)
            .where(turns.c.lease_owner == owner, turns.c.claimable_at.is_not(None))
            .values(given_back(turns))
        )

    async def reopen(self, turn: Turn) -> None:
        fresh = {"open_conversation_id": turn.conversation_id, "stop_requested_at": None}
        again = progress(turn) | given_back(turns) | fresh
        # Only one that has failed: of two who retry or dismiss it at once the second finds it so no more.
        await self._connection.execute(update(turns).where(*_has_failed(turn)).values(again))

    async def dismiss(self, turn: Turn) -> bool:
        dismissed = await self._connection.execute(update(turns).where(*_has_failed(turn)).values(progress(turn)))
        return dismissed.rowcount == 1

    async def running(self, conversation_id: ConversationId) -> Sequence[Turn]:
        unfinished = select(turns).where(turns.c.open_conversation_id == conversation_id)
        return await self._all(unfinished.order_by(turns.c.created_at, turns.c.id))

    async def held_back(self, publishing: Publishing, *, limit: int) -> Sequence[Turn]:
        held = select(turns).where(turns.c.held_back == publishing.value)
        return await self._all(held.order_by(turns.c.created_at.desc(), turns.c.id.desc()).limit(limit))

    async def drafts_in(self, conversation_id: ConversationId) -> Sequence[Turn]:
        waiting = (turns.c.held_back == Publishing.DRAFT.value, turns.c.conversation_id == conversation_id)
        return await self._all(select(turns).where(*waiting).order_by(turns.c.created_at, turns.c.id))

    async def unfinished(self, ids: Sequence[TurnId]) -> Sequence[TurnId]:
        wanted = select(turns.c.id).where(turns.c.id.in_(ids), turns.c.state.not_in(_ENDED))
        return list((await self._connection.execute(wanted)).scalars())

    async def of_conversation(self, conversation_id: ConversationId, *, limit: int) -> Sequence[Turn]:
        theirs = select(turns).where(turns.c.conversation_id == conversation_id)
        return await self._all(theirs.order_by(turns.c.created_at.desc(), turns.c.id.desc()).limit(limit))

    async def troubled(self, *, limit: int) -> Sequence[Turn]:
        waiting = select(turns).where(turns.c.is_troubled)
        return await self._all(waiting.order_by(turns.c.created_at.desc(), turns.c.id.desc()).limit(limit))

    async def answered(self, channel: Channel, *, limit: int) -> Sequence[Turn]:
        by_the_model = (turns.c.channel == channel.value, turns.c.state == _SETTLED, turns.c.payer != NOBODY)
        latest = select(turns).where(*by_the_model).order_by(turns.c.created_at.desc(), turns.c.id.desc())
        return await self._all(latest.limit(limit))

    async def latest(self, *, limit: int) -> Sequence[Turn]:
        return await self._all(select(turns).order_by(turns.c.created_at.desc(), turns.c.id.desc()).limit(limit))

    async def _is_free(self, id_: ConversationId) -> bool:
        return id_ in self._free or await _ANY_OPEN.value(self._connection, conversation_id=id_) is None

    async def _add_claimed(self, turn: Turn, *, owner: str, lease: timedelta) -> bool:
        theirs = {"open_conversation_id": turn.conversation_id, "active_conversation_id": turn.conversation_id}
        given = values(turn) | theirs | {"lease_owner": owner, "lease": microseconds(lease)}
        try:
            await _ADD_CLAIMED.change(self._connection, **given)
        except IntegrityError as error:
            # One that was put aside has been taken up meanwhile. The statement alone is undone.
            if not is_duplicate_key(error):
                raise
            return False
        self._free.discard(turn.conversation_id)
        return True

    async def _write(self, turn: Turn, lease: Lease, more: dict[str, Any]) -> None:
        self._locked.discard((turn.id, lease.token))
        await write_under_lease(
            self._connection, turns, turn.id, lease_token=lease.token, values=progress(turn) | more, what="turn"
        )

    async def _all(self, query: Select[Any]) -> list[Turn]:
        return [turn_of(row) for row in await self._connection.execute(query)]


def _has_failed(turn: Turn) -> tuple[ColumnElement[bool], ...]:
    return turns.c.id == turn.id, turns.c.claimable_at.is_(None), turns.c.state == TurnState.FAILED.value
