"""Commands to Redis that leave together."""

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any, Final

from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

Command = tuple[str | bytes | int, ...]
Waiting = tuple[Sequence[Command], asyncio.Future[list[Any]]]

_MOST: Final = 200
"""Commands of one trip, about: nobody waits long for another's."""


class RedisBatches:
    """
    What is asked while a trip to Redis is under way goes with the next one: the more there is, the less each costs.

    Commands of one call stay together and in order, and so do those of calls made one after the other. A trip that
    takes longer than ``within`` seconds has failed for all that were on it; what nobody waits for any more stays here.
    """

    def __init__(self, redis: Redis, *, within: float) -> None:
        self._redis = redis
        self._within = within
        self._waiting: list[Waiting] = []
        self._sending: asyncio.Task[None] | None = None

    async def execute(self, *commands: Command) -> list[Any]:
        """
        The results, one of each command.

        Raises what the connection, or Redis of one of these commands, says; RedisConnectionError when they are closed
        meanwhile.
        """
        told: asyncio.Future[list[Any]] = asyncio.get_running_loop().create_future()
        self._waiting.append((commands, told))
        if self._sending is None or self._sending.done():
            self._sending = asyncio.create_task(self._send_all(), name="redis-batches")
        return await told

    async def close(self) -> None:
        """What is on its way is given up, and whoever waits for it is told."""
        if self._sending is not None:
            self._sending.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._sending
        # A sender that never got to run has told nobody.
        self._give_up(())

    async def _send_all(self) -> None:
        while self._waiting:
            batch = self._take()
            try:
                results = await self._send([command for commands, _ in batch for command in commands])
            except Exception as error:  # noqa: BLE001 - whoever asked is told
                _fail(batch, error)
            except BaseException:
                self._give_up(batch)
                raise
            else:
                _hand_out(results, batch)

    def _give_up(self, batch: Sequence[Waiting]) -> None:
        # By an error: to cancel what somebody awaits is to cancel them.
        waiting, self._waiting = self._waiting, []
        _fail([*batch, *waiting], RedisConnectionError("closed"))

    def _take(self) -> list[Waiting]:
        batch, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
        return [(commands, told) for commands, told in batch if not told.done()]

    async def _send(self, commands: Sequence[Command]) -> list[Any]:
        if not commands:
            return []
        async with asyncio.timeout(self._within), self._redis.pipeline(transaction=False) as pipeline:
            for command in commands:
                pipeline.execute_command(*command)
            return await pipeline.execute(raise_on_error=False)


def _fail(batch: Sequence[Waiting], error: Exception) -> None:
    for _, told in batch:
        if not told.done():
            told.set_exception(error)


def _hand_out(results: list[Any], batch: Sequence[Waiting]) -> None:
    rest = iter(results)
    for commands, told in batch:
        mine = [next(rest) for _ in commands]
        if told.done():
            continue
        failure = next((result for result in mine if isinstance(result, Exception)), None)
        if failure is None:
            told.set_result(mine)
        else:
            told.set_exception(failure)
