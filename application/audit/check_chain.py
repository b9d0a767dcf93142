"""See whether anything that was sealed has been altered."""

from collections.abc import Sequence

from domain.audit import Discrepancy
from domain.audit_chain import ChainHead, ChainReport, SealedRecord, follow
from ports.chain_auditor import ChainAuditor


class CheckChain:
    """
    - The links follow from each other from the first one on, and none is missing between them.
    - Each record that was sealed is there, and says what it said when it was sealed.
    """

    def __init__(self, *, auditor: ChainAuditor) -> None:
        self._auditor = auditor

    async def execute(self) -> ChainReport:
        """Up to the first link that is broken. Raises StorageUnavailableError."""
        head = ChainHead()
        broken: Discrepancy | None = None

        def go_on(page: Sequence[SealedRecord]) -> bool:
            nonlocal head, broken
            led_to = follow(head, page)
            if isinstance(led_to, Discrepancy):
                broken = led_to
                return False
            head = led_to
            return True

        unsealed = await self._auditor.read(go_on)
        return ChainReport(head=head, broken=broken, unsealed=unsealed)
