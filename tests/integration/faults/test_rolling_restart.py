"""Two versions side by side: the program from before the newest change of the schema, updated server by server."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from adapters.outbound.database.engine import open_database
from adapters.outbound.database.migrate import upgrade
from tests.integration.database.test_migrate import HEAD, SCRIPTS
from tests.integration.earlier_program import PROGRAM, earlier_source
from tests.integration.faults.place import Place, told_by_vk_too
from tests.integration.faults.site import Site, shared_site
from tests.integration.services.mariadb import MariaDbServer
from tests.integration.services.redis import RedisServer
from tests.integration.whole.chat_client import visiting
from tests.integration.whole.house import OTKLIK, House
from tests.integration.whole.sandbox_client import SandboxClient, stranger
from tests.integration.whole.waiting import until


@dataclass
class Talk:
    """People comment and write without a pause, whoever runs."""

    vk: SandboxClient
    post_id: int
    comments: list[int] = field(default_factory=list)
    writers: list[int] = field(default_factory=list)

    @asynccontextmanager
    async def going_on(self) -> AsyncIterator[None]:
        over = asyncio.Event()
        talking = asyncio.create_task(self._talk(over))
        try:
            yield
        finally:
            # Not cancelled: what was said just then would not be known here.
            over.set()
            await talking

    async def answered_from_now_on(self) -> None:
        """Return when people who have asked only now are answered."""
        comments, writers = len(self.comments) + 2, len(self.writers) + 2
        await until(lambda: self._asked(comments, writers), "people to ask")
        await self.vk.answer(self.post_id, to=self.comments[comments - 1])
        await self.vk.message_to(self.writers[writers - 1])

    async def _asked(self, comments: int, writers: int) -> bool:
        return len(self.comments) >= comments and len(self.writers) >= writers

    async def _talk(self, over: asyncio.Event) -> None:
        while not over.is_set():
            self.comments.append(await self.vk.comment(self.post_id, "Сколько стоит занятие?"))
            person = stranger()
            await self.vk.say("Вы открыты в субботу?", by=person)
            self.writers.append(person)
            await asyncio.sleep(0.3)


@pytest.fixture
def site(tmp_path: Path, sandbox_url: str, mariadb: MariaDbServer, redis: RedisServer) -> Iterator[Site]:
    """Two servers of the earlier program, on its own schema."""
    source = earlier_source(Path(SCRIPTS.get_revision(HEAD).path), tmp_path / "earlier")
    made = shared_site(tmp_path / "site", sandbox_url, mariadb, REDIS_URL=redis.url, PYTHONPATH=str(source))
    for node in made.nodes:
        node.program = PROGRAM
    migrated = made.nodes[0].run("migrate")
    assert migrated.code == 0, migrated.err
    assert HEAD not in migrated.out
    yield made
    made.close()


async def update(node: House) -> None:
    """As the owner does it: stopped, and started with the new program."""
    assert await node.stopped() == 0
    node.program = (OTKLIK,)
    del node.settings["PYTHONPATH"]
    await node.restart()


@pytest.mark.timeout(300)
async def test_nothing_is_lost_or_said_twice_when_servers_are_updated_one_after_the_other(
    site: Site, vk: SandboxClient
) -> None:
    for node in site.nodes:
        await node.restart()
    async with open_database(site.database_url, pool_size=4) as database:
        place = Place(site, database)
        await vk.send_events_to(place.first)
        talk = Talk(vk, await vk.post())
        async with told_by_vk_too(vk, place.last), talk.going_on():
            async with visiting(place.last) as visitor:
                welcome = await visitor.hello()
                before = await visitor.answer((await visitor.say("m1", "Вы открыты?"))["turn_id"])
            await talk.answered_from_now_on()
            await upgrade(site.database_url)
            await talk.answered_from_now_on()
            await update(place.last)
            await talk.answered_from_now_on()
            async with visiting(place.last) as visitor:
                back = await visitor.hello(token=welcome["token"], after_seq=before["message"]["seq"])
                after = await visitor.answer((await visitor.say("m2", "А завтра?"))["turn_id"])
            await update(place.first)
            await talk.answered_from_now_on()

        await place.check(vk)
        answered = [comment["reply_to_comment"] for comment in await vk.said_under(talk.post_id)]
        checked = await place.first.command("balance", "check")

    assert sorted(answered) == sorted(talk.comments)
    assert (back["session"]["resumed"], after["state"]) == (True, "settled")
    assert checked.code == 0, checked.out
