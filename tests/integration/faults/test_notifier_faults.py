"""The other service is away, deaf, half there, or slow: answers do not wait for it, and it misses nothing."""

import asyncio
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.server import ServerConnection

from tests.integration.faults.conftest import OpenPlace
from tests.integration.faults.place import Place
from tests.integration.faults.relay import Wire, relay_to
from tests.integration.services.ports import free_port
from tests.integration.whole.notifier_stand_in import NotifierStandIn, listening
from tests.integration.whole.sandbox_client import SandboxClient, stranger
from tests.integration.whole.waiting import until


@dataclass
class SlowStandIn(NotifierStandIn):
    """Takes its time for each frame."""

    async def handle(self, connection: ServerConnection) -> None:
        self.connections += 1
        async for text in connection:
            frame = json.loads(text)
            self.frames.append(frame)
            await asyncio.sleep(0.1)
            await connection.send(json.dumps({"type": "ack", "id": frame["id"]}))


async def test_outbox_drains_in_order_when_the_receiver_was_away_deaf_and_slow(
    open_place: OpenPlace, vk: SandboxClient
) -> None:
    """Fault 24, an hour as seconds: nobody there, then a silent peer, then one that drops, then a slow one."""
    place, people, receiver = await open_place(), [stranger() for _ in range(3)], free_port()
    await ask_all(vk, people, "Почём?", 1)
    async with relay_to(receiver, port=place.site.notifier_port) as wire:
        wire.state = Wire.HOLDS
        await until(lambda: is_held(wire.held), "the notifier to connect to a peer that says nothing")
        await ask_all(vk, people, "А где вы?", 2)
        wire.state = Wire.PASSES
        wire.cut()
        dropping, slow = NotifierStandIn(acks=True, refusals=2), SlowStandIn()
        async with listening(dropping, receiver):
            await dropping.received(3)
        wire.cut()
        await ask_all(vk, people, "А когда?", 3)
        async with listening(slow, receiver):
            await until(lambda: is_drained(place), "the outbox to be empty")
    await place.check(vk)

    await judge(place, dropping.frames + slow.frames)


async def ask_all(vk: SandboxClient, people: list[int], words: str, number: int) -> None:
    """Each is answered though nobody takes the news of it."""
    for person in people:
        await vk.say(words, by=person)
    for person in people:
        await vk.message_to(person, number=number)


async def is_held(count: int) -> bool:
    return count > 0


async def is_drained(place: Place) -> bool:
    return all(row.state == "delivered" for row in (await place.books()).notifications)


async def judge(place: Place, frames: list[dict[str, Any]]) -> None:
    """Every row came, repeats under the same id with the same words, each conversation in its order."""
    rows = (await place.books()).notifications
    by_id: dict[str, dict[str, Any]] = {}
    came: dict[str, list[str]] = defaultdict(list)
    for frame in frames:
        assert by_id.setdefault(frame["id"], frame) == frame
        if frame["id"] not in came[frame["responses"][0]["conversation_id"]]:
            came[frame["responses"][0]["conversation_id"]].append(frame["id"])
    assert by_id.keys() == {str(row.id) for row in rows}
    for ids in came.values():
        assert ids == [str(row.id) for row in sorted(rows, key=lambda row: row.position) if str(row.id) in ids]
