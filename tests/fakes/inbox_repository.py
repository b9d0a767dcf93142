"""Conversations as the owner sees them, in memory."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from domain.errors import NotFoundError
from domain.identifiers import ConversationId, MessageId
from domain.inbox import InboxFilter, InboxRow, Place
from domain.message import Message
from domain.turn import Turn, TurnState
from tests.fakes.tables import Tables


class FakeInboxRepository:
    """``now`` is the database's clock."""

    def __init__(self, tables: Tables, *, now: Callable[[], datetime]) -> None:
        self._tables = tables
        self._now = now

    async def page(
        self, wanted: InboxFilter, *, today: datetime, before: Place | None, limit: int
    ) -> Sequence[InboxRow]:
        rows = [self._row(id_) for id_, found in self._tables.conversations.items() if found.last_seq]
        latest = sorted(rows, key=_order, reverse=True)
        later = [row for row in latest if before is None or _order(row) < (before.at, before.id)]
        return [row for row in later if _is_wanted(row, wanted, today)][:limit]

    async def row(self, id_: ConversationId) -> InboxRow:
        found = self._tables.conversations.get(id_)
        if found is None or not found.last_seq:
            raise NotFoundError("conversation", id_)
        return self._row(id_)

    async def said(self, *, before: MessageId | None, limit: int) -> Sequence[Message]:
        known = [each for each in self._tables.messages.values() if before is None or each.id < before]
        return sorted(known, key=lambda each: each.id, reverse=True)[:limit]

    def _row(self, id_: ConversationId) -> InboxRow:
        conversation, takeover = self._tables.conversations[id_], self._tables.takeovers.get(id_)
        said = (each for each in self._tables.messages.values() if each.conversation_id == id_)
        last = max(said, key=lambda each: each.seq)
        turns = self._turns(id_)
        person_id = conversation.person_id or last.person_id or (turns[-1].person_id if turns else None)
        return InboxRow(
            conversation=replace(conversation, is_taken_over=takeover is not None and takeover.until > self._now()),
            last=last,
            person=None if person_id is None else self._tables.people.get(person_id),
            turn=turns[-1] if turns else None,
            drafts=sum(turn.is_draft for turn in turns),
            troubles=sum(turn.is_troubled for turn in turns),
            person_wanted_at=self._tables.wanted.get(id_),
            taken_by=takeover.by if takeover else None,
            taken_until=takeover.until if takeover else None,
        )

    def _turns(self, id_: ConversationId) -> list[Turn]:
        turns = (row.turn for row in self._tables.turns.values() if row.turn.conversation_id == id_)
        return sorted(turns, key=lambda turn: (turn.created_at, turn.id))


def _order(row: InboxRow) -> tuple[datetime, ConversationId]:
    return row.place.at, row.place.id


def _is_wanted(row: InboxRow, wanted: InboxFilter, today: datetime) -> bool:
    match wanted:
        case InboxFilter.ALL:
            return True
        case InboxFilter.TODAY:
            return row.last.at >= today
        case InboxFilter.NEEDS_PERSON:
            return row.needs_person
        case InboxFilter.FAILED:
            return row.troubles > 0
        case InboxFilter.DECLINED:
            return row.turn is not None and row.turn.state is TurnState.DECLINED
