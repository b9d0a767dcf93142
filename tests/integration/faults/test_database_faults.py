"""The database dies, stays away, or makes transactions lose their races."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
import pytest
from sqlalchemy import text

from tests.integration.faults.place import Place, told_by_vk_too
from tests.integration.services.mariadb import MariaDbServer
from tests.integration.whole.house import VK_SECRET, House
from tests.integration.whole.sandbox_client import SandboxClient, stranger
from tests.integration.whole.test_events import event, tell
from tests.integration.whole.waiting import until
from tests.unit.adapters.outbound.vk_events import COMMENT

mortal = pytest.mark.parametrize("place", ["mortal"], indirect=True)


@mortal
async def test_nothing_is_lost_when_the_database_is_killed_again_and_again(
    place: Place, vk: SandboxClient, mortal_mariadb: MariaDbServer
) -> None:
    """Fault 11: kill -9 of mariadbd amid transactions; what was committed and not told is known by its key."""
    chance = random.Random(11)  # noqa: S311 - moments, no secrets
    post_id, people = await vk.post(), [stranger() for _ in range(5)]
    async with told_by_vk_too(vk, place.last):
        for number in range(24):
            await vk.comment(post_id, f"Почём {number}?")
            await vk.say(f"Почём {number}?", by=people[number % 5])
            await asyncio.sleep(chance.random() / 10)
            if number % 8 == 5:
                mortal_mariadb.kill()
                mortal_mariadb.start()
        books = await place.check(vk)

    assert len([turn for turn in books.turns if turn.channel == "vk_comment"]) == 24


@mortal
async def test_vk_is_told_to_come_back_when_the_database_is_away(
    place: Place, vk: SandboxClient, mortal_mariadb: MariaDbServer
) -> None:
    """Fault 12, minutes as seconds: 503 for VK and for whoever asks for readiness, 200 for liveness, then all of it."""
    person = stranger()
    await vk.say("Почём?", by=person)
    await vk.message_to(person)
    mortal_mariadb.kill()
    try:
        answer = await tell(place.first, event("wall_reply_new", COMMENT))
        health = [await status(place.first, path) for path in ("live", "ready")]
        await vk.comment(await vk.post(), "Почём?")
        for words in ("А где вы?", "А когда?"):
            await vk.say(words, by=person)
        await until(lambda: was_refused(vk), "VK to be refused")
    finally:
        mortal_mariadb.start()
    await place.check(vk)

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert VK_SECRET not in answer.text
    assert health == [200, 503]


async def status(node: House, path: str) -> int:
    async with httpx2.AsyncClient(trust_env=False, timeout=20) as http:
        return (await http.get(f"{node.url}/health/{path}")).status_code


async def was_refused(vk: SandboxClient) -> bool:
    return any(each["status"] == 503 for told in (await vk.state())["deliveries"] for each in told["attempts"])


async def test_whole_transactions_are_run_again_when_they_lose_deadlocks(place: Place, vk: SandboxClient) -> None:
    """Fault 14: every fifth row that anybody writes is refused as the victim of a deadlock (error 1213)."""
    people = [stranger() for _ in range(5)]
    async with deadlocks(place, "messages", "turns", "deliveries", "ledger_entries", "notifications", "holds"):
        post_id = await vk.post()
        for number in range(10):
            await vk.comment(post_id, f"Почём {number}?")
            await vk.say(f"Почём {number}?", by=people[number % 5])
        await place.quiet(vk)
        async with place.database.reading() as connection:
            written = (await connection.execute(text("SELECT n FROM lost_races"))).scalar_one()
    await place.check(vk)

    assert written > 100


@asynccontextmanager
async def deadlocks(place: Place, *tables: str) -> AsyncIterator[None]:
    # The count is kept in a table that knows no transactions: what is rolled back is counted all the same.
    await place.change("CREATE TABLE lost_races (n INT NOT NULL) ENGINE=MyISAM")
    await place.change("INSERT INTO lost_races VALUES (0)")
    for table in tables:
        await place.change(
            f"CREATE TRIGGER lose_{table} BEFORE INSERT ON {table} FOR EACH ROW BEGIN"
            " UPDATE lost_races SET n = n + 1; IF (SELECT n FROM lost_races) MOD 5 = 1 THEN"
            " SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213, MESSAGE_TEXT = 'Deadlock found'; END IF; END"
        )
    try:
        yield
    finally:
        for table in tables:
            await place.change(f"DROP TRIGGER lose_{table}")
        await place.change("DROP TABLE lost_races")


async def test_end_is_stored_whole_when_it_waited_too_long_for_a_lock(place: Place, vk: SandboxClient) -> None:
    """Fault 14: the account's row is locked by somebody else until a settling transaction has given up (error 1205)."""
    await vk.model("hang", match="Почём?", seconds=1)
    post_id = await vk.post()
    comment_id = await vk.comment(post_id, "Почём?")
    await vk.asked("Почём?")
    async with place.database.writing() as connection:
        await connection.execute(text("SELECT * FROM accounts FOR UPDATE"))
        await vk.answer(post_id, to=comment_id)
        await until(lambda: has_given_up(place), "a transaction to give up")
    await place.check(vk)


async def has_given_up(place: Place) -> bool:
    return any(
        "lost a race or its connection (OperationalError 1205)" in line["event"]
        for node in place.nodes
        for line in node.logged()
    )
