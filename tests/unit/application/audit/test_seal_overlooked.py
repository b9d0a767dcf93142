import pytest

from application.audit.seal_overlooked import SealOverlooked
from application.audit.seal_records import SealRecords
from domain.audit_chain import RecordKind
from tests.unit.application.house import House


@pytest.fixture
def seal(house: House) -> SealRecords:
    return SealRecords(storage=house.storage, clock=house.clock)


@pytest.fixture
def sut(house: House, seal: SealRecords) -> SealOverlooked:
    return SealOverlooked(storage=house.storage, seal=seal)


async def seal_only(house: House, seal: SealRecords, *positions: int) -> None:
    records = await house.storage.read(lambda uow: uow.links.overlooked(RecordKind.ENTRY, after=0, upto=100))
    await seal.seal([record for record in records if record.position in positions])


def positions(house: House) -> list[int]:
    return [link.position for link in house.storage.tables.links]


async def test_seals_what_lies_below_what_is_sealed_span_by_span(
    house: House, seal: SealRecords, sut: SealOverlooked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("application.audit.seal_overlooked.SPAN", 2)
    for _ in range(7):
        await house.top_up("1.00")
    await seal_only(house, seal, 4, 6)

    await sut.execute()

    assert positions(house) == [4, 6, 1, 2, 3, 5]


async def test_looks_again_until_the_walk_after_the_next(house: House, seal: SealRecords, sut: SealOverlooked) -> None:
    for _ in range(3):
        await house.top_up("1.00")
    await seal_only(house, seal, 3)
    await sut.execute()
    # Taken back, as if it had not been committed by then.
    house.storage.tables.links = [link for link in house.storage.tables.links if link.position != 2]

    await sut.execute()

    assert sorted(positions(house)) == [1, 2, 3]


async def test_walks_no_more_over_what_two_walks_have_seen(
    house: House, seal: SealRecords, sut: SealOverlooked
) -> None:
    await house.top_up("1.00")
    await seal.execute()
    await sut.execute()
    await sut.execute()
    house.storage.tables.links = [*house.storage.tables.links]
    await house.top_up("1.00")
    await seal.execute()
    house.storage.tables.links = house.storage.tables.links[1:]

    await sut.execute()

    assert positions(house) == [2]
