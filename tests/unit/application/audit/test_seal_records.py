import asyncio

import pytest

from application.audit.seal_records import SealRecords
from domain.audit_chain import ChainHead, RecordKind
from domain.errors import StorageUnavailableError
from tests.factories import make_act
from tests.unit.application.house import House


@pytest.fixture
def sut(rich: House) -> SealRecords:
    return SealRecords(storage=rich.storage, clock=rich.clock)


async def test_seals_what_was_booked_and_done(rich: House, sut: SealRecords) -> None:
    await rich.comment()
    await rich.run_until_idle()
    await rich.storage.run(lambda uow: uow.acts.add(make_act()))

    assert not await sut.execute()

    links = rich.storage.tables.links
    assert [link.kind for link in links] == [RecordKind.ENTRY, RecordKind.ENTRY, RecordKind.ACT]
    assert {link.sealed_at for link in links} == {rich.clock.now()}


async def test_writes_nothing_when_nothing_is_new(rich: House, sut: SealRecords) -> None:
    await sut.execute()
    rich.storage.fail_next()

    assert not await sut.execute()

    assert len(rich.storage.tables.links) == 1


async def test_goes_on_at_once_while_batches_are_full(
    rich: House, sut: SealRecords, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("application.audit.seal_records.BATCH", 2)
    for _ in range(4):
        await rich.top_up("1.00")

    assert [await sut.execute() for _ in range(3)] == [True, True, False]

    assert [link.position for link in rich.storage.tables.links] == [1, 2, 3, 4, 5]


async def test_seals_the_rest_when_it_was_interrupted(rich: House, sut: SealRecords) -> None:
    rich.storage.fail_next()
    with pytest.raises(StorageUnavailableError):
        await sut.execute()
    rich.storage.lose_next_commit()
    with pytest.raises(StorageUnavailableError):
        await sut.execute()

    await sut.execute()

    assert len(rich.storage.tables.links) == 1


async def test_leaves_it_when_another_process_was_first(rich: House, sut: SealRecords) -> None:
    other = SealRecords(storage=rich.storage, clock=rich.clock)

    assert await asyncio.gather(sut.execute(), other.execute()) == [False, False]

    assert len(rich.storage.tables.links) == 1
    records = await rich.storage.read(lambda uow: uow.links.overlooked(RecordKind.ENTRY, after=0, upto=1))
    assert records == []
    assert ChainHead() != await rich.storage.read(lambda uow: uow.links.head())
