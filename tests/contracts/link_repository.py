"""What every keeper of the hash chain must do."""

from collections.abc import Sequence

import pytest

from domain.audit_chain import AuditRecord, ChainHead, Link, RecordKind, SealedMeanwhileError, head_of
from ports.storage import Storage
from tests.contracts.act_repository import add as add_act
from tests.contracts.rows import add_credit
from tests.factories import MOMENT, make_act

ENTRY, ACT = RecordKind.ENTRY, RecordKind.ACT


async def head(storage: Storage) -> ChainHead:
    return await storage.read(lambda uow: uow.links.head())


async def fresh(storage: Storage, kind: RecordKind = ENTRY, *, limit: int = 100) -> Sequence[AuditRecord]:
    return await storage.read(lambda uow: uow.links.fresh(kind, limit=limit))


async def overlooked(storage: Storage, *, after: int, upto: int) -> Sequence[AuditRecord]:
    return await storage.read(lambda uow: uow.links.overlooked(ENTRY, after=after, upto=upto))


async def last_sealed(storage: Storage, kind: RecordKind = ENTRY) -> int:
    return await storage.read(lambda uow: uow.links.last_sealed(kind))


async def add(storage: Storage, links: Sequence[Link]) -> None:
    await storage.run(lambda uow: uow.links.add(links))


async def seal(storage: Storage, records: Sequence[AuditRecord]) -> Sequence[Link]:
    links = (await head(storage)).seal(records, at=MOMENT)
    await add(storage, links)
    return links


async def credits_(storage: Storage, count: int) -> Sequence[AuditRecord]:
    for _ in range(count):
        await add_credit(storage, "community", "10.00")
    return await fresh(storage)


class LinkRepositoryContract:
    async def test_is_at_its_beginning_when_nothing_was_sealed(self, storage: Storage) -> None:
        assert await head(storage) == ChainHead()
        assert await fresh(storage) == []
        assert await last_sealed(storage) == 0

    async def test_gives_what_has_no_link_in_its_order(self, storage: Storage) -> None:
        records = await credits_(storage, 3)

        assert [record.kind for record in records] == [ENTRY] * 3
        assert [record.position for record in records] == sorted({record.position for record in records})
        assert len({record.digest for record in records}) == 3
        assert await fresh(storage, limit=2) == records[:2]

    async def test_gives_it_no_more_when_it_is_sealed(self, storage: Storage) -> None:
        records = await credits_(storage, 3)
        links = await seal(storage, records[:2])

        assert await fresh(storage) == records[2:]
        assert await last_sealed(storage) == records[1].position
        assert await head(storage) == head_of(links[-1])

    async def test_says_the_same_of_a_record_each_time(self, storage: Storage) -> None:
        await add_act(storage, make_act(details={"note": "ё 🙂", "version": 3}, correlation="a request"))
        (first,) = await fresh(storage, ACT)
        (second,) = await fresh(storage, ACT)

        assert first.digest == second.digest
        assert (first.kind, first.at, first.content[0]) == (ACT, MOMENT, "olga")

    async def test_seals_entries_and_acts_apart(self, storage: Storage) -> None:
        await add_act(storage, make_act())
        entries, acts = await credits_(storage, 1), await fresh(storage, ACT)
        await seal(storage, entries)

        assert await last_sealed(storage, ACT) == 0
        assert await fresh(storage, ACT) == acts
        await seal(storage, acts)
        assert await fresh(storage, ACT) == []
        assert (await head(storage)).number == 2

    async def test_takes_all_or_nothing_when_a_number_is_taken(self, storage: Storage) -> None:
        records = await credits_(storage, 3)
        links = ChainHead().seal(records, at=MOMENT)
        await add(storage, links[1:2])

        with pytest.raises(SealedMeanwhileError):
            await add(storage, links)
        assert await fresh(storage) == [records[0], records[2]]

    async def test_takes_nothing_when_a_record_is_sealed(self, storage: Storage) -> None:
        records = await credits_(storage, 2)
        await seal(storage, records[:1])

        with pytest.raises(SealedMeanwhileError):
            await add(storage, (await head(storage)).seal(records[::-1], at=MOMENT))
        assert (await head(storage)).number == 1

    async def test_finds_what_was_committed_before_the_last_that_is_sealed(self, storage: Storage) -> None:
        records = await credits_(storage, 4)
        await seal(storage, [records[0], records[3]])
        first, last = records[0].position, records[3].position

        assert await fresh(storage) == records[1:3]
        assert await overlooked(storage, after=first, upto=last) == records[1:3]
        assert await overlooked(storage, after=records[1].position, upto=records[1].position) == []
        assert await overlooked(storage, after=records[1].position, upto=last) == records[2:3]
