"""``stop`` and ``rate`` at the socket."""

import asyncio

import pytest

from tests.factories import make_id
from tests.unit.adapters.inbound.chat.room import Frame, Tab
from tests.unit.application.house import House


@pytest.fixture
async def house() -> House:
    house = House()
    await house.top_up()
    return house


async def said(tab: Tab, *, id_: str = "c1") -> Frame:
    accepted = await tab.asks("message", id=id_, text="Вы открыты?")
    assert accepted["type"] == "accepted", accepted
    return accepted


class TestStop:
    async def test_reply_is_the_end_and_the_other_tab_is_told_too(self, house: House) -> None:
        house.writer.gate = asyncio.Event()
        async with Tab(house) as one, Tab(house) as two:
            await two.hello(token=(await one.hello())["token"])
            accepted = await said(one)
            running = asyncio.create_task(house.run_until_idle())
            await one.hears("delta")
            ended = await one.asks("stop", turn_id=accepted["turn_id"])
            told = await two.hears("turn_ended")
            await running
            await one.settle()

        assert (ended["type"], ended["state"], ended["charged"]) == ("turn_ended", "stopped", "5.00")
        assert ended["message"]["text"] == "".join(frame["text"] for frame in one.sent if frame["type"] == "delta")
        assert {**told, "ref": ended["ref"]} == ended
        assert one.types.count("turn_ended") == 1

    async def test_each_stop_has_its_reply(self, house: House) -> None:
        async with Tab(house) as tab:
            await tab.hello()
            accepted = await said(tab)
            for ref in ("s1", "s2"):
                tab.says("stop", turn_id=accepted["turn_id"], ref=ref)
            await tab.settle()
            assert "turn_ended" not in tab.types
            await house.run_until_idle()
            ends = [await tab.hears("turn_ended") for _ in range(2)]

        assert [end["ref"] for end in ends] == ["s1", "s2"]
        assert {(end["state"], end["charged"], end.get("message")) for end in ends} == {("stopped", "0.00", None)}

    async def test_reply_is_the_real_end_when_it_has_ended(self, house: House) -> None:
        async with Tab(house) as tab:
            await tab.hello()
            accepted = await said(tab)
            await house.run_until_idle()
            told = await tab.hears("turn_ended")
            ended = await tab.asks("stop", turn_id=accepted["turn_id"])

        assert (ended["type"], ended["state"]) == ("turn_ended", "settled")
        assert {name: value for name, value in ended.items() if name != "ref"} == told

    @pytest.mark.parametrize("turn_id", ["no id", str(make_id(999))])
    async def test_is_refused_when_there_is_no_such_turn(self, house: House, turn_id: str) -> None:
        async with Tab(house) as tab:
            await tab.hello()
            error = await tab.asks("stop", turn_id=turn_id)

        assert (error["type"], error["code"]) == ("error", "not_found")


class TestRate:
    async def test_is_confirmed_when_the_answer_is_theirs(self, house: House) -> None:
        async with Tab(house) as tab, Tab(house) as nosy:
            await tab.hello()
            await nosy.hello()
            accepted = await said(tab)
            await house.run_until_idle()
            answer = (await tab.hears("turn_ended"))["message"]["id"]
            replies = [await tab.asks("rate", message_id=answer, value=value) for value in (1, 1, -1, 0)]
            refused = [
                await nosy.asks("rate", message_id=answer, value=1),
                await tab.asks("rate", message_id=accepted["message"]["id"], value=1),
                await tab.asks("rate", message_id="no id", value=1),
            ]

        assert [reply["type"] for reply in replies] == ["rated"] * 4
        assert [rating.verdict.value for rating in house.storage.ratings] == [0]
        assert [error["code"] for error in refused] == ["not_found"] * 3
