import asyncio
import json
from collections.abc import Callable

import pytest
from click.testing import Result

from application.chat.visitor import Visitor
from domain.errors import NotFoundError
from domain.person import PersonKind
from tests.factories import make_id, make_vk_person
from tests.unit.adapters.inbound.cli.fake_program import FakeProgram

PASSWORD = "верная лошадь"


def anna(program: FakeProgram) -> Visitor:
    """A registered user who has said something."""

    async def come() -> Visitor:
        house = program.house
        visitor = await house.register.execute(await house.visit(), login="anna", password=PASSWORD)
        await house.say(visitor, "Тайна")
        return visitor

    return asyncio.run(come())


class TestCreateOperator:
    def create(self, program: FakeProgram, login: str = "Boss", password: str = PASSWORD) -> Result:
        return program.run("people", "create-operator", login, stdin=f"{password}\n")

    def test_lets_the_operator_sign_in_with_the_password_from_the_pipe(self, program: FakeProgram) -> None:
        result = self.create(program)

        assert (result.exit_code, result.stdout) == (0, "operator boss can sign in\n")
        (operator,) = program.house.storage.people
        assert (operator.kind, operator.login) == (PersonKind.OPERATOR, "boss")
        assert asyncio.run(program.house.hasher.verify(PASSWORD, operator.password_hash))
        assert PASSWORD not in result.output

    def test_prints_who_was_made_without_any_secret(self, program: FakeProgram) -> None:
        row = program.json("people", "create-operator", "boss", stdin=f"{PASSWORD}\r\n")

        assert (row["kind"], row["login"]) == ("operator", "boss")
        assert not [name for name in row if "password" in name or "hash" in name]

    @pytest.mark.parametrize(
        ("login", "password", "said"),
        [
            ("a b", PASSWORD, "a login has 3 to 64"),
            ("boss", "short", "the password needs"),
            ("boss", "", "the password"),
        ],
    )
    def test_refuses_in_one_line(self, program: FakeProgram, login: str, password: str, said: str) -> None:
        result = self.create(program, login, password)

        assert result.exit_code == 1
        assert said in result.stderr
        assert program.house.storage.people == []

    def test_refuses_a_login_that_is_taken(self, program: FakeProgram) -> None:
        anna(program)

        result = self.create(program, "anna")

        assert (result.exit_code, result.stderr) == (1, "Error: this login is taken\n")

    def test_takes_no_password_as_an_argument(self, program: FakeProgram) -> None:
        assert program.run("people", "create-operator", "boss", PASSWORD).exit_code == 2


class TestList:
    def test_prints_everybody_but_the_guests(self, program: FakeProgram) -> None:
        visitor = anna(program)
        vk = make_vk_person(7)
        program.store(lambda uow: uow.people.add(vk))
        asyncio.run(program.house.visit())

        rows = program.json("people", "list")

        assert {(row["id"], row["login"], row["vk_id"]) for row in rows} == {
            (str(visitor.person.id), "anna", None),
            (str(vk.id), None, 7),
        }
        assert "password_hash" not in rows[0]
        assert "anna" in program.run("people", "list").stdout


class TestSessions:
    @pytest.mark.parametrize("given", [lambda v: "ANNA", lambda v: str(v.person.id)])
    def test_prints_when_and_why_each_ended(self, program: FakeProgram, given: Callable[[Visitor], str]) -> None:
        visitor = anna(program)
        asyncio.run(program.house.log_out.execute(visitor))

        (row,) = program.json("people", "sessions", given(visitor))

        assert row == {
            "id": str(visitor.session.id),
            "conversation_id": str(visitor.conversation_id),
            "opened_at": visitor.session.opened_at.isoformat(),
            "seen_at": visitor.session.seen_at.isoformat(),
            "ended_at": program.house.clock.now().isoformat(),
            "end_reason": "signed_out",
        }

    @pytest.mark.parametrize("given", ["nobody", str(make_id(7)), "vk:5", "vk:x", ""])
    def test_fails_when_there_is_nobody(self, program: FakeProgram, given: str) -> None:
        assert isinstance(program.run("people", "sessions", given).exception, NotFoundError)


class TestBlock:
    def test_person_of_vk_is_named_by_their_number(self, program: FakeProgram) -> None:
        program.store(lambda uow: uow.people.add(make_vk_person(7)))

        assert program.json("people", "block", "vk:7")["blocked_at"] == program.house.clock.now().isoformat()
        assert program.json("people", "unblock", "vk:7")["blocked_at"] is None

    def test_says_what_has_become_of_them(self, program: FakeProgram) -> None:
        anna(program)

        assert program.run("people", "block", "anna").stdout.startswith("blocked since ")
        assert program.run("people", "unblock", "anna").stdout == "not blocked\n"


class TestExport:
    def test_prints_all_that_is_kept(self, program: FakeProgram) -> None:
        anna(program)

        told = program.run("people", "export", "anna").stdout

        assert "Тайна" in told
        assert '"login": "anna"' in told
        assert "hash" not in told

    def test_has_their_account(self, program: FakeProgram) -> None:
        anna(program)
        program.run("balance", "top-up", "20", "--person", "anna", "--reason", "order 7")

        told = json.loads(program.run("people", "export", "anna").stdout)

        assert told["account"] == {"available": "20.00", "held": "0.00"}
        assert [(entry["amount"], entry["reason"]) for entry in told["entries"]] == [("20.00", "order 7")]


class TestErase:
    def test_forgets_and_keeps_the_id(self, program: FakeProgram) -> None:
        visitor = anna(program)

        row = program.json("people", "erase", "anna", "--yes")

        assert (row["id"], row["login"]) == (str(visitor.person.id), None)
        assert row["erased_at"] is not None
        assert {message.text for message in program.house.storage.messages} == {""}

    @pytest.mark.parametrize(("answer", "code", "text"), [("n\n", 1, "Тайна"), ("y\n", 0, "")])
    def test_asks_first(self, program: FakeProgram, answer: str, code: int, text: str) -> None:
        anna(program)

        assert program.run("people", "erase", "anna", stdin=answer).exit_code == code
        assert {message.text for message in program.house.storage.messages} == {text}


@pytest.mark.parametrize("command", ["create-operator", "list", "sessions", "block", "unblock", "export", "erase"])
def test_every_command_explains_itself(program: FakeProgram, command: str) -> None:
    result = program.run("people", command, "--help")

    assert result.exit_code == 0
    assert "Usage:" in result.stdout
