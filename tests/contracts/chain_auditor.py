"""What every reader of the whole chain must do."""

from collections.abc import Sequence

from domain.audit_chain import ChainHead, SealedRecord, Unsealed, follow
from ports.chain_auditor import ChainAuditor
from ports.storage import Storage
from tests.contracts.act_repository import add as add_act
from tests.contracts.link_repository import ACT, credits_, fresh, seal
from tests.factories import MOMENT, make_act


async def read(auditor: ChainAuditor, *, pages: int = 1_000) -> tuple[list[SealedRecord], Unsealed]:
    found: list[SealedRecord] = []
    left = pages

    def take(page: Sequence[SealedRecord]) -> bool:
        nonlocal left
        found.extend(page)
        left -= 1
        return left > 0

    return found, await auditor.read(take)


class ChainAuditorContract:
    async def test_finds_nothing_in_an_empty_house(self, auditor: ChainAuditor) -> None:
        assert await read(auditor) == ([], Unsealed(count=0, since=None))

    async def test_gives_each_link_with_what_it_seals(self, auditor: ChainAuditor, storage: Storage) -> None:
        await add_act(storage, make_act())
        records = [*await credits_(storage, 4), *await fresh(storage, ACT)]
        links = await seal(storage, records)

        found, unsealed = await read(auditor)

        assert found == [SealedRecord(link=link, record=record) for link, record in zip(links, records, strict=True)]
        assert unsealed == Unsealed(count=0, since=None)
        end = follow(ChainHead(), found)
        assert isinstance(end, ChainHead)
        assert end.number == 5

    async def test_tells_what_is_not_sealed_and_since_when(self, auditor: ChainAuditor, storage: Storage) -> None:
        records = await credits_(storage, 3)
        await add_act(storage, make_act())
        await seal(storage, records[:1])

        _, unsealed = await read(auditor)

        assert unsealed == Unsealed(count=3, since=MOMENT)

    async def test_gives_no_more_when_that_is_enough(self, auditor: ChainAuditor, storage: Storage) -> None:
        await seal(storage, await credits_(storage, 3))

        found, unsealed = await read(auditor, pages=1)

        assert found
        assert unsealed.count == 0
