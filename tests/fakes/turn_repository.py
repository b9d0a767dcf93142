"""Turns in memory."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain.channel import Channel
from domain.errors import LeaseLostError, NotFoundError
from domain.identifiers import ConversationId, PersonId, TurnId
from domain.policy import Publishing
from domain.turn import JOINABLE, STOPPABLE, ClaimedTurn, Lease, Turn, TurnState
from tests.fakes.tables import Tables, TurnRow


class FakeTurnRepository:
    """``now`` is the database's clock."""

    def __init__(self, tables: Tables, *, now: Callable[[], datetime]) -> None:
        self._tables = tables
        self._now = now

    async def add(self, turn: Turn, *, after: timedelta) -> None:
        if turn.id in self._tables.turns:
            raise ValueError(turn)
        self._tables.turns[turn.id] = TurnRow(turn=turn, due_at=self._now() + after)

    async def add_claimed(self, turn: Turn, *, owner: str, lease: timedelta) -> ClaimedTurn | None:
        is_free = not await self.running(turn.conversation_id)
        await self.add(turn, after=timedelta(0))
        return self._claim(self._tables.turns[turn.id], owner=owner, lease=lease) if is_free else None

    async def get(self, id_: TurnId) -> Turn:
        return self._row(id_).turn

    async def joinable(self, conversation_id: ConversationId, *, person_id: PersonId) -> Turn | None:
        return next(
            (
                turn
                for turn in reversed(self._of(conversation_id))
                if turn.person_id == person_id and turn.state in JOINABLE
            ),
            None,
        )

    async def claim(self, *, owner: str, lease: timedelta, limit: int) -> Sequence[ClaimedTurn]:
        claimed: list[ClaimedTurn] = []
        for row in sorted(self._tables.turns.values(), key=lambda row: (row.due_at, row.turn.id)):
            if len(claimed) < limit and self._is_claimable(row):
                claimed.append(self._claim(row, owner=owner, lease=lease))
        return claimed

    async def renew(self, ids: Sequence[TurnId], *, owner: str, lease: timedelta) -> None:
        for id_ in ids:
            row = self._tables.turns.get(id_)
            if row and row.owner == owner:
                self._tables.turns[id_] = replace(row, lease_until=self._now() + lease)

    async def save(self, turn: Turn, *, lease: Lease) -> None:
        row = self._unfinished(turn.id, lease)
        if turn.has_ended:
            row = replace(row, owner=None, lease_until=None)
            self._free(turn)
        self._tables.turns[turn.id] = replace(row, turn=_with_wish(turn, row))

    async def lock_for_step(self, id_: TurnId, *, lease: Lease) -> Turn:
        return self._fenced(id_, lease).turn

    async def postpone(self, turn: Turn, *, lease: Lease, after: timedelta) -> None:
        row = self._unfinished(turn.id, lease)
        self._tables.turns[turn.id] = replace(row.given_back(self._now() + after), turn=_with_wish(turn, row))

    async def park(self, turn: Turn, *, lease: Lease) -> None:
        row = self._unfinished(turn.id, lease)
        self._free(turn)
        parked = replace(row.given_back(self._now()), turn=_with_wish(turn, row), is_parked=True)
        self._tables.turns[turn.id] = parked

    async def take_parked(self, id_: TurnId) -> ClaimedTurn | None:
        row = self._tables.turns.get(id_)
        if row is None or row.turn.has_ended or not row.is_parked:
            return None
        token = row.token + 1
        self._tables.turns[id_] = replace(row, token=token, owner="by hand", is_parked=False)
        return ClaimedTurn(turn=row.turn, lease=Lease(owner="by hand", token=token))

    async def wake(self, id_: TurnId) -> None:
        row = self._tables.turns.get(id_)
        if row is not None and row.owner is None and not row.turn.has_ended:
            self._tables.turns[id_] = replace(row, due_at=self._now(), is_parked=False)

    async def request_stop(self, id_: TurnId) -> None:
        row = self._tables.turns.get(id_)
        if row is not None and row.turn.state in STOPPABLE:
            self._tables.turns[id_] = replace(row, turn=replace(row.turn, stop_requested=True))

    async def to_stop(self, ids: Sequence[TurnId]) -> Sequence[TurnId]:
        turns = (self._tables.turns[id_].turn for id_ in ids if id_ in self._tables.turns)
        return [turn.id for turn in turns if turn.stop_requested and not turn.has_ended]

    async def release(self, *, owner: str) -> None:
        for id_, row in self._tables.turns.items():
            if row.owner == owner:
                self._tables.turns[id_] = row.given_back(self._now())

    async def reopen(self, turn: Turn) -> None:
        row = self._row(turn.id)
        # Of two who retry or dismiss it at once the second finds it so no more.
        if row.turn.state is TurnState.FAILED:
            again = replace(turn, stop_requested=False)
            self._tables.turns[turn.id] = replace(row.given_back(self._now()), turn=again)

    async def dismiss(self, turn: Turn) -> bool:
        row = self._row(turn.id)
        has_failed = row.turn.state is TurnState.FAILED
        if has_failed:
            self._tables.turns[turn.id] = replace(row, turn=turn)
        return has_failed

    async def running(self, conversation_id: ConversationId) -> Sequence[Turn]:
        open_ = (turn for turn in self._of(conversation_id) if not turn.has_ended)
        return [turn for turn in open_ if not self._tables.turns[turn.id].is_parked]

    async def unfinished(self, ids: Sequence[TurnId]) -> Sequence[TurnId]:
        rows = [self._tables.turns[id_] for id_ in ids if id_ in self._tables.turns]
        return [row.turn.id for row in rows if not row.turn.has_ended]

    async def held_back(self, publishing: Publishing, *, limit: int) -> Sequence[Turn]:
        turns = (row.turn for row in self._tables.turns.values())
        return _latest_first(turn for turn in turns if turn.held_back is publishing)[:limit]

    async def drafts_in(self, conversation_id: ConversationId) -> Sequence[Turn]:
        return [turn for turn in self._of(conversation_id) if turn.is_draft]

    async def of_conversation(self, conversation_id: ConversationId, *, limit: int) -> Sequence[Turn]:
        return _latest_first(self._of(conversation_id))[:limit]

    async def troubled(self, *, limit: int) -> Sequence[Turn]:
        turns = (row.turn for row in self._tables.turns.values())
        return _latest_first(turn for turn in turns if turn.is_troubled)[:limit]

    async def answered(self, channel: Channel, *, limit: int) -> Sequence[Turn]:
        turns = (row.turn for row in self._tables.turns.values())
        settled = (turn for turn in turns if turn.state is TurnState.SETTLED and not turn.is_free)
        return _latest_first(turn for turn in settled if turn.channel is channel)[:limit]

    async def latest(self, *, limit: int) -> Sequence[Turn]:
        return _latest_first(row.turn for row in self._tables.turns.values())[:limit]

    def _row(self, id_: TurnId) -> TurnRow:
        try:
            return self._tables.turns[id_]
        except KeyError:
            raise NotFoundError("turn", id_) from None

    def _fenced(self, id_: TurnId, lease: Lease) -> TurnRow:
        row = self._row(id_)
        if row.token != lease.token:
            raise LeaseLostError("turn", id_)
        return row

    def _unfinished(self, id_: TurnId, lease: Lease) -> TurnRow:
        """With its end a turn has left the queue, and no lease holds it any more."""
        row = self._fenced(id_, lease)
        if row.turn.has_ended or row.is_parked:
            raise LeaseLostError("turn", id_)
        return row

    def _of(self, conversation_id: ConversationId) -> list[Turn]:
        turns = (row.turn for row in self._tables.turns.values() if row.turn.conversation_id == conversation_id)
        return sorted(turns, key=lambda turn: (turn.created_at, turn.id))

    def _is_claimable(self, row: TurnRow) -> bool:
        turn = row.turn
        having = self._tables.busy.get(turn.conversation_id, turn.id)
        return not turn.has_ended and not row.is_parked and row.is_free(self._now()) and having == turn.id

    def _claim(self, row: TurnRow, *, owner: str, lease: timedelta) -> ClaimedTurn:
        token = row.token + 1
        self._tables.busy[row.turn.conversation_id] = row.turn.id
        self._tables.turns[row.turn.id] = replace(row, token=token, owner=owner, lease_until=self._now() + lease)
        return ClaimedTurn(turn=row.turn, lease=Lease(owner=owner, token=token))

    def _free(self, turn: Turn) -> None:
        if self._tables.busy.get(turn.conversation_id) == turn.id:
            del self._tables.busy[turn.conversation_id]


def _latest_first(turns: Iterable[Turn]) -> list[Turn]:
    return sorted(turns, key=lambda turn: (turn.created_at, turn.id), reverse=True)


def _with_wish(turn: Turn, row: TurnRow) -> Turn:
    """A step keeps what the person wished meanwhile."""
    return replace(turn, stop_requested=row.turn.stop_requested)
