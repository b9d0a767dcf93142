"""One connection to Redis that keeps this process subscribed to the channels it follows."""

import asyncio
import contextlib
from collections.abc import Callable, Collection, Coroutine, Iterable
from itertools import islice
from random import SystemRandom
from typing import Any, Protocol

from redis.asyncio.connection import AbstractConnection
from redis.exceptions import ConnectionError as RedisConnectionError

from domain.backoff import delay

_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 5.0
_STEADY_SECONDS = 10.0
_BATCH = 500


class ChannelOwner(Protocol):
    """Who wants the channels and takes what comes; no method blocks or raises."""

    def wanted(self) -> Collection[str]:
        """The channels to be subscribed to, as they are now."""
        ...

    def received(self, channel: str, data: bytes) -> None: ...

    def missed(self, channel: str) -> None:
        """The channel is subscribed now, and was not for some time though it was wanted."""
        ...

    def connected(self) -> None: ...

    def disconnected(self, problem: str) -> None:
        """Connecting failed or the connection broke; the next try comes by itself."""
        ...


class RedisSubscriptions:
    """
    Subscribes and unsubscribes until what the server sends is what the owner wants.

    redis-py's own PubSub reconnects by itself and tells nobody of the gap; here each connection is made anew and
    what was missed is told. Commands leave through one task: no cancelled caller breaks a half-sent one.
    """

    def __init__(
        self,
        owner: ChannelOwner,
        *,
        connect: Callable[[], AbstractConnection],
        confirm_within: float,
        ping_every: float,
    ) -> None:
        self._owner = owner
        self._connect = connect
        self._confirm_within = confirm_within
        self._ping_every = ping_every
        self._changed = asyncio.Event()
        self._requested: set[str] = set()
        self._confirmed: set[str] = set()
        self._waiting: dict[str, asyncio.Future[None]] = {}
        self._is_open = False
        self._is_connected = False

    @property
    def is_connected(self) -> bool:
        return self._is_connected

    def changed(self) -> None:
        """What is wanted has changed."""
        self._changed.set()

    async def settled(self, channels: Iterable[str]) -> None:
        """
        Wait until the server has confirmed the channels: for a bounded time, and not at all when it is away.

        Those that are confirmed later are told as missed then.
        """
        self.changed()
        if not self._is_open:
            return
        waiting = [self._confirmation(channel) for channel in channels if channel not in self._confirmed]
        if waiting:
            _, late = await asyncio.wait(waiting, timeout=self._confirm_within)
            for confirmation in late:
                confirmation.cancel()

    async def run(self) -> None:
        """Stay connected until cancelled."""
        loop = asyncio.get_running_loop()
        tries = 0
        while True:
            began = loop.time()
            try:
                await self._stay_connected()
            except Exception as failure:  # noqa: BLE001 - a reader that ended would be missed by nobody
                tries = 1 if loop.time() - began > _STEADY_SECONDS else tries + 1
                self._lost(f"{type(failure).__name__}: {failure}")
            pause = delay(tries, first=_FIRST_PAUSE, most=_LONGEST_PAUSE, spread=SystemRandom().random())
            await asyncio.sleep(pause)

    def _confirmation(self, channel: str) -> asyncio.Future[None]:
        if channel not in self._waiting:
            self._waiting[channel] = asyncio.get_running_loop().create_future()
        return self._waiting[channel]

    async def _stay_connected(self) -> None:
        connection = self._connect()
        try:
            async with asyncio.timeout(self._confirm_within):
                await connection.connect()  # type: ignore[no-untyped-call]  # redis-py left it without annotations
            await _until_one_ends(self._send(connection), self._receive(connection))
        finally:
            with contextlib.suppress(Exception):
                await connection.disconnect(nowait=True)

    def _lost(self, problem: str) -> None:
        self._is_open = self._is_connected = False
        self._requested.clear()
        self._confirmed.clear()
        for confirmation in self._waiting.values():
            confirmation.cancel()
        self._waiting.clear()
        self._owner.disconnected(problem)

    async def _send(self, connection: AbstractConnection) -> None:
        # From here on whoever comes may wait: a channel is either in this first request or asked for after it.
        self._is_open = True
        self._changed.set()
        await _command(connection, "PING")
        while True:
            try:
                async with asyncio.timeout(self._ping_every):
                    await self._changed.wait()
            except TimeoutError:
                await _command(connection, "PING")
            else:
                await self._reconcile(connection)

    async def _reconcile(self, connection: AbstractConnection) -> None:
        self._changed.clear()
        wanted = set(self._owner.wanted())
        # A channel whose confirmation is still under way is left until it came: never two requests for one channel.
        surplus = self._confirmed - wanted
        missing = wanted - self._confirmed - self._requested
        self._confirmed -= surplus
        self._requested |= missing
        for channel in self._waiting.keys() - wanted:
            self._waiting.pop(channel).cancel()
        await _in_batches(connection, "UNSUBSCRIBE", surplus)
        await _in_batches(connection, "SUBSCRIBE", missing)

    async def _receive(self, connection: AbstractConnection) -> None:
        while True:
            # Three pings unanswered: the other side is gone, though the network has not said so.
            response = await connection.read_response(timeout=3 * self._ping_every)
            if response is None:
                raise RedisConnectionError("silent for too long")
            self._take(response)

    def _take(self, response: Any) -> None:
        match response:
            case [b"message", bytes(channel), bytes(data)]:
                self._owner.received(channel.decode(), data)
            case [b"subscribe", bytes(channel), _]:
                self._confirm(channel.decode())
            # Without a subscription a ping is answered by the bare word.
            case [b"pong", *_] | b"PONG" if not self._is_connected:
                self._is_connected = True
                self._owner.connected()

    def _confirm(self, channel: str) -> None:
        self._requested.discard(channel)
        self._confirmed.add(channel)
        confirmation = self._waiting.pop(channel, None)
        if confirmation is not None and not confirmation.done():
            confirmation.set_result(None)
        else:
            self._owner.missed(channel)
        if channel not in self._owner.wanted():
            self.changed()


async def _until_one_ends(*work: Coroutine[Any, Any, None]) -> None:
    # No task group: it would raise what fails while it is cancelled in place of the cancellation.
    tasks = [asyncio.create_task(one) for one in work]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


async def _in_batches(connection: AbstractConnection, command: str, channels: Iterable[str]) -> None:
    rest = iter(channels)
    while batch := list(islice(rest, _BATCH)):
        await _command(connection, command, *batch)


async def _command(connection: AbstractConnection, *words: str) -> None:
    # Asked to send on a closed connection, redis-py would open another one, with no subscription on it.
    if not connection.is_connected:
        raise RedisConnectionError("closed")
    await connection.send_command(*words, check_health=False)
