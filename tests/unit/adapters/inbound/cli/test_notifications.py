from datetime import timedelta

import pytest

from domain.errors import NotFoundError
from domain.identifiers import ConversationId
from domain.notification import Notification
from ports.storage import UnitOfWork
from tests.factories import make_id, make_notification
from tests.unit.adapters.inbound.cli.fake_program import FakeProgram


def store(program: FakeProgram, *notifications: Notification, dead: bool = False) -> None:
    async def add(uow: UnitOfWork) -> None:
        for notification in notifications:
            await uow.notifications.add(notification)
        for claimed in await uow.notifications.claim(limit=10, lease=timedelta(hours=1)) if dead else ():
            await uow.notifications.bury(claimed, reason="no [b]answer[/b]\x1b[2J")

    program.store(add)


class TestList:
    def test_prints_the_fixed_shape_when_asked_for_json(self, program: FakeProgram) -> None:
        notification = make_notification(conversation_id=ConversationId(make_id()), tries=49)
        store(program, notification, dead=True)
        store(program, later := make_notification())

        rows = program.json("notifications", "list")

        assert [row["id"] for row in rows] == [str(later.id), str(notification.id)]
        assert rows[0]["conversation_id"] is rows[0]["reason"] is None
        assert rows[1] == {
            "id": str(notification.id),
            "state": "dead",
            "type": "responses",
            "conversation_id": str(notification.conversation_id),
            "tries": 50,
            "created_at": "2026-07-01T09:00:00+00:00",
            "reason": "no [b]answer[/b]\x1b[2J",
        }

    def test_prints_those_of_a_state_only_and_no_more_than_the_limit(self, program: FakeProgram) -> None:
        store(program, make_notification(), make_notification(), dead=True)
        store(program, make_notification())

        assert [row["state"] for row in program.json("notifications", "list", "--state", "pending")] == ["pending"]
        assert len(program.json("notifications", "list", "--state", "dead", "--limit", "1")) == 1
        assert program.json("notifications", "list", "--state", "delivered") == []

    def test_shows_what_strangers_say_as_text(self, program: FakeProgram) -> None:
        store(program, make_notification(), dead=True)

        shown = program.run("notifications", "list").stdout

        assert "\x1b" not in shown
        assert "[b]" in shown

    @pytest.mark.parametrize("option", [("--state", "lost"), ("--limit", "0")])
    def test_refuses_what_it_does_not_know(self, program: FakeProgram, option: tuple[str, str]) -> None:
        assert program.run("notifications", "list", *option).exit_code == 2


class TestRetry:
    def test_is_pending_again_when_it_was_dead(self, program: FakeProgram) -> None:
        notification = make_notification()
        store(program, notification, make_notification(), dead=True)

        result = program.run("notifications", "retry", str(notification.id))

        assert (result.exit_code, result.stdout) == (0, "pending again: 1\n")
        assert program.house.storage.pending_notifications == [notification]

    def test_takes_all_when_asked_for_all(self, program: FakeProgram) -> None:
        store(program, make_notification(), make_notification(), dead=True)

        assert program.run("notifications", "retry", "--all-dead").stdout == "pending again: 2\n"
        assert program.run("notifications", "retry", "--all-dead").stdout == "pending again: 0\n"

    def test_fails_when_it_is_not_dead(self, program: FakeProgram) -> None:
        store(program, notification := make_notification())

        result = program.run("notifications", "retry", str(notification.id))

        assert isinstance(result.exception, NotFoundError)

    @pytest.mark.parametrize("arguments", [(), (str(make_id(7)), "--all-dead"), ("7",)])
    def test_refuses_what_is_neither_an_id_nor_all(self, program: FakeProgram, arguments: tuple[str, ...]) -> None:
        assert program.run("notifications", "retry", *arguments).exit_code == 2
