"""The hash chain over what was booked and done."""

from collections.abc import Sequence
from typing import Final, Protocol

from domain.audit_chain import AuditRecord, ChainHead, Link, RecordKind

OVERLAP: Final = 500
"""How many positions before the last sealed one are looked at again: what begins first may be committed second."""


class LinkRepository(Protocol):
    """Links are added and read, never altered or taken away."""

    async def head(self) -> ChainHead: ...

    async def fresh(self, kind: RecordKind, *, limit: int) -> Sequence[AuditRecord]:
        """
        Records without a link, in the order of their positions, at most ``limit``.

        Only those after the last sealed one of their kind and OVERLAP positions before it: one indexed query, however
        many are sealed. What was committed later than that is for ``overlooked``.
        """
        ...

    async def overlooked(self, kind: RecordKind, *, after: int, upto: int) -> Sequence[AuditRecord]:
        """Records without a link whose positions are above ``after`` and not above ``upto``, in their order."""
        ...

    async def last_sealed(self, kind: RecordKind) -> int:
        """The highest position that is sealed; 0 when none is."""
        ...

    async def add(self, links: Sequence[Link]) -> None:
        """
        Raises SealedMeanwhileError when one of the numbers is taken, or one of the records sealed.

        The transaction must not be committed then: some of the links may be in it.
        """
        ...
