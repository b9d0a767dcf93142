"""Comments of a community's wall, posted over so many connections as fast as they are acknowledged."""

import asyncio
import itertools
import json
import time
from collections.abc import Callable, Iterator

from tests.integration.services.ports import HOST
from tests.integration.whole.house import GROUP, VK_SECRET

CONNECTIONS = 64
_numbers = itertools.count(1_000_000 + int(time.time()) % 1_000_000 * 1_000)


def comment_bodies() -> Iterator[bytes]:
    """Each by somebody else, at the top of a thread of its own."""
    for number in _numbers:
        comment = {
            "id": number,
            "from_id": number,
            "date": 1_790_002_001,
            "text": "Здравствуйте! До какого числа принимаются заявки на участие?",
            "post_id": 1_001,
            "owner_id": -GROUP,
            "parents_stack": [],
            "thread": {"count": 0},
        }
        event = {"type": "wall_reply_new", "event_id": f"bench-{number}", "v": "5.199", "object": comment}
        yield json.dumps(event | {"group_id": GROUP, "secret": VK_SECRET}).encode()


class Poster:
    """``may_go_on`` is asked before each event; an answer that is not 200 ends it all."""

    def __init__(self, port: int, path: str, may_go_on: Callable[[], bool]) -> None:
        self._port = port
        self._head = f"POST {path} HTTP/1.1\r\nhost: {HOST}\r\ncontent-type: application/json\r\n".encode()
        self._may_go_on = may_go_on
        self._bodies = comment_bodies()
        self.taken = 0

    async def run(self, connections: int = CONNECTIONS) -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(connections):
                group.create_task(self._post())

    async def _post(self) -> None:
        reader, writer = await asyncio.open_connection(HOST, self._port)
        while self._may_go_on():
            body = next(self._bodies)
            writer.write(b"%scontent-length: %d\r\n\r\n%s" % (self._head, len(body), body))
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            if not head.startswith(b"http/1.1 200"):
                raise RuntimeError(head)
            await reader.readexactly(int(head.partition(b"content-length:")[2].split(b"\r\n")[0]))
            self.taken += 1
            if b"connection: close" in head:
                writer.close()
                reader, writer = await asyncio.open_connection(HOST, self._port)
        writer.close()


async def acknowledged_a_second(port: int, path: str, seconds: float) -> float:
    began = time.perf_counter()
    poster = Poster(port, path, lambda: time.perf_counter() - began < seconds)
    await poster.run()
    return poster.taken / (time.perf_counter() - began)


async def post(port: int, path: str, count: int) -> None:
    left = itertools.count(count, -1)
    await Poster(port, path, lambda: next(left) > 0).run()


async def post_at(pace: float, port: int, path: str, count: int) -> None:
    """So many a second, each as soon as it is due."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with asyncio.TaskGroup() as group:
        for number in range(count):
            await asyncio.sleep(began + number / pace - loop.time())
            group.create_task(post(port, path, 1))
