import asyncio

import pytest

from domain.errors import InvalidTransitionError
from domain.policy import Publishing
from domain.turn import Reason, Turn, TurnState
from tests.factories import make_turn
from tests.unit.adapters.inbound.cli.fake_program import FakeProgram
from tests.unit.adapters.inbound.cli.test_turns import store


@pytest.fixture
def draft(program: FakeProgram) -> Turn:
    turn = make_turn(
        state=TurnState.WRITTEN,
        answer="Да,\x1b[2J " + "а" * 300,
        publishing=Publishing.DRAFT,
        reason=Reason.AWAITS_APPROVAL,
        input_tokens=70,
    )
    store(program, turn)

    async def park() -> None:
        [claimed] = await program.house.claim.execute(limit=1)
        await program.house.storage.run(lambda uow: uow.turns.park(turn, lease=claimed.lease))

    asyncio.run(park())
    return turn


def test_lists_what_waits(program: FakeProgram, draft: Turn) -> None:
    [row] = program.json("drafts", "list")

    assert (row["id"], row["price"], row["input_tokens"]) == (str(draft.id), "5.00", 70)
    assert (row["answer"], row["question"]) == (draft.answer, "")
    assert program.json("drafts", "list", "--shadow") == []


def test_lists_it_as_a_table_in_which_nobody_draws(program: FakeProgram, draft: Turn) -> None:
    shown = program.run("drafts", "list").stdout

    assert "vk" in shown or "site" in shown
    assert "\x1b[2J" not in shown


def test_shows_one_whole(program: FakeProgram, draft: Turn) -> None:
    shown = program.run("drafts", "show", str(draft.id)).stdout

    assert "а" * 300 in shown
    assert "\x1b" not in shown
    assert program.json("drafts", "show", str(draft.id))["reason"] == "awaits_approval"


def test_approves(program: FakeProgram, draft: Turn) -> None:
    assert program.run("drafts", "approve", str(draft.id)).stdout == "approved\n"
    assert program.house.turn.approved_by == "command line"


def test_rejects_once(program: FakeProgram, draft: Turn) -> None:
    assert program.run("drafts", "reject", str(draft.id)).stdout == "rejected\n"
    assert program.house.turn.reason == Reason.REJECTED
    assert isinstance(program.run("drafts", "reject", str(draft.id)).exception, InvalidTransitionError)


@pytest.mark.parametrize(("arguments", "given"), [(("Нет.",), None), ((), "Нет.\n")])
def test_edits(program: FakeProgram, draft: Turn, arguments: tuple[str, ...], given: str | None) -> None:
    result = program.run("drafts", "edit", str(draft.id), *arguments, stdin=given)

    assert result.stdout == "edited\n"
    assert program.house.turn.answer == "Нет."
