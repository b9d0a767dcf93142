"""The chat's socket against those who do not keep the protocol."""

import json

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin

from tests.integration.whole.chat_client import socket_url, visiting
from tests.integration.whole.house import House

FRAME_BYTES = 64 * 1024


def message_of(size: int) -> str:
    """A ``message`` frame of exactly so many bytes."""
    empty = json.dumps({"type": "message", "id": "big", "text": "", "ref": "big"})
    return json.dumps({"type": "message", "id": "big", "text": "x" * (size - len(empty)), "ref": "big"})


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "http://127.0.0.1"])
async def test_handshake_is_refused_when_the_origin_is_foreign(house: House, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with connect(socket_url(house), origin=Origin(origin), proxy=None):
            pass

    assert refused.value.response.status_code == 403


async def test_nothing_is_compressed_when_the_client_offers_it(house: House) -> None:
    async with connect(socket_url(house), origin=Origin(house.url), proxy=None, compression="deflate") as socket:
        assert socket.request is not None
        assert "permessage-deflate" in socket.request.headers["Sec-WebSocket-Extensions"]
        assert socket.response is not None
        assert "Sec-WebSocket-Extensions" not in socket.response.headers


async def test_frame_before_hello_is_refused(house: House) -> None:
    async with visiting(house) as visitor:
        refused = await visitor.ask("ping")
        await visitor.hello()
        pong = await visitor.ask("ping")

    assert (refused["type"], refused["code"]) == ("error", "hello_required")
    assert pong["type"] == "pong"


async def test_socket_closes_when_no_hello_comes(house: House) -> None:
    async with visiting(house) as silent:
        assert await silent.closed() == 4401


async def test_socket_closes_when_the_protocol_is_unknown(house: House) -> None:
    async with visiting(house) as visitor:
        refused = await visitor.ask("hello", protocol=2)
        code = await visitor.closed()

    assert (refused["code"], code) == ("unsupported_protocol", 4400)


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "unheard_of"},
        {"type": "message", "id": "m1"},
        {"type": "message", "id": "", "text": "a"},
        {"type": "message", "id": "m" * 65, "text": "a"},
        {"type": "message", "id": "m1", "text": "   "},
        {"type": "message", "id": "m1", "text": 7},
        {"type": "history", "limit": 101},
        {"type": "hello", "protocol": 1},
        {"text": "no type"},
    ],
)
async def test_bad_frame_is_named_and_the_socket_stays(house: House, frame: dict[str, object]) -> None:
    async with visiting(house) as visitor:
        await visitor.hello()
        await visitor.socket.send(json.dumps(frame | {"ref": "bad"}))
        refused = await visitor.next()
        pong = await visitor.ask("ping")

    assert (refused["type"], refused["code"], refused["ref"]) == ("error", "bad_frame", "bad")
    assert pong["type"] == "pong"


@pytest.mark.parametrize("data", ["not json", "[]", '"text"', b'{"type": "ping"}', "[" * 60_000, "{"])
async def test_socket_closes_when_this_is_another_protocol(house: House, data: str | bytes) -> None:
    async with visiting(house) as visitor:
        await visitor.hello()
        await visitor.socket.send(data)

        assert await visitor.closed() == 4400


async def test_largest_frame_is_read_and_a_larger_one_closes_the_socket(house: House) -> None:
    async with visiting(house) as visitor:
        await visitor.hello()
        await visitor.socket.send(message_of(FRAME_BYTES))
        refused = await visitor.next()
        await visitor.socket.send(message_of(FRAME_BYTES + 1))
        code = await visitor.closed()

    assert (refused["type"], refused["code"], refused["ref"]) == ("error", "too_large", "big")
    assert code == 1009
