from datetime import timedelta

import pytest

from domain.errors import InvalidTransitionError, NotFoundError
from domain.turn import Reason, Turn, TurnState
from ports.storage import UnitOfWork
from tests.factories import make_conversation, make_id, make_person, make_turn
from tests.unit.adapters.inbound.cli.fake_program import FakeProgram


def store(program: FakeProgram, *turns: Turn) -> None:
    async def add(uow: UnitOfWork) -> None:
        for turn in turns:
            await uow.people.add(make_person(id=turn.person_id))
            await uow.conversations.add(make_conversation(id=turn.conversation_id))
            await uow.turns.add(turn, after=timedelta(0))

    program.store(add)


class TestList:
    def test_prints_the_fixed_shape_when_asked_for_json(self, program: FakeProgram) -> None:
        turn = make_turn(state=TurnState.FAILED, reason=Reason.MODEL_FAILED, attempt=2, tries=3)
        store(program, turn)

        assert program.json("turns", "list") == [
            {
                "id": str(turn.id),
                "state": "failed",
                "channel": "site_chat",
                "conversation_id": str(turn.conversation_id),
                "price": "5.00",
                "attempts": 2,
                "reason": "model_failed",
            }
        ]

    def test_prints_the_latest_first_and_no_more_than_the_limit(self, program: FakeProgram) -> None:
        old, new = make_turn(), make_turn()
        store(program, old, new)

        assert [row["id"] for row in program.json("turns", "list", "--limit", "1")] == [str(new.id)]
        assert program.json("turns", "list")[1]["reason"] is None

    def test_prints_an_empty_list_when_there_are_none(self, program: FakeProgram) -> None:
        assert program.json("turns", "list") == []
        assert "state" in program.run("turns", "list").stdout

    def test_prints_a_table(self, program: FakeProgram) -> None:
        store(program, make_turn())

        assert "owed" in program.run("turns", "list").stdout


class TestRetry:
    def test_tells_the_state_it_is_in_now(self, program: FakeProgram) -> None:
        turn = make_turn(state=TurnState.FAILED, reason=Reason.MODEL_FAILED)
        store(program, turn)

        result = program.run("turns", "retry", str(turn.id))

        assert (result.exit_code, result.stdout) == (0, "owed\n")
        assert program.house.turn.attempt == 2

    @pytest.mark.parametrize("id_", ["7", "not-an-id", ""])
    def test_refuses_what_is_no_id(self, program: FakeProgram, id_: str) -> None:
        assert program.run("turns", "retry", id_).exit_code == 2

    def test_fails_when_there_is_no_such_turn(self, program: FakeProgram) -> None:
        assert isinstance(program.run("turns", "retry", str(make_id(5))).exception, NotFoundError)

    def test_fails_when_it_has_not_failed(self, program: FakeProgram) -> None:
        turn = make_turn()
        store(program, turn)

        assert isinstance(program.run("turns", "retry", str(turn.id)).exception, InvalidTransitionError)
