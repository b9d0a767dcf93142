import json
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from adapters.outbound.vk_api import VkApi
from adapters.outbound.vk_event_source import VkEventSource
from domain.community import CommunityError
from ports.event_source import (
    HistoryLostError,
    PolledBatch,
    PolledEvent,
    PollError,
    PollKeyExpiredError,
    PollSession,
    PollSessionLostError,
)

GROUP = 229_000_001
SESSION = PollSession(server="https://lp.vk.test/wh", key="a-secret-key", ts="5")
UPDATE = {"type": "wall_reply_new", "group_id": GROUP, "event_id": "e1", "v": "5.199", "object": {"id": 7}}

Answer = Callable[[httpx2.Request], httpx2.Response]


def make_source(answer: Answer, **given: Any) -> VkEventSource:
    client = httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
    return VkEventSource(VkApi(client, "https://vk.test", "t", "5.199"), client, GROUP, **given)


async def poll(body: object, *, status: int = 200) -> PolledBatch:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return await make_source(lambda _: httpx2.Response(status, content=content)).poll(SESSION, ts="5")


async def events(*updates: object) -> list[PolledEvent]:
    return list((await poll({"ts": "6", "updates": updates})).events)


async def test_asks_as_vk_wants_it() -> None:
    asked: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        return httpx2.Response(200, json={"ts": "6", "updates": []})

    await make_source(answer).poll(SESSION, ts="5")

    assert str(asked[0].url.copy_with(query=None)) == "https://lp.vk.test/wh"
    assert dict(asked[0].url.params) == {"act": "a_check", "key": "a-secret-key", "ts": "5", "wait": "25"}
    assert "authorization" not in asked[0].headers


@pytest.mark.parametrize(
    ("response", "server", "ts"),
    [
        ({"key": "k", "server": "https://lp.vk.test/wh", "ts": "17"}, "https://lp.vk.test/wh", "17"),
        ({"key": "k", "server": "lp.vk.test/wh", "ts": 17}, "https://lp.vk.test/wh", "17"),
    ],
)
async def test_opens_a_session(response: dict[str, object], server: str, ts: str) -> None:
    session = await make_source(lambda _: httpx2.Response(200, json={"response": response})).open()

    assert (session.server, session.key, session.ts) == (server, "k", ts)
    assert "'k'" not in repr(session)


@pytest.mark.parametrize("response", [None, {}, {"key": "k", "server": "", "ts": "1"}, {"key": "k", "server": "s"}])
async def test_has_no_session_when_the_response_is_of_another_shape(response: object) -> None:
    with pytest.raises(CommunityError) as caught:
        await make_source(lambda _: httpx2.Response(200, json={"response": response})).open()

    assert caught.value.outcome_unknown


async def test_keeps_the_update_as_it_came() -> None:
    raw = b'{"type":"wall_reply_new", "group_id":229000001,"event_id":"e1","object":{"text":"\\u0430  "}}'

    batch = await poll(b'{"ts":"6","updates":[' + raw + b'],"new_field":1}')

    assert batch == PolledBatch(
        events=[PolledEvent(type="wall_reply_new", group_id=GROUP, event_id=b"e1", body=raw)], ts="6"
    )


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"failed": 1, "ts": 30}, HistoryLostError),
        ({"failed": 1, "ts": "30"}, HistoryLostError),
        ({"failed": 1}, PollSessionLostError),
        ({"failed": 2}, PollKeyExpiredError),
        ({"failed": 3}, PollSessionLostError),
        ({"failed": 4, "min_version": 0, "max_version": 3}, PollSessionLostError),
    ],
)
async def test_tells_what_vk_wants_when_it_does_not_go_on(answer: dict[str, object], error: type[PollError]) -> None:
    with pytest.raises(error) as caught:
        await poll(answer)

    if isinstance(caught.value, HistoryLostError):
        assert caught.value.ts == "30"


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"[]", b"null", {}, {"updates": []}, {"ts": ""}, {"ts": "a" * 300}, {"ts": "6", "updates": 5}],
)
async def test_has_no_answer_when_it_is_of_another_shape(body: object) -> None:
    with pytest.raises(CommunityError) as caught:
        await poll(body)

    assert caught.value.outcome_unknown


@pytest.mark.parametrize("status", [302, 403, 502])
async def test_has_no_answer_when_the_status_is_bad(status: int) -> None:
    with pytest.raises(CommunityError):
        await poll({"ts": "6", "updates": []}, status=status)


@pytest.mark.parametrize("error", [httpx2.ReadTimeout("slow"), httpx2.ConnectError("a-secret-key")])
async def test_has_no_answer_when_the_transport_fails(error: httpx2.HTTPError) -> None:
    def answer(_: httpx2.Request) -> httpx2.Response:
        raise error

    with pytest.raises(CommunityError) as caught:
        await make_source(answer).poll(SESSION, ts="5")

    assert "a-secret-key" not in str(caught.value)


async def test_has_the_same_id_each_time_when_vk_gave_none() -> None:
    without = {name: value for name, value in UPDATE.items() if name != "event_id"}
    mixed = dict(reversed(without.items()))
    other = without | {"object": {"id": 8}}

    first, again, another = await events(without, mixed, other)

    assert first.event_id == again.event_id != another.event_id
    assert 0 < len(first.event_id) <= 128


@pytest.mark.parametrize(("given", "kept"), [(15, b"15"), ("я" * 64, "я".encode() * 64)])
async def test_keeps_vks_id_when_it_can_be_stored(given: object, kept: bytes) -> None:
    (event,) = await events(UPDATE | {"event_id": given})

    assert event.event_id == kept


@pytest.mark.parametrize("given", [None, "", "я" * 65])
async def test_makes_an_id_when_vks_cannot_be_stored(given: object) -> None:
    (event,) = await events(UPDATE | {"event_id": given})

    assert event.event_id.startswith(b"polled:")


@pytest.mark.parametrize(
    "update",
    [
        None,
        [],
        "text",
        {},
        {"type": "message_new"},
        UPDATE | {"type": "a" * 65},
        UPDATE | {"type": ""},
        UPDATE | {"type": "a b"},
        UPDATE | {"group_id": "x"},
        UPDATE | {"group_id": 2**80},
    ],
)
async def test_passes_what_could_never_be_stored(update: object) -> None:
    assert [event.event_id for event in await events(update, UPDATE)] == [b"e1"]


async def test_keeps_half_an_emoji() -> None:
    broken = json.dumps(UPDATE | {"object": {"text": "\ud83d"}})

    batch = await poll(f'{{"ts":"6","updates":[{broken}]}}'.encode())

    (event,) = batch.events
    assert event.event_id == b"e1"
    assert json.loads(event.body)["object"]["text"] == "\ud83d"
