"""uvicorn, drained before it closes."""

import asyncio
import signal
import socket
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from typing import Final

import uvicorn

SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)


class DrainedServer(uvicorn.Server):
    """
    On SIGTERM or SIGINT: accept nothing more, ``drain``, then close the sockets (1012) and the application.

    ``once_up`` is what may wait until requests are answered; it is given up when the server leaves.
    uvicorn alone would close the sockets first and raise the signal again at the end; a second signal does not wait.
    """

    def __init__(
        self, config: uvicorn.Config, *, drain: Callable[[], Awaitable[None]], once_up: Callable[[], Awaitable[None]]
    ) -> None:
        super().__init__(config)
        self._drain = drain
        self._once_up = once_up
        self._settling: asyncio.Future[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._settling = asyncio.ensure_future(self._once_up())

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        if self._settling is not None:
            self._settling.cancel()
            await asyncio.gather(self._settling, return_exceptions=True)
        draining = asyncio.ensure_future(self._drain())
        while not draining.done() and not self.force_exit:
            await asyncio.wait({draining}, timeout=0.1)
        draining.cancel()
        await asyncio.gather(draining, return_exceptions=True)
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in SIGNALS:
                loop.remove_signal_handler(number)
