from decimal import Decimal

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


def test_says_so_when_all_is_well(program: FakeProgram) -> None:
    program.run("balance", "top-up", "5")

    result = program.run("balance", "check")

    assert (result.exit_code, result.stdout) == (0, "all is well\n")
    assert program.json("balance", "check") == []


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
