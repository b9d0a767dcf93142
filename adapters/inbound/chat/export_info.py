"""What a person is given of themselves, within a frame of the chat."""

from datetime import datetime

import msgspec


class ExportedPerson(msgspec.Struct, kw_only=True, omit_defaults=True):
    id: str
    kind: str
    created_at: datetime
    login: str | None = None
    vk_id: int | None = None


class ExportedSession(msgspec.Struct, kw_only=True, omit_defaults=True):
    id: str
    opened_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None
    end_reason: str | None = None


class ExportedMessage(msgspec.Struct, kw_only=True):
    id: str
    conversation_id: str
    seq: int
    author: str
    text: str
    at: datetime


class ExportedEntry(msgspec.Struct, kw_only=True):
    """``amount`` is signed, in roubles."""

    at: datetime
    kind: str
    amount: str
    reason: str


class ExportedAccount(msgspec.Struct, kw_only=True):
    """In roubles; the latest entries first."""

    available: str
    held: str
    entries: list[ExportedEntry]


class ExportInfo(msgspec.Struct, kw_only=True, omit_defaults=True):
    """
    ``sessions`` are on the first page; messages are in the order in which they were recorded.

    ``account`` is there too, for whoever has ever had money of their own.
    """

    person: ExportedPerson
    sessions: list[ExportedSession]
    messages: list[ExportedMessage]
    account: ExportedAccount | None = None
