from dataclasses import replace

import pytest

from application.audit.check_chain import CheckChain
from application.audit.seal_records import SealRecords
from domain.audit import Discrepancy, Flaw
from domain.audit_chain import ChainHead, Unsealed
from tests.fakes.chain_auditor import FakeChainAuditor
from tests.unit.application.house import House


@pytest.fixture
def sut(house: House) -> CheckChain:
    return CheckChain(auditor=FakeChainAuditor(house.storage))


async def fill(house: House, times: int) -> None:
    for _ in range(times):
        await house.top_up("1.00")
    await SealRecords(storage=house.storage, clock=house.clock).execute()


async def test_tells_where_the_chain_ends_and_what_is_not_sealed(house: House, sut: CheckChain) -> None:
    await fill(house, 5)
    await house.top_up("1.00")

    report = await sut.execute()

    assert report.broken is None
    assert (report.head.number, report.head.sealed_at) == (5, house.clock.now())
    assert report.unsealed == Unsealed(count=1, since=house.clock.now())


async def test_has_nothing_to_tell_when_nothing_was_booked(sut: CheckChain) -> None:
    report = await sut.execute()

    assert (report.head, report.broken, report.unsealed) == (ChainHead(), None, Unsealed(count=0, since=None))


async def test_names_the_first_broken_link(house: House, sut: CheckChain) -> None:
    await fill(house, 5)
    entries = house.storage.tables.entries
    for key in list(entries)[2:4]:
        entries[key] = replace(entries[key], reason="a gift")

    report = await sut.execute()

    assert report.broken == Discrepancy(flaw=Flaw.CHAIN_BROKEN, id="3", says="entry 3 is not what was sealed")
    assert report.head.number == 2


async def test_erasing_a_person_breaks_nothing(rich: House) -> None:
    visitor = await rich.visit()
    await rich.say(visitor)
    await rich.run_until_idle()
    await SealRecords(storage=rich.storage, clock=rich.clock).execute()

    await rich.forget_person.execute(visitor.person.id, by="owner")

    report = await CheckChain(auditor=FakeChainAuditor(rich.storage)).execute()
    assert (report.broken, report.head.number) == (None, 2)
