"""Reading the whole hash chain, with what it seals."""

from collections.abc import Callable, Sequence
from typing import Protocol

from domain.audit_chain import SealedRecord, Unsealed


class ChainAuditor(Protocol):
    async def read(self, take: Callable[[Sequence[SealedRecord]], bool]) -> Unsealed:
        """
        Give all links by their numbers, a page at a time, until ``take`` wants no more; then tell what has no link.

        All as it was at one moment; memory does not grow with the chain. Changes nothing and locks nothing. Raises
        StorageUnavailableError.
        """
        ...
