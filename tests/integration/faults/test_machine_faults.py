"""The machine itself: a full disk below the log, a clock that is wrong."""

import re
import resource
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.integration.faults.conftest import OpenPlace
from tests.integration.faults.place import Place, told_by_vk_too
from tests.integration.faults.wrong_clock import ASKED_FOR_THE_TIME
from tests.integration.services.mariadb import MariaDbServer
from tests.integration.services.redis import RedisServer
from tests.integration.whole.chat_client import visiting
from tests.integration.whole.house import House
from tests.integration.whole.sandbox_client import SandboxClient
from tests.integration.whole.waiting import until

ROOT = Path(__file__).parents[3]


async def test_answers_go_on_when_the_disk_of_the_log_is_full(place: Place, vk: SandboxClient) -> None:
    """Fault 25: no file of the servers can grow, neither the log nor the terminal's; later it has every line."""
    with full_disk(place.nodes):
        post_id = await vk.post()
        for number in range(5):
            await vk.answer(post_id, to=await vk.comment(post_id, f"Почём {number}?"))
        written = {str(turn.id) for turn in await place.turns()}
        assert logged_ends(place, written) == set()
    books = await place.check(vk)

    settled = {str(turn.id) for turn in books.turns}
    await until(lambda: are_logged(place, settled), "the lines that waited to be in the log")


@contextmanager
def full_disk(nodes: Sequence[House]) -> Iterator[None]:
    """A write beyond what is there fails (EFBIG), as it does with ENOSPC on a full disk."""
    limits = {node.pid: resource.prlimit(node.pid, resource.RLIMIT_FSIZE) for node in nodes}
    for pid, (_, hard) in limits.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, hard))
    try:
        yield
    finally:
        for pid, limit in limits.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limit)


def logged_ends(place: Place, among: set[str]) -> set[str]:
    """Those of the turns whose end is in the log of a node."""
    ends = [line for node in place.nodes for line in node.logged() if line["event"] == "turn_settled"]
    return {line["turn_id"] for line in ends} & among


async def are_logged(place: Place, settled: set[str]) -> bool:
    return logged_ends(place, settled) == settled


async def test_nothing_is_stolen_when_the_clocks_of_two_nodes_differ_by_hours(
    open_place: OpenPlace, vk: SandboxClient, mariadb: MariaDbServer, redis: RedisServer
) -> None:
    """Fault 26: one node lives an hour ahead, the other an hour behind; leases and waits are the database's."""
    place = await open_place(mariadb, clocks=(3600, -3600), REDIS_URL=redis.url, LEASE_SECONDS="3")
    place.wait_until_joined()
    await vk.model("hang", match="Почём?", seconds=4)
    async with told_by_vk_too(vk, place.last):
        post_id = await vk.post()
        slow = await vk.comment(post_id, "Почём?")
        for number in range(6):
            await vk.comment(post_id, f"А где вы {number}?")
        async with visiting(place.first) as visitor:
            welcome = await visitor.hello()
            first = await visitor.answer((await visitor.say("m1", "Где вы?"))["turn_id"])
        async with visiting(place.last) as back:
            resumed = await back.hello(token=welcome["token"])
            second = await back.answer((await back.say("m2", "А когда?"))["turn_id"])
        await vk.answer(post_id, to=slow)
        await place.check(vk)

    assert resumed["session"]["resumed"] is True
    assert [first["message"]["seq"], second["message"]["seq"]] == [2, 4]
    assert len(await vk.questions("Почём?")) == 1


def test_no_other_module_of_the_server_reads_the_machines_clock() -> None:
    folders = ("domain", "ports", "application", "adapters/inbound", "adapters/outbound", "configuration")
    files = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    asking = re.compile(r"datetime\.now\(|\butcnow\(|\btime\.time\(|date\.today\(")

    # A command of the owner's may: the doctor compares the machine's clock with the database's.
    served = [path for path in files if not {"cli", "examination"} & set(path.parts)]
    found = {path for path in served if asking.search(path.read_text(encoding="utf-8"))}

    assert found == {Path(str(module.__file__)) for module in ASKED_FOR_THE_TIME}
