"""Going elsewhere, and coming back."""

import asyncio

import pytest

from tests.factories import make_id
from tests.fakes.live_feed import FakeLiveFeed
from tests.unit.adapters.inbound.chat.room import Tab
from tests.unit.application.house import House


@pytest.fixture
async def house() -> House:
    house = House()
    await house.top_up()
    return house


class TestOtherChats:
    async def test_of_a_stranger_are_not_found(self, house: House) -> None:
        async with Tab(house) as stranger, Tab(house) as tab:
            chat = (await stranger.hello())["conversation"]["id"]
            turn = (await stranger.writes())["turn_id"]
            own = (await tab.hello(conversation_id=chat, open_turns=[turn]))["conversation"]["id"]

            assert own != chat
            for reply in (
                await tab.asks("history", conversation_id=chat),
                await tab.asks("open", conversation_id=chat),
                await tab.asks("retry", turn_id=turn),
                await tab.asks("open", conversation_id="no id at all"),
            ):
                assert (reply["type"], reply["code"]) == ("error", "not_found")
            await stranger.writes(id_="2")
            await tab.settle()
        assert "message" not in tab.types

    async def test_can_be_begun_and_returned_to(self, house: House) -> None:
        async with Tab(house) as tab:
            first = (await tab.hello())["conversation"]["id"]
            await tab.writes()
            second = await tab.asks("open", conversation_id=None)
            await tab.writes("Другое")
            back = await tab.asks("open", conversation_id=first)

        assert second["messages"] == []
        assert second["conversation"] == {"id": second["conversation"]["id"], "last_seq": 0}
        assert [message["text"] for message in back["messages"]] == ["Вы открыты?"]
        assert back["conversation"] == {"id": first, "last_seq": 1}

    async def test_are_followed_from_the_moment_they_are_opened(self, house: House) -> None:
        async with Tab(house) as one, Tab(house) as two:
            welcome = await one.hello()
            await two.hello(token=welcome["token"])
            await two.asks("open", conversation_id=None)
            await one.writes()
            await two.settle()
            assert "message" not in two.types

            await two.asks("open", conversation_id=welcome["conversation"]["id"])
            await one.writes("Ещё", id_="2")

            assert (await two.hears("message"))["message"]["text"] == "Ещё"

    async def test_miss_nothing_that_is_said_while_they_are_being_opened(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        read = house.read_history.execute

        async with Tab(house) as one, Tab(house) as two:
            welcome = await one.hello()
            await two.hello(token=welcome["token"])
            await two.asks("open", conversation_id=None)

            async def read_and_be_overtaken(*given: object, **named: object) -> object:
                found = await read(*given, **named)  # type: ignore[arg-type]  # handed on as it came
                await one.writes()
                return found

            monkeypatch.setattr(house.read_history, "execute", read_and_be_overtaken)
            opened = await two.asks("open", conversation_id=welcome["conversation"]["id"])
            heard = await two.hears("message")
            await two.settle()

        assert opened["messages"] == []
        assert heard["message"]["text"] == "Вы открыты?"
        assert two.types.count("message") == 1

    async def test_history_is_told_page_by_page(self, house: House) -> None:
        async with Tab(house) as tab:
            await tab.hello()
            for number in range(5):
                await tab.writes(f"№{number}", id_=str(number))
            page = await tab.asks("history", limit=2)
            earlier = await tab.asks("history", limit=3, before_seq=4)

        assert ([message["seq"] for message in page["messages"]], page["more"]) == ([4, 5], True)
        assert ([message["seq"] for message in earlier["messages"]], earlier["more"]) == ([1, 2, 3], False)


class TestComingBack:
    async def test_tells_what_was_missed_and_nothing_twice(self, house: House) -> None:
        async with Tab(house) as tab:
            token = (await tab.hello())["token"]
            accepted = await tab.writes()
        await house.run_until_idle()
        async with Tab(house) as tab:
            await tab.hello(token=token, after_seq=1, open_turns=[accepted["turn_id"], str(make_id(9)), "nonsense"])
            await tab.settle()

        assert tab.types == ["welcome", "message", "turn_ended", "pong"]
        assert tab.sent[1]["message"] == tab.sent[2]["message"]
        assert tab.sent[2]["turn_id"] == accepted["turn_id"]

    @pytest.mark.parametrize("hours", [1, 24])
    async def test_brings_all_that_was_missed_when_hours_have_passed(self, house: House, hours: int) -> None:
        async with Tab(house) as tab:
            token = (await tab.hello())["token"]
            accepted = await tab.writes()
        await house.run_until_idle()
        house.clock.advance(hours * 3600)
        await house.expire_sessions.execute()
        async with Tab(house, feed=FakeLiveFeed()) as tab:
            welcome = await tab.hello(token=token, after_seq=1, open_turns=[accepted["turn_id"]])
            await tab.settle()

        assert welcome["session"]["resumed"] is True
        assert tab.types == ["welcome", "message", "turn_ended", "pong"]

    async def test_tells_the_running_answer_so_far_and_then_the_rest(self, house: House) -> None:
        async with Tab(house) as tab:
            token = (await tab.hello())["token"]
            await tab.writes()
        house.writer.gate = asyncio.Event()
        running = asyncio.create_task(house.run_until_idle())
        async with Tab(house) as tab:
            while not house.feed._running:
                await asyncio.sleep(0)
            await tab.hello(token=token, after_seq=1)
            snapshot = await tab.hears("snapshot")
            house.writer.gate.set()
            ended = await tab.hears("turn_ended")
        await running

        deltas = [frame for frame in tab.sent if frame["type"] == "delta"]
        assert snapshot["text"] == "Да,"
        assert deltas[0]["offset"] == 3
        assert snapshot["text"] + "".join(frame["text"] for frame in deltas) == ended["message"]["text"]

    async def test_tells_no_history_when_it_is_not_asked_for(self, house: House) -> None:
        async with Tab(house) as tab:
            token = (await tab.hello())["token"]
            await tab.writes()
        async with Tab(house) as tab:
            welcome = await tab.hello(token=token)
            await tab.settle()

        assert welcome["conversation"]["last_seq"] == 1
        assert tab.types == ["welcome", "pong"]

    async def test_retries_a_failed_answer(self, house: House) -> None:
        async with Tab(house) as tab:
            await tab.hello()
            turn = (await tab.writes())["turn_id"]

            assert (await tab.asks("retry", turn_id=turn))["code"] == "forbidden"
