"""Reminders: once each, whatever is killed, raced, paused or moved."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.errors import StorageUnavailableError
from domain.identifiers import MessageId
from domain.live import MessageAdded
from domain.message import Author
from domain.notification import Notification
from domain.stored_deadline import Review
from domain.turn import TurnState
from tests.unit.application.house import ANN, House

DAY = timedelta(hours=24)
TWO_HOURS = timedelta(hours=2)
DEADLINE = datetime(2026, 7, 5, 20, 59, tzinfo=UTC)


@pytest.fixture
def house() -> House:
    return House(reminders=(DAY, TWO_HOURS))


def told(house: House) -> list[Notification]:
    return [each for each in house.storage.notifications if each.type == "deadline"]


def leads(house: House) -> list[object]:
    return [each.payload["lead"] for each in told(house)]


def go_to(house: House, moment: datetime) -> None:
    house.clock.advance((moment - house.clock.now()).total_seconds())


async def look(house: House) -> int:
    """Until nothing is due."""
    found = 0
    while now := await house.remind.execute():
        found += now
    return found


async def test_tells_the_other_service_once_at_each_lead_time(house: House) -> None:
    await house.say(await house.visit(), "Сдать до 5 июля")
    deadline = house.storage.deadlines[0]
    assert await look(house) == 0

    go_to(house, DEADLINE - DAY - timedelta(seconds=1))
    assert await look(house) == 0
    go_to(house, DEADLINE - DAY)
    assert await look(house) == 1
    go_to(house, DEADLINE - TWO_HOURS)
    assert await look(house) == 1
    assert await look(house) == 0

    assert leads(house) == ["24h", "2h"]
    first = told(house)[0]
    assert first.conversation_id == deadline.conversation_id
    assert first.payload == {
        "deadline_id": str(deadline.id),
        "at": "2026-07-05T23:59:00+03:00",
        "quote": deadline.quote,
        "conversation_id": str(deadline.conversation_id),
        "message_id": str(deadline.message_id),
        "lead": "24h",
        "seconds_left": 86_400,
    }


async def test_tells_late_while_it_lies_ahead_and_never_after(house: House) -> None:
    visitor = await house.visit()
    await house.say(visitor, "Сдать до 5 июля")
    await house.say(visitor, "Отчёт сдать до 4 июля")

    go_to(house, DEADLINE - timedelta(hours=1))
    await look(house)

    assert leads(house) == ["24h", "2h"]
    assert {each.payload["quote"] for each in told(house)} == {"до 5 июля"}
    go_to(house, DEADLINE)
    assert await look(house) == 0


async def test_tells_anew_when_the_deadline_has_moved(house: House) -> None:
    comment = await house.comment("Сдать до 5 июля")
    await house.drain_events.execute()
    go_to(house, DEADLINE - DAY)
    await look(house)

    stored = house.storage.deadlines[0]
    moved = stored.read_again(at=stored.at + DAY, quote="до 6 июля", now=house.clock.now())
    await house.storage.run(lambda uow: uow.deadlines.save(moved))
    assert comment.text
    assert await look(house) == 0
    go_to(house, DEADLINE)
    await look(house)

    assert leads(house) == ["24h", "24h"]


@pytest.mark.parametrize("change", ["withdrawn", "dismissed"])
async def test_tells_nothing_of_what_counts_no_more(house: House, change: str) -> None:
    await house.say(await house.visit(), "Напомни сдать до 5 июля")
    stored, now = house.storage.deadlines[0], house.clock.now()
    gone = stored.withdrawn(now=now) if change == "withdrawn" else stored.reviewed(Review.DISMISSED, now=now)
    await house.storage.run(lambda uow: uow.deadlines.save(gone))

    go_to(house, DEADLINE - DAY)

    assert await look(house) == 0
    assert told(house) == []


async def test_tells_once_when_two_processes_look_together(house: House) -> None:
    await house.comment("Напомни сдать до 5 июля")
    await house.drain_events.execute()
    go_to(house, DEADLINE - TWO_HOURS)

    found = await asyncio.gather(*(house.remind.execute() for _ in range(4)))

    assert sum(found) == 1
    assert leads(house) == ["24h", "2h"]
    assert [turn.is_free for turn in house.storage.turns].count(True) == 1


@pytest.mark.parametrize("committed", [False, True])
async def test_tells_once_when_killed_between(house: House, *, committed: bool) -> None:
    await house.message("Напомни сдать до 5 июля")
    await house.drain_events.execute()
    go_to(house, DEADLINE - DAY)
    await house.message("Я тут")
    await house.drain_events.execute()

    assert await house.dies_in(1, house.remind.execute(), committed=committed)
    await look(house)

    assert leads(house) == ["24h"]
    assert len([turn for turn in house.storage.turns if turn.is_free]) == 1


async def test_goes_on_when_the_database_comes_back(house: House) -> None:
    await house.say(await house.visit(), "Сдать до 5 июля")
    go_to(house, DEADLINE - DAY)
    house.fragile.go_down_in(1)

    with pytest.raises(StorageUnavailableError):
        await house.remind.execute()
    await look(house)

    assert leads(house) == ["24h"]


async def test_does_not_hold_back_the_others_when_one_cannot_be_told(house: House) -> None:
    visitor = await house.visit()
    await house.say(visitor, "Напомни сдать до 5 июля 12:00")
    await house.say(visitor, "Отчёт сдать до 5 июля 23:59")
    go_to(house, DEADLINE - DAY)
    house.storage.fail_next(error=ValueError("ours"))

    await look(house)

    assert [each.payload["quote"] for each in told(house)][:1] == ["до 5 июля 23:59"]
    assert house.log.events("error") == ["reminder_failed"]


class TestPeople:
    async def test_is_reminded_on_the_site_by_a_system_message(self, house: House) -> None:
        visitor = await house.visit()
        await house.say(visitor, "Напомни сдать до 5 июля")
        go_to(house, DEADLINE - DAY)

        await look(house)

        message = house.storage.messages[-1]
        assert (message.author, message.conversation_id) == (Author.SYSTEM, visitor.conversation_id)
        assert message.text == (
            "Напоминаю о сроке 05.07.2026 23:59 (время: Europe/Moscow): «до 5 июля», осталось 1 дн."
        )
        assert MessageAdded(conversation_id=visitor.conversation_id, message=message) in house.feed.published

    async def test_is_reminded_once_when_several_lead_times_have_come(self, house: House) -> None:
        await house.say(await house.visit(), "Remind me to submit by 5 July 23:59")
        go_to(house, DEADLINE - timedelta(minutes=61))

        await look(house)

        [message] = [each for each in house.storage.messages if each.author is Author.SYSTEM]
        assert message.text.endswith(", 1 h 1 min left")
        assert leads(house) == ["24h", "2h"]

    async def test_is_reminded_in_the_dialog_by_the_ledger(self, house: House) -> None:
        await house.top_up()
        await house.message("Напомни сдать до 5 июля", by=ANN)
        await house.run_until_idle()
        go_to(house, DEADLINE - timedelta(hours=30))
        await house.message("Спасибо", by=ANN)
        await house.run_until_idle()
        before = await house.storage.balance()
        go_to(house, DEADLINE - DAY)

        await look(house)
        await house.run_until_idle()

        sent = [message for message in house.community.messages if "Напоминаю" in message.text]
        assert len(sent) == 1
        [free] = [turn for turn in house.storage.turns if turn.is_free]
        assert free.state is TurnState.SETTLED
        assert await house.storage.balance() == before
        assert house.storage.messages[-1].author is Author.SYSTEM

    async def test_is_not_written_to_when_they_said_nothing_for_a_day(self, house: House) -> None:
        await house.message("Напомни сдать до 5 июля", by=ANN)
        await house.drain_events.execute()
        go_to(house, DEADLINE - DAY)

        await look(house)

        assert leads(house) == ["24h"]
        assert not [turn for turn in house.storage.turns if turn.is_free]

    async def test_is_reminded_below_the_comment_that_asked(self, house: House) -> None:
        await house.top_up()
        await house.post("Заявки до 5 июля")
        await house.drain_events.execute()
        asked = await house.comment("Напомните мне!", by=ANN)
        await house.run_until_idle()
        go_to(house, DEADLINE - DAY)

        await look(house)
        await house.run_until_idle()

        [sent] = [comment for comment in house.community.comments if "Напоминаю" in comment.text]
        assert sent.target.reply_to == asked.comment_id

    async def test_is_told_the_time_of_the_place_where_the_owner_lives_now(self, house: House) -> None:
        await house.say(await house.visit(), "Напомни сдать до 5 июля")
        moved = House(reminders=(DAY, TWO_HOURS), timezone=ZoneInfo("Asia/Omsk"))
        moved.storage.tables = house.storage.tables
        go_to(moved, DEADLINE - DAY)

        await look(moved)

        assert "06.07.2026 02:59 (время: Asia/Omsk)" in moved.storage.messages[-1].text

    async def test_is_left_alone_when_the_message_that_asked_is_gone(self, house: House) -> None:
        await house.say(await house.visit(), "Напомни сдать до 5 июля")
        tables = house.storage.tables
        [(key, wish)] = tables.wishes.items()
        tables.wishes[key] = replace(wish, message_id=MessageId(house.ids.new()))
        go_to(house, DEADLINE - DAY)

        await look(house)

        assert leads(house) == ["24h"]
        assert not [each for each in house.storage.messages if each.author is Author.SYSTEM]
