"""After an outage that outlasted VK's retries: what waits in the dialogs is taken up, once."""

import json

import httpx2
import pytest

from tests.integration.whole.conftest import OpenHouse
from tests.integration.whole.house import GROUP, VK_SECRET, House
from tests.integration.whole.sandbox_client import SandboxClient, stranger
from tests.integration.whole.waiting import until

both_databases = pytest.mark.parametrize("database_url", ["sqlite", "mariadb"], indirect=True)


async def swept(house: House, *, times: int = 1) -> None:
    async def look() -> bool:
        return [line["event"] for line in house.logged()].count("dialogs_swept") >= times

    await until(look, "the dialogs to be swept")


@both_databases
async def test_answers_once_what_no_event_told(vk: SandboxClient, open_house: OpenHouse) -> None:
    await vk.control("callback", {"url": None})
    house, anna, boris = open_house(), stranger(), stranger()
    await house.restart()
    await swept(house)
    await house.stopped()
    for person in (anna, boris):
        await vk.say("Здравствуйте", by=person)
    last = await vk.say("Вы открыты?", by=anna)

    await house.restart()
    for person in (anna, boris):
        await vk.message_to(person)
    # VK's callback comes after all.
    await _tell_of(house, last, person=anna, number=2)
    await house.stopped()
    await house.restart()
    await swept(house, times=3)

    assert len(await vk.said_to(anna)) == len(await vk.said_to(boris)) == 1
    assert [turn["state"] for turn in await house.ask("turns", "list")] == ["settled", "settled"]


async def test_answers_nobody_when_it_starts_for_the_first_time(vk: SandboxClient, open_house: OpenHouse) -> None:
    await vk.control("callback", {"url": None})
    person = stranger()
    await vk.say("Вы открыты?", by=person)
    house = open_house()

    await house.restart()
    await swept(house)

    assert await house.ask("turns", "list") == []
    (line,) = [line for line in house.logged() if line["event"] == "dialogs_swept"]
    assert (line["reason"], line["waiting"], line["taken"], line["old"]) == ("start", 1, 1, 1)


async def _tell_of(house: House, message_id: int, *, person: int, number: int) -> None:
    message = {"id": message_id, "conversation_message_id": number, "peer_id": person, "from_id": person}
    body = {
        "type": "message_new",
        "group_id": GROUP,
        "event_id": f"late-{message_id}",
        "secret": VK_SECRET,
        "object": {"message": message | {"text": "Вы открыты?", "date": 1_790_000_001}},
    }
    async with httpx2.AsyncClient(trust_env=False, timeout=20) as http:
        assert (await http.post(house.callback_url, content=json.dumps(body).encode())).text == "ok"
