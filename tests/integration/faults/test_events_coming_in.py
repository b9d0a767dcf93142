"""The way in: whatever happens around the storing of an event, VK is told ``ok`` for what is stored, and only then."""

import asyncio
import json
import random
from uuid import uuid4

import httpx2
import pytest

from tests.integration.faults.place import Place, told_by_vk_too
from tests.integration.faults.relay import Wire, relay_to
from tests.integration.services.ports import HOST
from tests.integration.whole.house import CALLBACK_PATH, GROUP, VK_SECRET
from tests.integration.whole.sandbox_client import Found, SandboxClient, stranger
from tests.integration.whole.waiting import until

everywhere = pytest.mark.parametrize("place", ["sqlite", "mariadb"], indirect=True)
on_sqlite = pytest.mark.parametrize("place", ["sqlite"], indirect=True)


async def attempts(vk: SandboxClient, comment_id: int) -> list[Found]:
    """What VK tried with the event of a comment."""
    told = [event for event in await vk.all_told() if event["object"].get("id") == comment_id]
    return [attempt for event in told for attempt in event["attempts"]]


@everywhere
async def test_event_is_taken_once_when_killed_before_vk_heard_ok(place: Place, vk: SandboxClient) -> None:
    """Fault 1: the wire kills the server when the answer is on its way, so the event is on disk and VK tells it again."""
    async with relay_to(place.first.port) as wire:
        await vk.control("callback", {"url": wire.url + CALLBACK_PATH, "secret": VK_SECRET})
        wire.state, wire.on_answer = Wire.SWALLOWS_ANSWERS, place.first.kill
        post_id = await vk.post()
        await until(is_dead(place), "the node to be killed")
        wire.state = Wire.PASSES
        assert len((await place.books()).events) == 1

        await place.revive()
        comment_id = await vk.comment(post_id, "Почём?")
        await vk.answer(post_id, to=comment_id)
        await place.check(vk)

        [event] = [event for event in await vk.all_told() if event["type"] == "wall_post_new"]
        assert [attempt["status"] for attempt in event["attempts"]][-1] == 200
        assert len(event["attempts"]) > 1
        assert sum(row.type == "wall_post_new" for row in (await place.books()).events) == 1


def is_dead(place: Place):
    async def look() -> bool:
        return not place.first.is_running

    return look


@everywhere
async def test_event_is_taken_once_when_killed_before_it_was_stored(place: Place, vk: SandboxClient) -> None:
    """Fault 2: the server has the event and cannot store it yet; there is no row, and VK tells it again."""
    post_id = await vk.post()
    await vk.all_told()
    async with place.frozen("events"), relay_to(place.first.port) as wire:
        await vk.control("callback", {"url": wire.url + CALLBACK_PATH, "secret": VK_SECRET})
        comment_id = await vk.comment(post_id, "Почём?")
        await until(arrived(wire), "the event to arrive")
        place.first.kill()
        await vk.send_events_to(place.first)
    assert len((await place.books()).events) == 1

    await place.revive()
    await vk.answer(post_id, to=comment_id)
    await place.check(vk)


def arrived(wire):
    async def look() -> bool:
        return wire.connections > 0

    return look
