import asyncio
from dataclasses import replace
from decimal import Decimal

from application.audit.seal_records import SealRecords
from domain.turn import TurnState
from ports.storage import UnitOfWork
from tests.factories import make_conversation, make_turn
from tests.unit.adapters.inbound.cli.fake_program import FakeProgram
from tests.unit.application.house import LEASE


def spoil(program: FakeProgram) -> str:
    """A turn that was paid for by nothing."""
    turn = make_turn(state=TurnState.FUNDED)

    async def add(uow: UnitOfWork) -> None:
        await uow.conversations.add(make_conversation(id=turn.conversation_id))
        await uow.turns.add(turn, after=LEASE)

    program.store(add)
    program.auditor.stored["community"] = (Decimal("5.00"), Decimal("0.00"))
    return turn.hold_key


def seal(program: FakeProgram) -> None:
    asyncio.run(SealRecords(storage=program.house.storage, clock=program.house.clock).execute())


def test_says_so_when_all_is_well(program: FakeProgram) -> None:
    program.run("balance", "top-up", "5")

    result = program.run("balance", "check")

    assert (result.exit_code, result.stdout) == (0, "all is well\n")
    assert program.json("balance", "check") == []


def test_tells_how_far_the_ledger_is_sealed(program: FakeProgram) -> None:
    program.run("balance", "top-up", "5")
    since = program.house.clock.now().isoformat()
    assert program.run("balance", "check").stderr == f"not sealed yet: 1, since {since}\n"

    seal(program)

    head = program.house.storage.tables.links[-1].hash.hex()
    assert program.run("balance", "check").stderr == f"sealed up to link 1 of {since}, {head}\n"


def test_fails_with_the_number_of_the_first_broken_link(program: FakeProgram) -> None:
    program.run("balance", "top-up", "5")
    seal(program)
    (entry,) = program.house.storage.entries
    program.house.storage.tables.entries[entry.key] = replace(entry, author="nobody")

    result = program.run("balance", "check")

    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout == "chain_broken 1: entry 1 is not what was sealed\n"


def test_fails_with_a_line_for_each_thing_that_is_off(program: FakeProgram) -> None:
    hold_key = spoil(program)

    result = program.run("balance", "check")

    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "balance_differs community: stored 5.00, entries 0.00",
        f"hold_missing {hold_key}: found 0, wanted 1",
    ]


def test_prints_the_fixed_shape_when_asked_for_json(program: FakeProgram) -> None:
    hold_key = spoil(program)

    assert program.json("balance", "check")[1] == {
        "flaw": "hold_missing",
        "id": hold_key,
        "says": "found 0, wanted 1",
    }
    assert program.run("balance", "check", "--json").exit_code == 1
