"""People, their sessions and all that is kept of them, as the commands print them."""

from datetime import datetime
from typing import Any, Final

from application.accounts.export_person import Export, ExportPerson
from domain.balance import Balance, LedgerEntry
from domain.identifiers import PersonId
from domain.message import Message
from domain.person import Person
from domain.session import Session

SESSION_COLUMNS: Final = ("id", "conversation_id", "opened_at", "seen_at", "ended_at", "end_reason")


def person_row(person: Person) -> dict[str, Any]:
    """Without the hash of the password."""
    return {
        "id": str(person.id),
        "kind": str(person.kind),
        "login": person.login,
        "vk_id": person.vk_id,
        "name": person.name,
        "created_at": moment(person.created_at),
        "blocked_at": moment(person.blocked_at),
        "erased_at": moment(person.erased_at),
    }


def session_row(session: Session) -> dict[str, Any]:
    """Without the hash of the token."""
    return {
        "id": str(session.id),
        "conversation_id": str(session.conversation_id),
        "opened_at": moment(session.opened_at),
        "seen_at": moment(session.seen_at),
        "ended_at": moment(session.ended_at),
        "end_reason": session.end_reason,
    }


async def export_of(export: ExportPerson, person_id: PersonId) -> dict[str, Any]:
    """All pages as one. Raises what the use case raises."""
    first = page = await export.execute(person_id)
    messages = _messages(page)
    while page.next_after is not None:
        page = await export.execute(person_id, after=page.next_after)
        messages += _messages(page)
    return {
        "person": person_row(first.person),
        "sessions": [session_row(session) for session in first.sessions],
        "account": first.balance and account_row(first.balance),
        "entries": [_entry_row(entry) for entry in first.entries],
        "messages": messages,
    }


def account_row(balance: Balance) -> dict[str, str]:
    return {"available": str(balance.available), "held": str(balance.held)}


def moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _messages(page: Export) -> list[dict[str, Any]]:
    return [_message_row(message) for message in page.messages]


def _entry_row(entry: LedgerEntry) -> dict[str, Any]:
    return {
        "at": moment(entry.at),
        "kind": str(entry.kind),
        "amount": str(entry.amount),
        "reason": entry.reason,
    }


def _message_row(message: Message) -> dict[str, Any]:
    return {
        "id": str(message.id),
        "conversation_id": str(message.conversation_id),
        "seq": message.seq,
        "author": str(message.author),
        "at": moment(message.at),
        "text": message.text,
    }
