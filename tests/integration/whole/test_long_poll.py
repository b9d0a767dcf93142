"""Without a public address: events are fetched, through restarts, kills and VK's own breaks; none is answered twice."""

import httpx2
import pytest

from tests.integration.whole.conftest import OpenHouse
from tests.integration.whole.house import House
from tests.integration.whole.sandbox_client import SandboxClient, stranger
from tests.integration.whole.waiting import until

on_mariadb = pytest.mark.parametrize("database_url", ["mariadb"], indirect=True)


@pytest.fixture
async def quiet(vk: SandboxClient) -> SandboxClient:
    """A VK that calls nobody."""
    await vk.control("callback", {"url": None})
    return vk


def polling(open_house: OpenHouse, **settings: str) -> House:
    return open_house(VK_LONG_POLL="true", VK_SECRET="", **settings)


async def polled(vk: SandboxClient, house: House) -> None:
    """Return when the house has a session, and so a place to go on from."""

    async def look() -> bool:
        return any(line["event"] == "long_poll_opened" for line in house.logged())

    await until(look, "the long poll to be opened")


async def test_answers_what_is_fetched_and_takes_no_callback(quiet: SandboxClient, open_house: OpenHouse) -> None:
    house = polling(open_house)
    await house.restart()
    await polled(quiet, house)
    post_id, person = await quiet.post(), stranger()

    await quiet.answer(post_id, to=await quiet.comment(post_id, "Почём занятие?"))
    await quiet.say("Вы открыты?", by=person)
    await quiet.message_to(person)

    assert len(await quiet.said_under(post_id)) == len(await quiet.said_to(person)) == 1
    async with httpx2.AsyncClient(trust_env=False) as http:
        assert (await http.post(house.callback_url, json={"type": "confirmation"})).status_code == 404
    assert await house.stopped() == 0
    assert house.complaints() == []


async def test_answers_what_was_said_meanwhile_when_killed_and_started_again(
    quiet: SandboxClient, open_house: OpenHouse
) -> None:
    house = polling(open_house, LEASE_SECONDS="2")
    await house.restart()
    await polled(quiet, house)
    post_id = await quiet.post()
    first = await quiet.comment(post_id, "Почём занятие?")
    await quiet.answer(post_id, to=first)
    house.kill()
    second = await quiet.comment(post_id, "А где вы?")

    await house.restart()

    await quiet.answer(post_id, to=second)
    assert len(await quiet.said_under(post_id)) == 2


@pytest.mark.parametrize("code", [1, 2, 3])
async def test_goes_on_when_vk_breaks_the_poll_off(quiet: SandboxClient, open_house: OpenHouse, code: int) -> None:
    house = polling(open_house)
    await quiet.control("faults", {"kind": "error", "method": "longpoll", "code": code})
    await house.restart()
    await until(lambda: _is_struck(quiet), "the fault to strike")
    post_id = await quiet.post()

    comment_id = await quiet.comment(post_id, "Почём занятие?")

    await quiet.answer(post_id, to=comment_id)
    assert len(await quiet.said_under(post_id)) == 1


async def test_answers_once_when_callbacks_come_too(vk: SandboxClient, open_house: OpenHouse) -> None:
    house = open_house(VK_LONG_POLL="true")
    await house.restart()
    await polled(vk, house)
    await vk.send_events_to(house)
    post_id = await vk.post()

    for text in ("Почём занятие?", "А где вы?"):
        await vk.answer(post_id, to=await vk.comment(post_id, text))
    await vk.all_told()

    assert len(await vk.said_under(post_id)) == 2


@on_mariadb
async def test_another_process_polls_when_the_one_that_did_is_killed(
    quiet: SandboxClient, open_house: OpenHouse
) -> None:
    nodes = [polling(open_house, LEASE_SECONDS="2") for _ in range(2)]
    await nodes[0].restart()
    await polled(quiet, nodes[0])
    await nodes[1].restart()
    post_id = await quiet.post()
    await quiet.answer(post_id, to=await quiet.comment(post_id, "Почём занятие?"))
    assert not any(line["event"] == "long_poll_opened" for line in nodes[1].logged())

    nodes[0].kill()
    comment_id = await quiet.comment(post_id, "А где вы?")

    await quiet.answer(post_id, to=comment_id)
    assert len(await quiet.said_under(post_id)) == 2
    await polled(quiet, nodes[1])


async def _is_struck(vk: SandboxClient) -> bool:
    return not (await vk.state())["faults"]
