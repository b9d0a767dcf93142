"""Other people's turns and answers do not exist for a visitor; what is typed as a password is shown to nobody."""

import pytest

from tests.factories import make_id
from tests.unit.adapters.inbound.chat.room import Frame, Tab
from tests.unit.application.house import House

PASSWORD = "correct-horse-battery"


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


class TestStrangers:
    @pytest.mark.parametrize("kind", ["stop", "retry"])
    async def test_turns_are_not_found(self, house: House, kind: str) -> None:
        async with Tab(house) as tab, Tab(house) as stranger:
            await tab.hello()
            turn = (await tab.writes())["turn_id"]
            await stranger.hello()

            for given in (turn, str(make_id(99)), "no id at all"):
                assert (await stranger.asks(kind, turn_id=given))["code"] == "not_found"
        assert not house.turn.has_ended

    async def test_answers_cannot_be_rated(self, house: House) -> None:
        async with Tab(house) as tab, Tab(house) as stranger:
            message = (await answered(house, tab))["message"]["id"]
            await stranger.hello()

            for given in (message, str(make_id(99)), "no id at all"):
                assert (await stranger.asks("rate", message_id=given, value=1))["code"] == "not_found"
            assert (await tab.asks("rate", message_id=message, value=-1))["type"] == "rated"


async def test_retry_is_refused_when_the_answer_has_not_failed(house: House) -> None:
    async with Tab(house) as tab:
        turn = (await answered(house, tab))["turn_id"]

        assert (await tab.asks("retry", turn_id=turn))["code"] == "forbidden"


@pytest.mark.parametrize(
    "command", [f"/register ann {PASSWORD}", f"/login ann {PASSWORD}", f"/Register  ann  {PASSWORD}"]
)
async def test_password_that_is_typed_is_shown_nowhere(house: House, command: str) -> None:
    async with Tab(house) as one, Tab(house) as two:
        await two.hello(token=(await one.hello())["token"])
        await one.writes(command)
        await one.settle()
        await two.settle()

    assert PASSWORD not in f"{one.sent} {two.sent} {house.log.lines} {house.storage.messages} {house.feed.published}"
