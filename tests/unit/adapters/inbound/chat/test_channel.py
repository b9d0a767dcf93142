import asyncio
from typing import Any

import pytest
from litestar.exceptions import WebSocketDisconnect

from adapters.inbound.chat import channel as module
from adapters.inbound.chat.channel import Channel, ClosedError
from adapters.inbound.chat.frames import Pong


class ScriptedSocket:
    """As much of a socket as a channel needs."""

    def __init__(self, *received: dict[str, Any], error: Exception | None = None) -> None:
        self.received = list(received)
        self.error = error
        self.sent: list[str] = []
        self.closed: list[tuple[int, str]] = []
        self.is_stuck = False

    async def send_data(self, data: str, *, mode: str) -> None:
        assert mode == "text"
        await self._do()
        self.sent.append(data)

    async def receive(self) -> dict[str, Any]:
        await self._do()
        return self.received.pop(0)

    async def close(self, code: int, reason: str) -> None:
        self.closed.append((code, reason))
        await self._do()

    async def _do(self) -> None:
        if self.error is not None:
            raise self.error
        if self.is_stuck:
            await asyncio.Event().wait()


def make_channel(socket: ScriptedSocket) -> Channel:
    return Channel(socket)  # type: ignore[arg-type]  # no more of it is used


ERRORS = [WebSocketDisconnect(detail="gone"), RuntimeError("already closed"), ConnectionResetError()]


async def test_sends_one_json_object() -> None:
    socket = ScriptedSocket()

    await make_channel(socket).send(Pong(ref="r"))

    assert socket.sent == ['{"type":"pong","ref":"r"}']


@pytest.mark.parametrize("error", ERRORS)
async def test_is_closed_when_sending_fails(error: Exception) -> None:
    socket = ScriptedSocket(error=error)
    channel = make_channel(socket)

    with pytest.raises(ClosedError):
        await channel.send(Pong())
    socket.error = None
    with pytest.raises(ClosedError):
        await channel.send(Pong())
    await channel.close(1000, "bye")

    assert socket.sent == []
    assert socket.closed == []


async def test_cuts_a_reader_when_it_takes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SEND_SECONDS", 0.005)
    socket = ScriptedSocket()
    socket.is_stuck = True

    with pytest.raises(ClosedError):
        await make_channel(socket).send(Pong())

    assert socket.closed == [(4408, "reader too slow")]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ({"text": "hello"}, "hello"),
        ({"text": "hello", "bytes": None}, "hello"),
        ({"text": None, "bytes": b"\x00"}, b"\x00"),
        ({"text": "", "bytes": None}, ""),
    ],
)
async def test_gives_the_frame_as_it_came(message: dict[str, Any], expected: str | bytes) -> None:
    socket = ScriptedSocket({"type": "websocket.receive", **message})

    assert await make_channel(socket).receive() == expected


@pytest.mark.parametrize("error", ERRORS[:2])
async def test_is_closed_when_receiving_fails(error: Exception) -> None:
    with pytest.raises(ClosedError):
        await make_channel(ScriptedSocket(error=error)).receive()


async def test_is_closed_when_the_other_side_has_gone() -> None:
    socket = ScriptedSocket({"type": "websocket.disconnect", "code": 1001})
    channel = make_channel(socket)

    with pytest.raises(ClosedError):
        await channel.receive()
    await channel.close(1000, "bye")

    assert socket.closed == []


async def test_closes_once() -> None:
    socket = ScriptedSocket()
    channel = make_channel(socket)

    await channel.close(1000, "bye")
    await channel.close(1011, "again")

    assert socket.closed == [(1000, "bye")]


@pytest.mark.parametrize("error", ERRORS)
async def test_does_not_mind_when_there_is_nothing_left_to_close(error: Exception) -> None:
    await make_channel(ScriptedSocket(error=error)).close(1000, "bye")
