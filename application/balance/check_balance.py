"""Reconcile the books."""

from collections.abc import Sequence
from itertools import chain

from domain.audit import Discrepancy
from ports.auditor import Auditor


class CheckBalance:
    """
    - What is stored of an account is what its entries and open holds give, and nothing is below zero.
    - Every capture, hold, answer and announcement belongs to a turn that is to have it, and the other way round.
    """

    def __init__(self, *, auditor: Auditor) -> None:
        self._auditor = auditor

    async def execute(self, *, limit: int) -> Sequence[Discrepancy]:
        """All that is off, at most ``limit`` of a kind for turns. Raises StorageUnavailableError."""
        books = await self._auditor.read(limit=limit)
        return [*chain.from_iterable(account.discrepancies for account in books.accounts), *books.unpaired]
