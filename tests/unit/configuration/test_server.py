import asyncio
import signal
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import uvicorn

from configuration.address import address
from configuration.drained_server import DrainedServer
from configuration.server import listen, uvicorn_config
from configuration.settings import Settings
from configuration.settings_error import SettingsError


def test_sockets_that_answer_nothing_are_closed_within_a_minute() -> None:
    config = uvicorn_config(None)

    assert config.ws_ping_interval
    assert config.ws_ping_timeout
    assert config.ws_ping_interval + config.ws_ping_timeout <= 60


class TestListen:
    @pytest.mark.parametrize(
        ("host", "shown"),
        [("127.0.0.1", "http://127.0.0.1:"), ("localhost", "http://localhost:"), ("0.0.0.0", "http://127.0.0.1:")],  # noqa: S104 - what an owner may set
    )
    def test_takes_a_free_port_when_it_is_0(self, host: str, shown: str) -> None:
        settings = Settings(host=host, port=0)
        with listen(settings) as listener:
            port = listener.getsockname()[1]

            assert address(settings, port) == f"{shown}{port}"

    def test_writes_an_address_of_ipv6_in_brackets(self) -> None:
        assert address(Settings(host="::1"), 8000) == "http://[::1]:8000"

    def test_names_the_settings_when_the_port_is_taken(self) -> None:
        with listen(Settings(port=0)) as listener:
            port = listener.getsockname()[1]

            with pytest.raises(SettingsError, match=f"HOST, PORT: cannot listen on port {port}"):
                listen(Settings(port=port))

    @pytest.mark.parametrize("host", ["203.0.113.1", "a" * 300, "no such host", ":"])
    def test_names_the_settings_when_the_host_is_not_ours(self, host: str) -> None:
        with pytest.raises(SettingsError, match="HOST, PORT: cannot listen on port 0: "):
            listen(Settings(host=host, port=0))


async def app(scope: Any, receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]) -> None:
    """Answers nothing; its lifespan ends when it is told to."""
    if scope["type"] == "lifespan":
        for word in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{word}.complete"})


class TestDrainedServer:
    async def test_drains_before_it_closes(self) -> None:
        drained = asyncio.Event()

        async def drain() -> None:
            await asyncio.sleep(0.01)
            drained.set()

        server, serving = await _start(drain)
        server.handle_exit(signal.SIGTERM, None)
        await serving

        assert drained.is_set()

    async def test_waits_no_longer_when_it_is_told_twice(self) -> None:
        begun = asyncio.Event()
        cancelled = asyncio.Event()

        async def drain() -> None:
            begun.set()
            try:
                await asyncio.Event().wait()
            finally:
                cancelled.set()

        server, serving = await _start(drain)
        server.handle_exit(signal.SIGINT, None)
        await begun.wait()
        server.handle_exit(signal.SIGINT, None)
        await serving

        assert cancelled.is_set()

    async def test_does_what_may_wait_once_it_is_up(self) -> None:
        up = asyncio.Event()

        async def once_up() -> None:
            up.set()

        server, serving = await _start(_nothing, once_up)
        await up.wait()
        server.handle_exit(signal.SIGTERM, None)
        await serving

    async def test_gives_up_what_may_wait_when_it_leaves(self) -> None:
        given_up = asyncio.Event()

        async def once_up() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                given_up.set()

        server, serving = await _start(_nothing, once_up)
        await asyncio.sleep(0)
        server.handle_exit(signal.SIGTERM, None)
        await serving

        assert given_up.is_set()


async def _nothing() -> None: ...


async def _start(
    drain: Callable[[], Awaitable[None]], once_up: Callable[[], Awaitable[None]] = _nothing
) -> tuple[DrainedServer, asyncio.Task[None]]:
    config = uvicorn.Config(app, log_config=None, lifespan="on", timeout_graceful_shutdown=1)
    server = DrainedServer(config, drain=drain, once_up=once_up)
    listener = socket.create_server(("127.0.0.1", 0))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:
        await asyncio.sleep(0.005)
    return server, serving
