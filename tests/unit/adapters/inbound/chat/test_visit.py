"""A socket's life: the greeting, the replies, and how it ends."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from adapters.inbound.chat import client_frames, visit
from adapters.outbound.live_feed import conversation_topic
from adapters.outbound.live_hub import BOUND
from application.chat.open_session import OpenSession
from domain.errors import StorageUnavailableError
from domain.identifiers import ConversationId, TurnId
from domain.live import TurnStarted
from tests.factories import make_id
from tests.fakes.storage import FailingStorage
from tests.unit.adapters.inbound.chat.room import Frame, Tab
from tests.unit.application.house import House

UNKNOWN = str(make_id(99))


class TestHello:
    async def test_is_answered_with_a_new_session_when_there_was_none(self, house: House) -> None:
        async with Tab(house) as tab:
            welcome = await tab.hello()

        assert tab.types == ["welcome"]
        assert (welcome["protocol"], welcome["session"]["resumed"]) == (1, False)
        assert welcome["person"]["kind"] == "guest"
        assert welcome["token"]

    @pytest.mark.parametrize("token", ["", "dead", "x" * 256])
    async def test_is_no_error_when_the_token_is_dead(self, house: House, token: str) -> None:
        async with Tab(house) as tab:
            assert (await tab.hello(token=token))["session"]["resumed"] is False

    async def test_comes_back_to_the_conversation_when_the_token_lives(self, house: House) -> None:
        async with Tab(house) as tab:
            first = await tab.hello()
        async with Tab(house) as tab:
            again = await tab.hello(token=first["token"])

        assert again["session"] == first["session"] | {"resumed": True}
        assert again["conversation"] == first["conversation"]
        assert again["token"] == first["token"]

    async def test_is_waited_for_and_then_no_longer(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(visit, "HELLO_SECONDS", 0.01)

        async with Tab(house) as tab:
            assert await tab.is_closed() == (4401, "no hello in time")

    async def test_is_not_waited_for_longer_when_other_frames_come(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(visit, "HELLO_SECONDS", 0.05)

        async with Tab(house) as tab:
            while tab.channel.closed is None:
                tab.says("ping")
                await asyncio.sleep(0.005)

        assert tab.channel.closed == (4401, "no hello in time")

    async def test_is_asked_for_when_another_frame_comes_first(self, house: House) -> None:
        async with Tab(house) as tab:
            error = await tab.asks("message", id="1", text="Привет")
            await tab.hello()

        assert (error["type"], error["code"]) == ("error", "hello_required")
        assert house.storage.messages == []

    async def test_is_refused_when_the_protocol_is_another(self, house: House) -> None:
        async with Tab(house) as tab:
            error = await tab.asks("hello", protocol=2)

            assert error["code"] == "unsupported_protocol"
            assert await tab.is_closed() == (4400, "unsupported protocol")
        assert house.storage.sessions == []

    async def test_is_refused_when_it_comes_again(self, house: House) -> None:
        async with Tab(house) as tab:
            await tab.hello()

            assert (await tab.hello())["code"] == "bad_frame"
            assert (await tab.asks("ping"))["type"] == "pong"

    @pytest.mark.parametrize(("lang", "said"), [("ru", "Такого нет"), ("en", "There is no such thing")])
    async def test_chooses_the_language(self, house: House, lang: str, said: str) -> None:
        async with Tab(house) as tab:
            await tab.hello(lang=lang)

            assert (await tab.asks("retry", turn_id=UNKNOWN))["message"] == said

    async def test_language_of_the_browser_is_taken_when_it_names_none(self, house: House) -> None:
        async with Tab(house, lang="en") as tab:
            await tab.hello()

            assert (await tab.asks("open", conversation_id=UNKNOWN))["message"] == "There is no such thing"


class TestBadFrames:
    async def test_are_named_and_the_socket_lives(self, house: House) -> None:
        async with Tab(house) as tab:
            await tab.hello()
            tab.says("dance", ref="r")
            error = await tab.hears("error")

            assert (error["code"], error["ref"]) == ("bad_frame", "r")
            assert error["message"].endswith("unknown value at `$.type`")
            assert (await tab.asks("ping"))["type"] == "pong"

    async def test_close_the_socket_when_there_are_too_many(self, house: House) -> None:
        async with Tab(house) as tab:
            await tab.hello()
            for _ in range(client_frames.MOST_BAD_FRAMES):
                tab.says("dance")

            assert await tab.is_closed() == (4400, "not the protocol")
        assert tab.types.count("error") == client_frames.MOST_BAD_FRAMES

    @pytest.mark.parametrize("data", [b'{"type":"ping"}', "", "[]", "hello", '{"type":', '{"a":' * 10_000])
    @pytest.mark.parametrize("after_hello", [False, True])
    async def test_close_the_socket_when_they_are_not_the_protocol(
        self, house: House, data: str | bytes, *, after_hello: bool
    ) -> None:
        async with Tab(house) as tab:
            if after_hello:
                await tab.hello()
            tab.says_raw(data)

            assert await tab.is_closed() == (4400, "not the protocol")
        assert tab.sent[-1]["code"] == "bad_frame"


class TestFailures:
    async def test_tell_unavailable_and_the_socket_lives_when_the_storage_is_down(self, house: House) -> None:
        async with Tab(house) as tab:
            await tab.hello()
            house.storage.fail_next()
            error = await tab.asks("message", id="1", text="Привет")

            assert (error["code"], error["retry_after"]) == ("unavailable", 3.0)
            assert (await tab.asks("message", id="1", text="Привет"))["type"] == "accepted"

    async def test_tell_unavailable_and_close_when_there_is_no_session_to_be_had(self, house: House) -> None:
        house.storage.fail_next()

        async with Tab(house) as tab:
            assert (await tab.hello())["code"] == "unavailable"
            assert await tab.is_closed() == (1012, "try again later")

    async def test_tell_unavailable_and_close_when_what_was_missed_cannot_be_read(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(house.catch_up, "_storage", FailingStorage())

        async with Tab(house) as tab:
            tab.says("hello", protocol=1)
            assert (await tab.hears("error"))["code"] == "unavailable"
            assert await tab.is_closed() == (1012, "try again later")

    async def test_tell_internal_and_the_socket_lives_when_something_of_ours_breaks(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with Tab(house) as tab:
            await tab.hello()
            monkeypatch.setattr(house.list_chats, "_storage", None)
            error = await tab.asks("conversations")

            assert (error["type"], error["code"]) == ("error", "internal")
            assert (await tab.asks("ping"))["type"] == "pong"
        assert house.log.events("error") == ["frame_failed"]
        assert house.log.lines[-1].facts["frame"] == "Conversations"

    async def test_tell_internal_and_close_when_the_greeting_breaks(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(house.open_session, "_storage", None)

        async with Tab(house) as tab:
            assert (await tab.hello())["code"] == "internal"
            assert (await tab.is_closed())[0] == 1012
        assert house.log.events("error") == ["hello_failed"]

    async def test_close_when_the_feed_breaks(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        async with Tab(house) as tab:
            welcome = await tab.hello()
            async with Tab(house) as other:
                await other.hello(token=welcome["token"])
                monkeypatch.setattr(OpenSession, "execute", _fails)
                tab.says("register", login="ann", password="hunter2 hunter2")

                assert (await other.is_closed())[0] == 1012
        assert "telling_failed" in house.log.events("error")

    async def test_close_when_the_reader_is_too_slow_for_the_feed(self, house: House) -> None:
        async with Tab(house) as tab, Tab(house) as other:
            welcome = await tab.hello()
            await other.hello(token=welcome["token"])
            topic, conversation_id = conversation_of(welcome)
            for _ in range(BOUND + 1):
                house.feed._hub.deliver(topic, TurnStarted(conversation_id=conversation_id, turn_id=TurnId(make_id())))

            assert await other.is_closed() == (4408, "reader too slow")

    async def test_close_to_come_back_when_the_feed_was_away(self, house: House) -> None:
        async with Tab(house) as tab:
            topic, _ = conversation_of(await tab.hello())
            house.feed._hub.interrupt(topic)

            assert await tab.is_closed() == (1012, "come back")


def conversation_of(welcome: Frame) -> tuple[str, ConversationId]:
    """Its topic and its id."""
    conversation_id = ConversationId(UUID(welcome["conversation"]["id"]))
    return conversation_topic(conversation_id), conversation_id


async def _fails(*_given: Any, **_named: Any) -> Frame:
    raise StorageUnavailableError


@pytest.fixture
def house() -> House:
    return House()
