"""The stand-in VK's sender of events against a real receiver."""

from collections.abc import AsyncGenerator

import pytest

from tests.integration.sandbox_bench import ANNA, GROUP, Bench, running


@pytest.fixture
async def sut() -> AsyncGenerator[Bench, None]:
    async with running() as bench:
        yield bench


async def test_redelivers_with_a_counter_until_ok(sut: Bench) -> None:
    sut.receiver.answers = [(500, "", ""), (200, "OK", ""), (503, "", "Retry-After: 0\r\n")]

    await sut.control("post", {"text": "Запись"})
    [delivery] = await sut.deliveries()

    assert sut.receiver.counters == [None, "1", "2", "3"]
    assert len({event["event_id"] for event in sut.receiver.events}) == 1
    assert delivery["state"] == "delivered"
    assert [attempt["status"] for attempt in delivery["attempts"]] == [500, 200, 503, 200]


async def test_event_is_lost_after_five_retries(sut: Bench) -> None:
    sut.receiver.answers = [(500, "", "")] * 10

    await sut.control("post", {"text": "Запись"})
    [delivery] = await sut.deliveries()

    assert delivery["state"] == "lost"
    assert len(delivery["attempts"]) == 6


@pytest.mark.parametrize("kind", ["lose_answer", "duplicate"])
async def test_event_comes_twice_when_scripted(sut: Bench, kind: str) -> None:
    await sut.control("faults", {"kind": kind})

    await sut.control("post", {"text": "Запись"})
    await sut.deliveries()

    assert len(sut.receiver.bodies) == 2
    assert sut.receiver.bodies[0] == sut.receiver.bodies[1]


async def test_own_events_are_held_back_when_scripted(sut: Bench) -> None:
    await sut.control("faults", [{"kind": "suppress_own_events"}, {"kind": "positive_own_id"}])

    await sut.comment()
    await sut.comment()
    states = [delivery["state"] for delivery in await sut.deliveries()]

    assert states == ["suppressed", "delivered"]
    assert (await sut.state())["deliveries"][0]["object"]["from_id"] == GROUP


async def test_raw_event_arrives_byte_for_byte(sut: Bench) -> None:
    await sut.http.post("/sandbox/api/event", content=b'{"type": "wall_reply_new", broken')
    await sut.deliveries()

    assert sut.receiver.bodies == [b'{"type": "wall_reply_new", broken']


async def test_events_go_to_the_address_set_later() -> None:
    async with running(callback_url=None) as sut:
        await sut.control("post", {"text": "никому"})
        await sut.control("callback", {"url": sut.receiver.url, "secret": "other"})
        await sut.control("post", {"text": "кому-то"})
        await sut.deliveries()

        assert [(event["object"]["text"], event["secret"]) for event in sut.receiver.events] == [("кому-то", "other")]


async def test_added_server_is_confirmed_and_gets_ticked_events() -> None:
    async with running(callback_url=None) as sut:
        sut.receiver.answers = [(200, "sandbox0", "")]
        target = {"group_id": GROUP, "url": sut.receiver.url, "title": "otklik", "secret_key": "s3"}
        server_id = (await sut.vk("groups.addCallbackServer", **target))["response"]["server_id"]
        await sut.vk("groups.setCallbackSettings", group_id=GROUP, server_id=server_id, wall_post_new=1)
        await sut.control("post", {"text": "Запись"})
        await sut.control("message", {"from_id": ANNA, "text": "Привет"})
        await sut.deliveries()
        servers = (await sut.vk("groups.getCallbackServers", group_id=GROUP))["response"]

    assert [event["type"] for event in sut.receiver.events] == ["confirmation", "wall_post_new"]
    assert [(item["status"], item["secret_key"]) for item in servers["items"]] == [("ok", "s3")]


async def test_seed_is_announced_under_one_event_id_in_every_run() -> None:
    seen = []
    for _ in range(2):
        async with running(announce_seed=True) as sut:
            await sut.deliveries()
            seen += [event["event_id"] for event in sut.receiver.events]

    assert len(seen) == 2
    assert len(set(seen)) == 1
