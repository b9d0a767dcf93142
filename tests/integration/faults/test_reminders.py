"""Reminders when nodes are killed, halted, or wrong about the time: each once."""

import json
from collections import Counter
from datetime import timedelta

from sqlalchemy import select

from adapters.outbound.database.schema import notifications
from tests.integration.faults.conftest import OpenPlace
from tests.integration.faults.place import Place
from tests.integration.services.mariadb import MariaDbServer
from tests.integration.services.redis import RedisServer
from tests.integration.whole.sandbox_client import SandboxClient, stranger
from tests.integration.whole.waiting import until

LEADS = "48h,3h"
WISH = "Напомни сдать отчёт через 2 часа"


async def told(place: Place) -> Counter[str]:
    """How often the service is told at each lead time."""
    async with place.database.reading() as connection:
        rows = await connection.execute(select(notifications.c.payload).where(notifications.c.type == "deadline"))
        return Counter(json.loads(row.payload)["lead"] for row in rows)


async def reminders(vk: SandboxClient, person: int) -> list[str]:
    return [message["text"] for message in await vk.said_to(person) if "Напоминаю" in message["text"]]


async def test_each_is_told_once_when_nodes_are_killed_while_they_note_it(
    open_place: OpenPlace, vk: SandboxClient, mariadb: MariaDbServer, redis: RedisServer
) -> None:
    """Nobody can note what is told until one of the two nodes is dead; their clocks differ by four hours."""
    place = await open_place(mariadb, clocks=(7200, -7200), REDIS_URL=redis.url, DEADLINE_REMINDERS=LEADS)
    people = [stranger() for _ in range(5)]
    async with place.frozen("reminders"):
        for person in people:
            await vk.say(WISH, by=person)
        for person in people:
            await vk.message_to(person)
        place.first.kill()
    await place.revive()

    for person in people:
        await vk.message_to(person, number=2)
    await place.check(vk)

    assert await told(place) == {"48h": len(people), "3h": len(people)}
    assert [len(await reminders(vk, person)) for person in people] == [1] * len(people)


async def test_each_is_sent_once_when_all_are_killed_before_it_goes_out(
    open_place: OpenPlace, vk: SandboxClient, mariadb: MariaDbServer, redis: RedisServer
) -> None:
    """The reminder is owed and noted, VK is not to be called; both nodes are killed and come back."""
    place = await open_place(mariadb, REDIS_URL=redis.url, DEADLINE_REMINDERS=LEADS)
    await place.halt_sending(timedelta(minutes=10))
    person = stranger()
    await vk.say(WISH, by=person)

    async def is_noted() -> bool:
        return (await told(place)).total() == 2

    await until(is_noted, "the reminder to be noted")
    for node in place.nodes:
        node.kill()
    await place.revive()

    async def is_reminded() -> list[str]:
        return await reminders(vk, person)

    await place.hurry_until(is_reminded, "the reminder to be sent")
    await place.check(vk)

    assert await told(place) == {"48h": 1, "3h": 1}
    assert len(await reminders(vk, person)) == 1
