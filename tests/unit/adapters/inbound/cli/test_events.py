import asyncio

import pytest

from domain.errors import NotFoundError
from domain.event import Event
from domain.identifiers import EventRowId
from ports.storage import UnitOfWork
from tests.factories import make_event, make_id
from tests.fakes.event_inbox import FakeEventInbox
from tests.unit.adapters.inbound.cli.fake_program import FakeProgram
from tests.unit.application.house import LEASE


def store(program: FakeProgram, *events: Event, reason: str | None = None) -> None:
    """With a reason: they were given up."""

    async def give_up(uow: UnitOfWork) -> None:
        for claimed in await uow.events.claim(limit=10, lease=LEASE) if reason else ():
            await uow.events.give_up(claimed.event.id, lease_token=claimed.lease_token, reason=reason or "")

    async def receive() -> None:
        for event in events:
            await FakeEventInbox(program.house.storage).store(event)

    asyncio.run(receive())
    program.store(give_up)


class TestList:
    def test_prints_the_fixed_shape_and_not_what_was_said(self, program: FakeProgram) -> None:
        event = make_event(event_id=b"abc\xff", body=b'{"text":"private"}')
        store(program, event, reason="unreadable: object")

        assert program.json("events", "list") == [
            {
                "id": str(event.id),
                "state": "failed",
                "type": "wall_reply_new",
                "event_id": "abc\\xff",
                "received_at": "2026-07-01T09:00:00+00:00",
                "tries": 1,
                "reason": "unreadable: object",
            }
        ]
        assert "private" not in program.run("events", "list").stdout

    def test_prints_those_of_a_state_only_and_no_more_than_the_limit(self, program: FakeProgram) -> None:
        store(program, make_event(), make_event(), reason="why")
        store(program, new := make_event())

        assert [row["id"] for row in program.json("events", "list", "--state", "new")] == [str(new.id)]
        assert len(program.json("events", "list", "--state", "failed")) == 2
        assert [row["id"] for row in program.json("events", "list", "--limit", "1")] == [str(new.id)]

    def test_escapes_what_could_draw_on_the_terminal(self, program: FakeProgram) -> None:
        store(program, make_event(event_id=b"\x1b[2J"))

        assert "\x1b" not in program.run("events", "list").stdout

    @pytest.mark.parametrize("option", [("--state", "lost"), ("--limit", "0")])
    def test_refuses_what_it_does_not_know(self, program: FakeProgram, option: tuple[str, str]) -> None:
        assert program.run("events", "list", *option).exit_code == 2


class TestReplay:
    def test_waits_again_when_it_was_given_up(self, program: FakeProgram) -> None:
        event = make_event()
        store(program, event, make_event(), reason="why")

        result = program.run("events", "replay", str(event.id))

        assert (result.exit_code, result.stdout) == (0, "new again: 1\n")
        assert program.house.storage.waiting_events == [event]

    def test_takes_all_when_asked_for_all(self, program: FakeProgram) -> None:
        store(program, make_event(), make_event(), reason="why")

        assert program.run("events", "replay", "--all-failed").stdout == "new again: 2\n"
        assert program.run("events", "replay", "--all-failed").stdout == "new again: 0\n"

    def test_fails_when_there_is_no_such_event(self, program: FakeProgram) -> None:
        result = program.run("events", "replay", str(EventRowId(make_id(7))))

        assert isinstance(result.exception, NotFoundError)

    @pytest.mark.parametrize("arguments", [(), (str(make_id(7)), "--all-failed"), ("7",)])
    def test_refuses_what_is_neither_an_id_nor_all(self, program: FakeProgram, arguments: tuple[str, ...]) -> None:
        assert program.run("events", "replay", *arguments).exit_code == 2
