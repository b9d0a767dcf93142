import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection

from adapters.outbound.websocket_notifier import WebSocketNotifier
from domain.notification import Notification
from ports.notifier import Notifier, NotifierError, NotTakenError
from tests.contracts.notifier import NotifierContract, NotifierWorld
from tests.factories import make_notification
from tests.integration.outbound.receiver import Receiver, acknowledge, keep_silent, receiving


def make_notifier(receiver: Receiver, *, ack: bool = True, ack_timeout: float = 10) -> WebSocketNotifier:
    return WebSocketNotifier(receiver.url, ack=ack, ack_timeout=ack_timeout, spread=lambda: 0.0)


class SocketWorld:
    def __init__(self, receiver: Receiver, notifier: Notifier) -> None:
        self.notifier = notifier
        self._receiver = receiver

    async def received(self) -> list[str]:
        return [frame["id"] for frame in self._receiver.frames]

    async def fail_next(self) -> None:
        self._receiver.failures += 1


class TestWebSocketNotifier(NotifierContract):
    @pytest.fixture
    async def world(self) -> AsyncIterator[NotifierWorld]:
        receiver = Receiver()
        async with receiving(receiver), make_notifier(receiver) as notifier:
            yield SocketWorld(receiver, notifier)


async def test_sends_type_and_id_beside_the_payload() -> None:
    notification = make_notification(payload={"id_lastResponses": ["1"], "id": "forged", "text": "Да 🙂"})
    receiver = Receiver()

    async with receiving(receiver), make_notifier(receiver) as notifier:
        await notifier.deliver(notification)

    assert receiver.frames == [
        {"type": "responses", "id": str(notification.id), "id_lastResponses": ["1"], "text": "Да 🙂"}
    ]
    assert list(receiver.frames[0])[:2] == ["type", "id"]


@pytest.mark.parametrize("ack", [True, False])
async def test_uses_one_connection_when_delivering_often(*, ack: bool) -> None:
    receiver = Receiver(acknowledge if ack else keep_silent)

    async with receiving(receiver), make_notifier(receiver, ack=ack) as notifier:
        for _ in range(20):
            await notifier.deliver(make_notification())
        await receiver.until_received(20)

    assert receiver.connections == 1


async def test_opens_no_connection_when_nothing_is_delivered() -> None:
    receiver = Receiver()

    async with receiving(receiver), make_notifier(receiver):
        pass

    assert receiver.connections == 0


async def test_stays_connected_when_the_receiver_talks_much() -> None:
    async def talk(socket: ServerConnection, frame: dict[str, Any]) -> None:
        for number in range(100):
            await socket.send(json.dumps({"type": "news", "number": number}))
        await acknowledge(socket, frame)

    receiver = Receiver(talk)

    async with receiving(receiver), make_notifier(receiver) as notifier:
        for _ in range(5):
            await notifier.deliver(make_notification())

    assert receiver.connections == 1


MISLEADING = [
    '{{"type":"ack","id":"0191-foreign"}}',
    '{{"type":"ack"}}',
    '{{"type":"ack","id":7}}',
    '{{"type":"nack","id":"{id}"}}',
    '{{"id":"{id}"}}',
    '{{"type":null,"id":"{id}"}}',
    '["ack","{id}"]',
    "{id}",
    "not json",
    '{{"type":' * 5_000,
]


async def test_is_confirmed_when_other_frames_come_first() -> None:
    async def confuse(socket: ServerConnection, frame: dict[str, Any]) -> None:
        for misleading in MISLEADING:
            await socket.send(misleading.format(id=frame["id"]))
        await socket.send(b"\xff\x00")
        await acknowledge(socket, frame)

    receiver = Receiver(confuse)

    async with receiving(receiver), make_notifier(receiver) as notifier:
        for _ in range(3):
            await notifier.deliver(make_notification())

    assert receiver.connections == 1


@pytest.mark.parametrize("misleading", MISLEADING)
async def test_is_not_confirmed_when_the_frame_is_no_acknowledgement_of_it(misleading: str) -> None:
    async def mislead(socket: ServerConnection, frame: dict[str, Any]) -> None:
        await socket.send(misleading.format(id=frame["id"]))

    receiver = Receiver(mislead)

    async with receiving(receiver), make_notifier(receiver, ack_timeout=0.05) as notifier:
        with pytest.raises(NotTakenError):
            await notifier.deliver(make_notification())


async def test_is_not_confirmed_when_the_acknowledgement_is_of_the_one_before() -> None:
    late: list[dict[str, Any]] = []

    async def acknowledge_the_one_before(socket: ServerConnection, frame: dict[str, Any]) -> None:
        if late:
            await acknowledge(socket, late[-1])
        late.append(frame)

    receiver = Receiver(acknowledge_the_one_before)

    async with receiving(receiver), make_notifier(receiver, ack_timeout=0.05) as notifier:
        for _ in range(2):
            with pytest.raises(NotTakenError):
                await notifier.deliver(make_notification())


async def test_connects_anew_when_no_acknowledgement_came() -> None:
    receiver = Receiver(keep_silent)

    async with receiving(receiver), make_notifier(receiver, ack_timeout=0.05) as notifier:
        with pytest.raises(NotTakenError):
            await notifier.deliver(make_notification())
        receiver.answer = acknowledge
        await notifier.deliver(make_notification())

    assert receiver.connections == 2


async def test_gives_up_when_the_connection_ends_before_the_acknowledgement() -> None:
    async def hang_up(socket: ServerConnection, frame: dict[str, Any]) -> None:
        await socket.close()

    receiver = Receiver(hang_up)

    async with receiving(receiver), make_notifier(receiver) as notifier:
        with pytest.raises(NotTakenError):
            await notifier.deliver(make_notification())


async def test_delivers_when_the_receiver_has_restarted() -> None:
    receiver = Receiver()

    async with receiving(receiver) as server, make_notifier(receiver) as notifier:
        port = server.sockets[0].getsockname()[1]
        await notifier.deliver(make_notification())
        server.close()
        await server.wait_closed()
        with pytest.raises(NotifierError):
            await notifier.deliver(make_notification())
        async with receiving(receiver, port):
            await notifier.deliver(make_notification())

    assert len(receiver.frames) == 2


async def test_waits_longer_every_time_when_the_receiver_accepts_and_drops() -> None:
    receiver = Receiver()
    receiver.failures = 1_000
    loop = asyncio.get_running_loop()

    async with receiving(receiver), make_notifier(receiver) as notifier:
        began = loop.time()
        for _ in range(3):
            with pytest.raises(NotifierError):
                await notifier.deliver(make_notification())

    # The waits before the second and third connection, with no spread: 0.25 and 0.5 seconds. A lower bound holds on
    # the slowest machine too.
    assert loop.time() - began >= 0.75
    assert receiver.connections == 3


async def test_keeps_the_connection_when_a_delivery_was_cancelled() -> None:
    receiver = Receiver(keep_silent)

    async with receiving(receiver), make_notifier(receiver) as notifier:
        delivering = asyncio.create_task(notifier.deliver(make_notification()))
        await receiver.until_received(1)
        delivering.cancel()
        with pytest.raises(asyncio.CancelledError):
            await delivering
        receiver.answer = acknowledge
        await notifier.deliver(make_notification())

    assert receiver.connections == 1


@pytest.mark.parametrize("payload", [{"text": "\ud83d"}, {"what": object()}])
async def test_is_not_taken_when_the_payload_is_no_json(payload: dict[str, object]) -> None:
    receiver = Receiver()
    notification: Notification = make_notification(payload=payload)

    async with receiving(receiver), make_notifier(receiver) as notifier:
        with pytest.raises(NotTakenError):
            await notifier.deliver(notification)


@pytest.mark.parametrize("url", ["", "http://user:s3cret@127.0.0.1/", "ws://", "nonsense"])
def test_refuses_the_address_without_repeating_it_when_it_is_none(url: str) -> None:
    with pytest.raises(ValueError, match="ws://") as caught:
        WebSocketNotifier(url, ack=True)

    assert "s3cret" not in str(caught.value)
