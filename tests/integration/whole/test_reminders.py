"""Who asked is reminded and the other service is told, once each, whatever is restarted."""

import pytest

from tests.integration.services.ports import free_port
from tests.integration.whole.chat_client import visiting
from tests.integration.whole.conftest import OpenHouse
from tests.integration.whole.notifier_stand_in import NotifierStandIn, listening, notifier_url
from tests.integration.whole.sandbox_client import SandboxClient, stranger
from tests.integration.whole.waiting import until

LEADS = "48h,3h"
WISH = "Напомни сдать отчёт через 2 часа"

both_databases = pytest.mark.parametrize("database_url", ["sqlite", "mariadb"], indirect=True)


@both_databases
async def test_person_and_service_are_told_once(open_house: OpenHouse, vk: SandboxClient) -> None:
    port, stand_in = free_port(), NotifierStandIn(acks=True)
    house = open_house(DEADLINE_REMINDERS=LEADS, NOTIFIER_URL=notifier_url(port), NOTIFIER_ACK="true")
    await house.restart()
    await vk.send_events_to(house)
    person = stranger()
    async with listening(stand_in, port):
        await vk.say(WISH, by=person)
        await vk.message_to(person, number=2)
        assert await house.stopped() == 0
        # With another clock for people, and one more time to be told at.
        house.settings |= {"TIMEZONE": "Asia/Omsk", "DEADLINE_REMINDERS": f"{LEADS},4h"}
        await house.restart()

        async def told() -> list[str]:
            leads = [frame["lead"] for frame in stand_in.frames if frame["type"] == "deadline"]
            return leads if len(leads) >= 3 else []

        assert sorted(await until(told, "three notifications")) == ["3h", "48h", "4h"]
        await vk.message_to(person, number=3)
    balance, turns = await house.books()

    reminders = [message["text"] for message in await vk.said_to(person) if "Напоминаю" in message["text"]]
    assert ["Europe/Moscow" in reminders[0], "Asia/Omsk" in reminders[1]] == [True, True]
    assert len(reminders) == 2
    assert [turn["price"] for turn in turns].count("0.00") == 2
    assert balance["available"] == "495.00"
    frame = next(frame for frame in stand_in.frames if frame["type"] == "deadline")
    assert frame.keys() >= {"id", "deadline_id", "at", "quote", "conversation_id", "seconds_left"}
    assert frame["quote"] in WISH


async def test_visitor_is_reminded_by_a_system_message(open_house: OpenHouse, vk: SandboxClient) -> None:
    house = open_house(DEADLINE_REMINDERS=LEADS)
    await house.restart()
    async with visiting(house) as visitor:
        await visitor.hello()
        await visitor.say("m1", WISH)
        reminded = await visitor.until("message")
        history = await visitor.ask("history")

    assert reminded["message"]["author"] == "system"
    assert "Напоминаю о сроке" in reminded["message"]["text"]
    texts = [message["text"] for message in history["messages"]]
    assert texts.count(reminded["message"]["text"]) == 1
    assert await vk.calls("messages.send") == []


async def test_commenter_is_reminded_below_the_comment(open_house: OpenHouse, vk: SandboxClient) -> None:
    house = open_house(DEADLINE_REMINDERS=LEADS)
    await house.restart()
    await vk.send_events_to(house)
    post_id = await vk.post("Сдать работы нужно через 2 часа")
    comment_id = await vk.comment(post_id, "Напомните мне, пожалуйста!")

    async def both() -> bool:
        return len(await vk.answers(post_id, to=comment_id)) == 2

    await until(both, "an answer and a reminder")
    assert "Напоминаю" in (await vk.answers(post_id, to=comment_id))[-1]["text"]
