from datetime import UTC, datetime

import pytest

from domain.errors import NotFoundError
from ports.storage import UnitOfWork
from tests.factories import make_deadline, make_id
from tests.unit.adapters.inbound.cli.fake_program import FakeProgram

NOW = "2026-11-22T09:00+03:00"


class TestList:
    def test_prints_the_fixed_shape_when_asked_for_json(self, program: FakeProgram) -> None:
        deadline = make_deadline(at=datetime(2026, 7, 5, 20, 59, tzinfo=UTC))
        program.store(lambda uow: uow.deadlines.add(deadline))

        assert program.json("deadlines", "list") == [
            {
                "id": str(deadline.id),
                "at": "2026-07-05T23:59:00+03:00",
                "quote": "до 5 июля",
                "conversation_id": str(deadline.conversation_id),
                "state": "open",
                "zone": "Europe/Moscow",
            }
        ]

    def test_leaves_out_what_counts_no_more_unless_asked(self, program: FakeProgram) -> None:
        gone = make_deadline(withdrawn_at=datetime(2026, 7, 2, tzinfo=UTC))
        program.store(lambda uow: uow.deadlines.add(gone))

        assert program.json("deadlines", "list") == []
        assert [row["state"] for row in program.json("deadlines", "list", "--all")] == ["withdrawn"]

    def test_prints_the_latest_moment_first(self, program: FakeProgram) -> None:
        async def add(uow: UnitOfWork) -> None:
            for day in (3, 9, 6):
                await uow.deadlines.add(make_deadline(at=datetime(2026, 7, day, tzinfo=UTC), quote=str(day)))

        program.store(add)

        assert [row["quote"] for row in program.json("deadlines", "list", "--limit", "2")] == ["9", "6"]

    def test_escapes_what_could_draw_on_the_terminal(self, program: FakeProgram) -> None:
        program.store(lambda uow: uow.deadlines.add(make_deadline(quote="\x1b]0;x\x07 до [red]5[/red]")))

        shown = "".join(program.run("deadlines", "list").stdout.split())

        assert "\x1b" not in shown
        assert "\x07" not in shown
        assert "\\x1b" in shown


class TestReview:
    @pytest.mark.parametrize(("command", "state"), [("confirm", "confirmed"), ("dismiss", "dismissed")])
    def test_notes_what_the_owner_says(self, program: FakeProgram, command: str, state: str) -> None:
        deadline = make_deadline(at=datetime(2026, 7, 5, 20, 59, tzinfo=UTC))
        program.store(lambda uow: uow.deadlines.add(deadline))

        shown = program.run("deadlines", command, str(deadline.id))

        assert shown.stdout == f"{state}: 2026-07-05T23:59:00+03:00\n"
        assert [each.state for each in program.house.storage.deadlines] == [state]

    def test_raises_when_there_is_none_of_that_id(self, program: FakeProgram) -> None:
        result = program.run("deadlines", "dismiss", str(make_id()))

        assert isinstance(result.exception, NotFoundError)


class TestUrl:
    @pytest.mark.parametrize(
        ("options", "site"),
        [((), "http://127.0.0.1:8000"), (("--site", "https://otklik.example"), "https://otklik.example")],
    )
    def test_prints_the_address_alone(self, program: FakeProgram, options: tuple[str, ...], site: str) -> None:
        assert program.run("deadlines", "url", *options).stdout == f"{site}/deadlines.ics?signature=abc\n"

    def test_names_the_option_when_it_is_no_address(self, program: FakeProgram) -> None:
        result = program.run("deadlines", "url", "--site", "otklik.example")

        assert result.exit_code == 2
        assert "--site: expected an address" in result.stderr


class TestExtract:
    @pytest.mark.parametrize("stdin", [False, True])
    def test_reads_the_text_given_or_from_standard_input(self, program: FakeProgram, *, stdin: bool) -> None:
        text = "Сдать работы до 5 декабря 18:00"
        arguments = ["deadlines", "extract", "--now", NOW, "--json", *([] if stdin else [text])]

        result = program.run(*arguments, stdin=text if stdin else None)

        assert result.exit_code == 0
        assert '"at": "2026-12-05T18:00:00+03:00"' in result.stdout

    def test_takes_the_owners_time_zone_when_the_moment_names_none(self, program: FakeProgram) -> None:
        found = program.json("deadlines", "extract", "до завтра 10:00", "--now", "2026-11-22T09:00")

        assert found["at"] == "2026-11-23T10:00:00+03:00"
        assert found.keys() == {"at", "quote"}

    def test_prints_for_people(self, program: FakeProgram) -> None:
        shown = program.run("deadlines", "extract", "до 5 декабря 18:00", "--now", NOW).stdout

        assert shown.startswith("2026-12-05T18:00:00+03:00  '")

    def test_takes_the_present_moment_when_none_is_given(self, program: FakeProgram) -> None:
        assert program.run("deadlines", "extract", "до завтра").exit_code == 0

    @pytest.mark.parametrize(("extra", "expected"), [((), "no deadline\n"), (("--json",), "null\n")])
    def test_exits_with_1_when_there_is_none(self, program: FakeProgram, extra: tuple[str, ...], expected: str) -> None:
        result = program.run("deadlines", "extract", "Всем привет!", *extra)

        assert (result.exit_code, result.stdout) == (1, expected)

    def test_reads_past_bytes_that_are_no_text(self, program: FakeProgram) -> None:
        result = program.run("deadlines", "extract", "--now", NOW, stdin=b"\xff\xfe " + "до 5 декабря".encode())

        assert result.exit_code == 0

    @pytest.mark.parametrize("now", ["yesterday", "2026-13-01", "12:00"])
    def test_names_the_option_when_the_moment_is_none(self, program: FakeProgram, now: str) -> None:
        result = program.run("deadlines", "extract", "до завтра", "--now", now)

        assert result.exit_code == 2
        assert "--now: expected a moment such as" in result.stderr
