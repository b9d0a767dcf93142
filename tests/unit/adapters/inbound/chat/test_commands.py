"""Commands at the socket: accepted, then the answer, then what has become of the session."""

import pytest

from tests.unit.adapters.inbound.chat.room import Frame, Tab
from tests.unit.application.house import House

SECRET = "sesame-open-42"


async def command(tab: Tab, text: str, *, id_: str = "c1") -> tuple[Frame, Frame]:
    """The acknowledgement, and the answer that follows it."""
    accepted = await tab.asks("message", id=id_, text=text)
    assert accepted["type"] == "accepted", accepted
    assert accepted["turn_id"] is None
    await tab.settle()
    at = tab.sent.index(accepted)
    return accepted, tab.sent[at + 1]


class TestCommand:
    async def test_is_acknowledged_and_answered_and_told_to_the_other_tab_once(self, house: House) -> None:
        async with Tab(house) as one, Tab(house) as two:
            token = (await one.hello(lang="en"))["token"]
            await two.hello(token=token)
            accepted, answer = await command(one, "/help")
            await two.settle()

        assert answer["type"] == "message"
        assert answer["message"]["author"] == "system"
        assert answer["message"]["seq"] == accepted["message"]["seq"] + 1
        assert "html" not in answer["message"]
        assert answer["message"]["text"].startswith("What I understand")
        assert one.types.count("message") == 1
        told = [frame["message"] for frame in two.sent if frame["type"] == "message"]
        assert told == [accepted["message"], answer["message"]]

    async def test_is_acknowledged_alike_and_not_run_again_when_repeated(self, house: House) -> None:
        async with Tab(house) as tab:
            await tab.hello()
            first, _ = await command(tab, "/new")
            conversations = len(house.storage.conversations)
            again = await tab.asks("message", id="c2", text="/help")
            repeated = await tab.asks("message", id="c2", text="/help")
            await tab.settle()

        assert {**again, "ref": None} == {**repeated, "ref": None}
        assert again["message"]["id"] != first["message"]["id"]
        assert tab.types.count("message") == 2
        assert len(house.storage.conversations) == conversations

    @pytest.mark.parametrize("text", ["/help " + "a" * 8_000, "/login anna " + "a" * 8_000])
    async def test_is_refused_when_it_is_too_long(self, house: House, text: str) -> None:
        async with Tab(house) as tab:
            await tab.hello()
            error = await tab.asks("message", id="c1", text=text)

        assert (error["type"], error["code"]) == ("error", "too_large")


class TestSession:
    async def test_is_signed_in_on_both_tabs_when_registered(self, house: House) -> None:
        async with Tab(house) as one, Tab(house) as two:
            welcome = await one.hello()
            await two.hello(token=welcome["token"])
            accepted, answer = await command(one, f"/register anna {SECRET}")
            pushed = await two.hears("signed_in")
            await one.settle()
            await two.settle()
        async with Tab(house) as back:
            resumed = await back.hello(token=pushed["token"], after_seq=0)

        signed_in = one.sent[one.sent.index(answer) + 1]
        assert accepted["message"]["text"] == "/register anna ***"
        assert (signed_in["type"], signed_in["person"]["login"]) == ("signed_in", "anna")
        assert signed_in["token"] == pushed["token"] != welcome["token"]
        assert signed_in["conversation"]["id"] == welcome["conversation"]["id"]
        assert one.types.count("signed_in") == two.types.count("signed_in") == 1
        assert (resumed["session"]["resumed"], resumed["person"]["kind"]) == (True, "user")
        assert SECRET not in str((one.sent, two.sent, back.sent))

    async def test_goes_on_in_the_users_own_chat_when_another_signs_in_over_them(self, house: House) -> None:
        async with Tab(house) as other:
            own = (await other.hello())["conversation"]["id"]
            await command(other, f"/register bobby {SECRET}")
        async with Tab(house) as tab:
            await tab.hello()
            await command(tab, f"/register anna {SECRET}")
            _, answer = await command(tab, f"/login bobby {SECRET}", id_="c2")
            signed_in = tab.sent[tab.sent.index(answer) + 1]
            said = await tab.asks("message", id="c3", text="Вы открыты?")
            await tab.settle()

        assert (signed_in["person"]["login"], signed_in["conversation"]["id"]) == ("bobby", own)
        assert house.storage.messages[-1].id.hex == said["message"]["id"].replace("-", "")
        assert str(house.storage.messages[-1].conversation_id) == own

    async def test_is_over_on_both_tabs_when_logged_out(self, house: House) -> None:
        async with Tab(house) as one, Tab(house) as two:
            welcome = await one.hello()
            await two.hello(token=welcome["token"])
            one.says("message", id="c1", text="/logout", ref="x")
            assert await one.is_closed() == (1000, "signed out")
            assert await two.is_closed() == (1000, "signed out")
        async with Tab(house) as back:
            resumed = await back.hello(token=welcome["token"])

        assert one.types[-3:] == ["accepted", "message", "signed_out"]
        assert two.types[-3:] == ["message", "message", "signed_out"]
        assert not resumed["session"]["resumed"]

    async def test_follows_the_new_conversation_when_one_is_begun(self, rich: House) -> None:
        async with Tab(rich) as tab, Tab(rich) as other:
            welcome = await tab.hello()
            await other.hello(token=welcome["token"])
            _, answer = await command(tab, "/new")
            opened = tab.sent[tab.sent.index(answer) + 1]
            accepted = await tab.asks("message", id="c1", text="Вы открыты?")
            await rich.run_until_idle()
            ended = await tab.hears("turn_ended")
            await other.settle()

        assert opened == {"type": "opened", "conversation": opened["conversation"], "messages": []}
        assert opened["conversation"]["id"] != welcome["conversation"]["id"]
        assert accepted["message"]["seq"] == 1
        assert ended["turn_id"] == accepted["turn_id"]
        assert "turn_ended" not in other.types
        assert "opened" not in other.types


@pytest.fixture
async def rich() -> House:
    house = House()
    await house.top_up()
    return house


@pytest.fixture
def house() -> House:
    return House()
