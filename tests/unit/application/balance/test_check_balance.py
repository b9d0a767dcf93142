from decimal import Decimal

import pytest

from application.balance.check_balance import CheckBalance
from domain.audit import Discrepancy, Flaw
from domain.balance import COMMUNITY_ACCOUNT
from tests.fakes.auditor import FakeAuditor
from tests.unit.application.house import House


@pytest.fixture
def auditor(rich: House) -> FakeAuditor:
    return FakeAuditor(rich.storage)


@pytest.fixture
def sut(auditor: FakeAuditor) -> CheckBalance:
    return CheckBalance(auditor=auditor)


async def test_finds_nothing_when_turns_have_run(rich: House, sut: CheckBalance) -> None:
    await rich.comment()
    await rich.message("/help")
    await rich.say(await rich.visit())
    await rich.run_until_idle()
    await rich.comment()
    await rich.fund.execute(await rich.claim_next())

    assert await sut.execute(limit=10) == []


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        (("95.00", "0.00"), [(Flaw.BALANCE_DIFFERS, "stored 95.00, entries 100.00")]),
        (("100.00", "5.00"), [(Flaw.HELD_DIFFERS, "stored 5.00, open holds 0.00")]),
        (
            ("100.00", "105.00"),
            [
                (Flaw.HELD_DIFFERS, "stored 105.00, open holds 0.00"),
                (Flaw.NEGATIVE, "balance 100.00, held 105.00, available by its entries and holds 100.00"),
            ],
        ),
    ],
)
async def test_finds_what_differs_when_an_account_is_not_what_it_should_be(
    sut: CheckBalance, auditor: FakeAuditor, stored: tuple[str, str], expected: list[tuple[Flaw, str]]
) -> None:
    auditor.stored[COMMUNITY_ACCOUNT] = (Decimal(stored[0]), Decimal(stored[1]))

    assert await sut.execute(limit=10) == [
        Discrepancy(flaw=flaw, id=COMMUNITY_ACCOUNT, says=says) for flaw, says in expected
    ]


async def test_finds_what_belongs_to_no_turn(rich: House, sut: CheckBalance) -> None:
    await rich.comment()
    await rich.run_until_idle()
    turn = rich.turn
    rich.storage.tables.turns.clear()

    found = await sut.execute(limit=10)

    assert [(each.flaw, each.id) for each in found] == [
        (Flaw.CAPTURE_UNEXPECTED, f"capture:{turn.hold_key}"),
        (Flaw.ANSWER_UNEXPECTED, str(turn.id)),
        (Flaw.ANNOUNCEMENT_UNEXPECTED, f"responses:{turn.id}"),
    ]
