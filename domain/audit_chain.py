"""
What was booked and done, sealed in one hash chain: what is altered, taken away, swapped or slipped in later shows.

A link holds the digest of one record and the hash of the link before it, so that each vouches for all before it. What
a chain cannot show by itself is that its latest links are gone: whoever wants to know notes its end elsewhere.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final

from domain.audit import Discrepancy, Flaw
from domain.errors import OtklikError

ORIGIN: Final = bytes(32)
"""What the first link has for the hash of the one before it."""


class SealedMeanwhileError(OtklikError):
    """Another has sealed at the same time, and came first."""


class RecordKind(StrEnum):
    ENTRY = "entry"
    ACT = "act"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRecord:
    """
    A row that is only ever added: ``position`` is its number among those of its kind, ``at`` when it was made.

    ``content`` is all that it says, as it is stored. Nothing in it is forgotten when a person is erased: it names them
    by an id that then means nobody.
    """

    kind: RecordKind
    position: int
    at: datetime
    content: Sequence[str | int | None]

    @property
    def digest(self) -> bytes:
        """Never to be counted otherwise: all that is sealed was sealed in this form."""
        return _sha256(self.kind.value, self.position, _moment(self.at), *self.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """
    ``number`` counts from 1 without a hole; ``previous`` and ``hash`` have 32 bytes, as ``digest`` has.

    ``kind`` is a RecordKind's value, unless somebody has altered it.
    """

    number: int
    kind: str
    position: int
    digest: bytes
    previous: bytes
    sealed_at: datetime
    hash: bytes

    @property
    def hash_of_content(self) -> bytes:
        sealed = _moment(self.sealed_at)
        digest, previous = self.digest.hex(), self.previous.hex()
        return _sha256(self.number, self.kind, self.position, digest, previous, sealed)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedRecord:
    """A link, and the record that it seals as it is found today; None when there is none."""

    link: Link
    record: AuditRecord | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainHead:
    """Of the latest link: its number, its hash, and when it was made; nothing yet: 0."""

    number: int = 0
    hash: bytes = ORIGIN
    sealed_at: datetime | None = None

    def seal(self, records: Iterable[AuditRecord], *, at: datetime) -> Sequence[Link]:
        """The links that follow, one for each record."""
        links: list[Link] = []
        head = self
        for record in records:
            link = Link(
                number=head.number + 1,
                kind=record.kind.value,
                position=record.position,
                digest=record.digest,
                previous=head.hash,
                sealed_at=at,
                hash=b"",
            )
            links.append(replace(link, hash=link.hash_of_content))
            head = head_of(links[-1])
        return links


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsealed:
    """How many records no link holds yet, and when the oldest of them was made."""

    count: int
    since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainReport:
    """``head`` is where the chain led; when it is ``broken``, the end of the last page before that."""

    head: ChainHead
    broken: Discrepancy | None
    unsealed: Unsealed


def head_of(link: Link) -> ChainHead:
    return ChainHead(number=link.number, hash=link.hash, sealed_at=link.sealed_at)


def follow(head: ChainHead, sealed: Iterable[SealedRecord]) -> ChainHead | Discrepancy:
    """Go on from ``head``: where these links lead, or the first that is broken, and what is wrong there."""
    for each in sealed:
        problem = _problem(head, each)
        if problem is not None:
            return Discrepancy(flaw=Flaw.CHAIN_BROKEN, id=str(min(head.number + 1, each.link.number)), says=problem)
        head = head_of(each.link)
    return head


def _problem(head: ChainHead, sealed: SealedRecord) -> str | None:
    link, record = sealed.link, sealed.record
    if link.number != head.number + 1:
        return f"the link is missing; the next one there is {link.number}"
    if link.previous != head.hash:
        return "the link does not follow from the one before it"
    if link.hash != link.hash_of_content:
        return "the link is not what was sealed"
    if record is None:
        return f"{link.kind} {link.position} is gone"
    return None if record.digest == link.digest else f"{link.kind} {link.position} is not what was sealed"


def _sha256(*content: str | int | None) -> bytes:
    # Of JSON, whose text says where each part ends: else "ab", "c" and "a", "bc" would be the same.
    return sha256(json.dumps(content, separators=(",", ":")).encode()).digest()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
