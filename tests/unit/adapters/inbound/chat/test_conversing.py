"""What a visitor says and hears, in one tab and in several."""

import pytest

from tests.unit.adapters.inbound.chat.room import Tab
from tests.unit.application.house import House

PASSWORD = "correct horse battery"


@pytest.fixture
async def house() -> House:
    house = House()
    await house.top_up()
    return house


class TestMessage:
    async def test_is_acknowledged_when_it_is_stored(self, house: House) -> None:
        async with Tab(house) as tab:
            await tab.hello()
            accepted = await tab.writes()

        (stored,) = house.storage.messages
        assert accepted["message"]["id"] == str(stored.id)
        assert (accepted["id"], accepted["message"]["seq"], accepted["message"]["author"]) == ("1", 1, "person")
        assert accepted["turn_id"] == str(house.turn.id)

    async def test_is_acknowledged_in_the_same_words_when_it_comes_again(self, house: House) -> None:
        async with Tab(house) as tab:
            await tab.hello()
            first, again = await tab.writes(), await tab.writes("ещё раз")

        assert first | {"ref": ""} == again | {"ref": ""}
        assert len(house.storage.messages) == len(house.storage.turns) == 1

    async def test_is_not_told_to_the_one_who_said_it(self, house: House) -> None:
        async with Tab(house) as tab:
            await tab.hello()
            await tab.writes()
            await tab.settle()

        assert tab.types == ["welcome", "accepted", "pong"]

    @pytest.mark.parametrize(("text", "code"), [("", "bad_frame"), (" \n", "bad_frame"), ("x" * 8_001, "too_large")])
    async def test_is_refused_when_it_is_empty_or_too_long(self, house: House, text: str, code: str) -> None:
        async with Tab(house) as tab:
            await tab.hello()

            assert (await tab.writes(text))["code"] == code
        assert house.storage.messages == []

    async def test_length_counts_characters_and_not_bytes(self, house: House) -> None:
        async with Tab(house) as tab:
            await tab.hello()

            assert (await tab.writes("👋" * 8_000))["type"] == "accepted"

    async def test_is_answered_piece_by_piece(self, house: House) -> None:
        async with Tab(house) as tab:
            await tab.hello()
            await tab.writes()
            await house.run_until_idle()
            ended = await tab.hears("turn_ended")

        assert tab.types[:3] == ["welcome", "accepted", "turn_started"]
        deltas = [frame for frame in tab.sent if frame["type"] == "delta"]
        assert "".join(frame["text"] for frame in deltas) == ended["message"]["text"] == house.writer.text
        assert (ended["state"], ended["charged"]) == ("settled", "5.00")
        assert ended["message"]["html"] == f"<p>{house.writer.text}</p>"
        assert ended["message"]["seq"] == 2

    async def test_is_declined_when_the_balance_is_empty(self) -> None:
        house = House()
        async with Tab(house) as tab:
            await tab.hello()
            await tab.writes()
            await house.run_until_idle()
            ended = await tab.hears("turn_ended")

        assert (ended["state"], ended["code"], ended["charged"]) == ("declined", "balance_exhausted", "0.00")


class TestTwoTabs:
    async def test_each_hears_what_the_other_says(self, house: House) -> None:
        async with Tab(house) as one, Tab(house) as two:
            token = (await one.hello())["token"]
            await two.hello(token=token)
            accepted = await one.writes()
            heard = await two.hears("message")
            await two.settle()

        assert heard["message"] == accepted["message"]
        assert two.types.count("message") == 1
        assert "message" not in one.types

    async def test_both_hear_the_answer_once(self, house: House) -> None:
        async with Tab(house) as one, Tab(house) as two:
            token = (await one.hello())["token"]
            await two.hello(token=token)
            await one.writes()
            await house.run_until_idle()
            ends = [await tab.hears("turn_ended") for tab in (one, two)]
            await one.settle()
            await two.settle()

        assert ends[0] == ends[1]
        for tab in (one, two):
            assert "".join(frame["text"] for frame in tab.sent if frame["type"] == "delta") == house.writer.text
            assert tab.types.count("turn_ended") == 1

    async def test_signing_in_reaches_the_other(self, house: House) -> None:
        async with Tab(house) as one, Tab(house) as two:
            old = (await one.hello())["token"]
            await two.hello(token=old)
            signed = await one.asks("register", login="Ann", password=PASSWORD)
            pushed = await two.hears("signed_in")
            await one.settle()

            assert signed["token"] != old
            assert pushed == {name: value for name, value in signed.items() if name != "ref"}
            assert signed["person"]["login"] == "ann"
            assert one.types.count("signed_in") == 1
            assert (await two.writes(id_="2"))["type"] == "accepted"

    async def test_signing_out_closes_both(self, house: House) -> None:
        async with Tab(house) as one, Tab(house) as two:
            token = (await one.hello())["token"]
            await two.hello(token=token)
            one.says("logout", ref="bye")

            assert await one.is_closed() == (1000, "signed out")
            assert await two.is_closed() == (1000, "signed out")
        assert one.sent[-1] == {"type": "signed_out", "ref": "bye"}
        assert two.sent[-1] == {"type": "signed_out"}
        async with Tab(house) as tab:
            assert (await tab.hello(token=token))["session"]["resumed"] is False

    async def test_signing_out_leaves_other_people_alone(self, house: House) -> None:
        async with Tab(house) as one, Tab(house) as stranger:
            await one.hello()
            await stranger.hello()
            one.says("logout")
            await one.is_closed()
            await stranger.settle()

            assert stranger.channel.closed is None


class TestSearching:
    async def test_finds_what_was_said_in_another_conversation(self, house: House) -> None:
        async with Tab(house) as tab:
            chat = (await tab.hello())["conversation"]["id"]
            await tab.writes()
            await tab.asks("open", conversation_id=None)
            found = await tab.asks("search", text="ОТКРЫТЫ")

        (item,) = found["items"]
        assert found["type"] == "found"
        assert (item["conversation_id"], item["seq"], item["author"]) == (chat, 1, "person")
        assert item["excerpt"] == "Вы открыты?"


class TestAccounts:
    async def test_conversation_stays_when_a_guest_registers_and_logs_in_elsewhere(self, house: House) -> None:
        async with Tab(house) as tab:
            chat = (await tab.hello())["conversation"]["id"]
            await tab.writes()
            signed = await tab.asks("register", login="ann", password=PASSWORD)
        async with Tab(house) as tab:
            await tab.hello()
            await tab.asks("login", login="ANN", password=PASSWORD)
            chats = await tab.asks("conversations")

        assert signed["conversation"] == {"id": chat, "last_seq": 1}
        assert [(item["id"], item["title"]) for item in chats["items"]] == [(chat, "Вы открыты?")]

    @pytest.mark.parametrize(
        ("kind", "login", "password", "code"),
        [
            ("register", "ann", PASSWORD, "login_taken"),
            ("register", "bob", "12345678", "weak_password"),
            ("register", "b", PASSWORD, "bad_frame"),
            ("login", "ann", "wrong password", "bad_credentials"),
            ("login", "nobody", PASSWORD, "bad_credentials"),
            ("login", "\0", PASSWORD, "bad_credentials"),
        ],
    )
    async def test_refusal_names_why_and_repeats_nothing(
        self, house: House, kind: str, login: str, password: str, code: str
    ) -> None:
        async with Tab(house) as tab:
            await tab.hello()
            await tab.asks("register", login="ann", password=PASSWORD)
        async with Tab(house) as tab:
            await tab.hello()
            error = await tab.asks(kind, login=login, password=password)

        assert (error["type"], error["code"]) == ("error", code)
        assert password not in error["message"]
        assert not any(PASSWORD in str(line) for line in house.log.lines)
