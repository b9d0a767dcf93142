"""Stopping, rating, retrying, and the commands that are typed."""

import asyncio

import pytest

from domain.turn import TurnState
from tests.factories import make_id
from tests.unit.adapters.inbound.chat.room import Frame, Tab
from tests.unit.application.house import House

PASSWORD = "correct horse battery"
UNKNOWN = str(make_id(99))


@pytest.fixture
async def house() -> House:
    house = House()
    await house.top_up()
    return house


async def answered(house: House, tab: Tab) -> Frame:
    """The end of an answered turn."""
    await tab.hello()
    await tab.writes()
    await house.run_until_idle()
    return await tab.hears("turn_ended")


class TestStop:
    async def test_is_answered_with_the_end_when_the_answer_is_being_written(self, house: House) -> None:
        house.writer.gate = asyncio.Event()
        async with Tab(house) as tab:
            await tab.hello()
            turn = (await tab.writes())["turn_id"]
            running = asyncio.create_task(house.run_until_idle())
            await tab.hears("delta")

            ended = await tab.asks("stop", turn_id=turn)
        await running

        assert (ended["type"], ended["state"], ended["turn_id"]) == ("turn_ended", "stopped", turn)
        assert tab.types.count("turn_ended") == 1
        assert house.turn.state is TurnState.STOPPED

    async def test_is_answered_with_the_real_end_when_it_comes_too_late(self, house: House) -> None:
        async with Tab(house) as tab:
            ended = await answered(house, tab)
            again = await tab.asks("stop", turn_id=ended["turn_id"])

        assert {name: value for name, value in again.items() if name != "ref"} == ended
        assert again["state"] == "settled"

    @pytest.mark.parametrize("turn", [UNKNOWN, "no id at all"])
    async def test_is_refused_when_there_is_no_such_turn(self, house: House, turn: str) -> None:
        async with Tab(house) as tab:
            await tab.hello()

            assert (await tab.asks("stop", turn_id=turn))["code"] == "not_found"

    async def test_is_refused_when_the_turn_is_somebody_elses(self, house: House) -> None:
        async with Tab(house) as tab, Tab(house) as stranger:
            await tab.hello()
            turn = (await tab.writes())["turn_id"]
            await stranger.hello()

            assert (await stranger.asks("stop", turn_id=turn))["code"] == "not_found"


class TestRate:
    @pytest.mark.parametrize("value", [1, -1, 0])
    async def test_is_taken(self, house: House, value: int) -> None:
        async with Tab(house) as tab:
            message = (await answered(house, tab))["message"]["id"]

            assert (await tab.asks("rate", message_id=message, value=value))["type"] == "rated"

    async def test_is_refused_when_the_answer_is_somebody_elses(self, house: House) -> None:
        async with Tab(house) as tab, Tab(house) as stranger:
            message = (await answered(house, tab))["message"]["id"]
            await stranger.hello()

            assert (await stranger.asks("rate", message_id=message, value=1))["code"] == "not_found"
            assert (await stranger.asks("rate", message_id="no id at all", value=1))["code"] == "not_found"


class TestRetry:
    async def test_is_refused_when_the_answer_has_not_failed(self, house: House) -> None:
        async with Tab(house) as tab:
            turn = (await answered(house, tab))["turn_id"]

            assert (await tab.asks("retry", turn_id=turn))["code"] == "forbidden"
            assert (await tab.asks("retry", turn_id=UNKNOWN))["code"] == "not_found"


class TestCommand:
    async def test_is_answered_by_the_system_and_costs_nothing(self, house: House) -> None:
        async with Tab(house) as one, Tab(house) as two:
            token = (await one.hello())["token"]
            await two.hello(token=token)
            accepted = await one.writes("/help")
            answer = await one.hears("message")
            heard = [await two.hears("message"), await two.hears("message")]
            await one.settle()

        assert accepted["turn_id"] is None
        assert answer["message"]["author"] == "system"
        assert [frame["message"]["id"] for frame in heard] == [accepted["message"]["id"], answer["message"]["id"]]
        assert one.types.count("message") == 1
        assert house.storage.turns == []

    async def test_that_registers_signs_every_tab_in_and_shows_no_password(self, house: House) -> None:
        async with Tab(house) as one, Tab(house) as two:
            token = (await one.hello())["token"]
            await two.hello(token=token)
            await one.writes(f"/register ann {PASSWORD.replace(' ', '-')}")
            signed = [await tab.hears("signed_in") for tab in (one, two)]
            await one.settle()

        assert signed[0] == signed[1]
        assert signed[0]["person"]["login"] == "ann"
        shown = str(one.sent) + str(two.sent) + str(house.log.lines) + str(house.storage.messages)
        assert PASSWORD.replace(" ", "-") not in shown

    async def test_that_opens_a_new_chat_goes_there(self, house: House) -> None:
        async with Tab(house) as tab:
            old = (await tab.hello())["conversation"]["id"]
            await tab.writes("/new")
            opened = await tab.hears("opened")
            accepted = await tab.writes(id_="2")

        assert opened["conversation"]["id"] != old
        assert accepted["message"]["seq"] == opened["conversation"]["last_seq"] + 1

    async def test_that_logs_out_closes_every_tab(self, house: House) -> None:
        async with Tab(house) as one, Tab(house) as two:
            token = (await one.hello())["token"]
            await two.hello(token=token)
            await one.writes("/logout")

            assert await one.is_closed() == (1000, "signed out")
            assert await two.is_closed() == (1000, "signed out")
        assert one.sent[-1]["type"] == two.sent[-1]["type"] == "signed_out"
