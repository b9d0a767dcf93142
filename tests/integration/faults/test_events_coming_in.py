"""The way in: whatever happens around the storing of an event, VK is told ``ok`` for what is stored, and only then."""

import asyncio
import json
import random
from contextlib import suppress

import pytest

from tests.integration.faults.place import Place, told_by_vk_too
from tests.integration.faults.relay import Wire, relay_to
from tests.integration.services.ports import HOST
from tests.integration.whole.house import CALLBACK_PATH, VK_SECRET, House
from tests.integration.whole.sandbox_client import Found, SandboxClient, stranger
from tests.integration.whole.test_events import event, tell
from tests.integration.whole.waiting import until
from tests.unit.adapters.outbound.vk_events import COMMENT

everywhere = pytest.mark.parametrize("place", ["sqlite", "mariadb"], indirect=True)
on_sqlite = pytest.mark.parametrize("place", ["sqlite"], indirect=True)


async def attempts(vk: SandboxClient, kind: str) -> list[Found]:
    """What VK tried with its events of a type."""
    return [attempt for told in await vk.all_told() if told["type"] == kind for attempt in told["attempts"]]


async def count(place: Place, kind: str) -> int:
    return sum(row.type == kind for row in (await place.books()).events)


@on_sqlite
async def test_event_is_taken_once_when_killed_before_vk_heard_ok(place: Place, vk: SandboxClient) -> None:
    """Fault 1: the wire kills the server when the answer is on its way, so the event is on disk and is told again."""
    async with relay_to(place.first.port) as wire:
        await vk.control("callback", {"url": wire.url + CALLBACK_PATH, "secret": VK_SECRET})
        wire.state, wire.on_answer = Wire.SWALLOWS_ANSWERS, place.first.kill
        await vk.post("Почём?", by=stranger())
        await until(lambda: is_dead(place.first), "the node to be killed")
        assert await count(place, "wall_post_new") == 1

        wire.state = Wire.PASSES
        await place.revive()
        await place.check(vk)

    tries = await attempts(vk, "wall_post_new")
    assert len(tries) > 1
    assert (tries[0]["status"], tries[-1]["body"]) == (None, "ok")
    assert await count(place, "wall_post_new") == 1


@everywhere
async def test_event_is_taken_once_when_killed_before_it_was_stored(place: Place, vk: SandboxClient) -> None:
    """Fault 2: the server has the event and cannot store it yet."""
    async with relay_to(place.first.port) as wire:
        await vk.control("callback", {"url": wire.url + CALLBACK_PATH, "secret": VK_SECRET})
        async with place.frozen("events"):
            await vk.post("Почём?", by=stranger())
            await until(lambda: has_arrived(wire.asked), "the event to arrive")
            place.first.kill()
        assert await count(place, "wall_post_new") == 0

        await place.check(vk)

    assert len(await attempts(vk, "wall_post_new")) > 1
    assert await count(place, "wall_post_new") == 1


async def is_dead(node: House) -> bool:
    return not node.is_running


async def has_arrived(size: int) -> bool:
    return size > 0


async def test_event_is_taken_once_when_it_comes_three_times_to_two_nodes(place: Place, vk: SandboxClient) -> None:
    """Fault 3: twenty comments, each six times at once."""
    post_id = await vk.post()
    await vk.control("callback", {"url": None})
    told = []
    for number in range(20):
        person, text = stranger(), f"Почём {number}?"
        comment_id = await vk.comment(post_id, text, by=person)
        words = {"id": comment_id, "from_id": person, "post_id": post_id, "text": text}
        told.append(event("wall_reply_new", COMMENT | words))

    answers = await asyncio.gather(
        *(tell(node, body, retry=number) for body in told for node in place.nodes for number in range(3))
    )
    await vk.send_events_to(place.first)
    books = await place.check(vk)

    assert {(answer.status_code, answer.text) for answer in answers} == {(200, "ok")}
    assert len(answers) == 120
    assert len(books.turns) == 20
    assert len(await vk.said_under(post_id)) == 20


@everywhere
async def test_two_callback_servers_and_repeats_make_one_answer(place: Place, vk: SandboxClient) -> None:
    """Fault 3 as VK does it: duplicates, answers that it does not hear, and a second server of the same community."""
    faults = [{"kind": kind, "times": 3} for kind in ("duplicate", "lose_answer")]
    async with told_by_vk_too(vk, place.last):
        await vk.control("faults", faults)
        post_id = await vk.post()
        for number in range(5):
            await vk.comment(post_id, f"Почём {number}?")
        books = await place.check(vk)

    assert len(books.turns) == 5


@on_sqlite
async def test_event_is_new_when_its_first_try_reached_nobody(place: Place, vk: SandboxClient) -> None:
    """Fault 4: the only request that ever arrives says that it is a repeat."""
    post_id = await vk.post()
    await vk.all_told()
    place.first.kill()
    comment_id = await vk.comment(post_id, "Почём?")
    await until(lambda: has_been_tried(vk), "VK to try in vain")

    await place.revive()
    await vk.answer(post_id, to=comment_id)
    await place.check(vk)

    tries = await attempts(vk, "wall_reply_new")
    assert tries[0]["status"] is None
    assert max(attempt["counter"] for attempt in tries if attempt["body"] == "ok") > 0


async def has_been_tried(vk: SandboxClient) -> bool:
    told = [event for event in (await vk.state())["deliveries"] if event["type"] == "wall_reply_new"]
    return bool(told and told[0]["attempts"])


async def test_dialog_is_answered_once_when_vk_gave_its_event_up(place: Place, vk: SandboxClient) -> None:
    """Fault 13: nobody was there for longer than VK repeats, so the start asks for the dialogs that wait."""
    early, late = stranger(), stranger()
    await vk.say("Здравствуйте!", by=early)
    await vk.message_to(early)
    await vk.control("callback", {"url": None})
    for node in place.nodes:
        node.kill()
    await vk.say("Почём?", by=late)

    await vk.send_events_to(place.first)
    await place.revive()
    await vk.message_to(late)
    books = await place.check(vk)

    assert len(books.turns) == 2
    assert len(await vk.said_to(late)) == 1
    assert len(await vk.said_to(early)) == 1


@everywhere
async def test_events_are_kept_once_when_their_senders_hang_up(place: Place, vk: SandboxClient) -> None:
    """Fault 15 at the door: half of the requests are broken off while they are being stored, then all come again."""
    told = [event("wall_reply_new", COMMENT | {"id": 10_000 + number, "from_id": -1}) for number in range(100)]
    await asyncio.gather(*(hang_up(place.first, body) for body in told[::2]))

    answers = [await tell(place.first, body) for body in told]
    await place.quiet(vk)

    assert {answer.text for answer in answers} == {"ok"}
    assert await count(place, "wall_reply_new") == 100
    assert place.crashes() == []


async def hang_up(node: House, body: Found) -> None:
    """Ask, and leave before the answer."""
    content = json.dumps(body).encode()
    head = f"POST {CALLBACK_PATH} HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {len(content)}\r\n\r\n"
    _, writer = await asyncio.open_connection(HOST, node.port)
    writer.write(head.encode() + content)
    with suppress(OSError):
        await writer.drain()
        await asyncio.sleep(random.random() / 100)  # noqa: S311 - a moment, no secret
    writer.transport.abort()


@everywhere
async def test_nothing_changes_when_recorded_traffic_comes_again(place: Place, vk: SandboxClient) -> None:
    """Statement 26: everything that VK ever told, twice more and in another order."""
    post_id, person = await vk.post("Сдать работы до 5 декабря"), stranger()
    await vk.comment(post_id, "Почём?", by=person)
    await vk.say("Почём?", by=person)
    before = await place.check(vk)
    # What is kept has no secret any more; VK would send it again.
    replayed = [json.dumps(json.loads(row.body) | {"secret": VK_SECRET}).encode() for row in before.events] * 2
    random.Random(26).shuffle(replayed)  # noqa: S311 - an order, no secret

    answers = [await tell(node, body) for body in replayed for node in place.nodes]
    # And under ids that nobody has seen, as a second callback server and the long poll tell the same things.
    renamed = [json.loads(body) | {"event_id": f"again-{number}"} for number, body in enumerate(replayed)]
    answers += [await tell(place.last, body) for body in renamed]
    after = await place.check(vk)

    assert {answer.text for answer in answers} == {"ok"}
    for table in ("messages", "turns", "deliveries", "entries", "holds"):
        assert getattr(after, table) == getattr(before, table)
    # Whether the other service has taken them yet is another matter.
    assert [row.key for row in after.notifications] == [row.key for row in before.notifications]
    assert len(after.events) == len(before.events) + len(renamed)
