"""The process that serves: logging, the sandbox if there are no keys, the application on uvicorn."""

import asyncio
import gc
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

import uvicorn
from rich.console import Console

from adapters.outbound.log_setup import LogRuntime, open_logging
from configuration.address import address
from configuration.app import create_app, create_workers
from configuration.container import open_container
from configuration.drained_server import DrainedServer
from configuration.model import Model
from configuration.sandbox_mode import new_secret, sandbox_config, with_sandbox
from configuration.secret_key import with_secret_key
from configuration.settings import Settings
from configuration.settings_error import Problem, SettingsError

CLOSE_SECONDS: Final = 5
"""For requests in flight and closing handshakes, after the running turns have had their grace."""

SETTLE_SECONDS: Final = 1.0
"""Between serving and loading what may wait: whoever looks whether the server is up is answered first."""

RARELY_SEARCHED: Final = (2_000, 20, 50)
"""
For garbage in circles, of which an answer leaves next to none.

By the usual thresholds hundreds of answers under way are searched through every hundred of them, for 0.1 s each time.
"""

FRAME_BYTES: Final = 65_536
"""The largest client frame of chat protocol 1."""


def listen(settings: Settings) -> socket.socket:
    """Bind before anything else is opened. Raises SettingsError when the address is taken or not ours."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or "no such address"
        raise SettingsError(Problem("HOST, PORT", f"cannot listen on port {settings.port}: {why}")) from error
    # Accepted sockets inherit it: a small frame is not held back for the acknowledgement of the one before.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


async def serve(settings: Settings, listener: socket.socket, *, log_name: str = "otklik") -> None:
    """Serve until a signal says otherwise; raises what is wrong with the surroundings before anything is served."""
    settings = with_secret_key(settings)
    secrets = settings.secrets
    with open_logging(
        directory=settings.log_dir, level=settings.log_level, name=log_name, console=sys.stderr, secrets=secrets
    ) as log:
        async with AsyncExitStack() as stack:
            site = address(settings, listener.getsockname()[1])
            sandbox_url = None
            if settings.needs_sandbox:
                settings, sandbox_url = await stack.enter_async_context(_sandbox(settings, site, log))
            container = await stack.enter_async_context(open_container(settings))
            await container.check_prompts().execute()
            await container.credit_starting_balance().execute(settings.starting_balance)
            workers = create_workers(container, settings)
            app = create_app(container, settings, workers=workers, sandbox_url=sandbox_url, dropped=lambda: log.dropped)
            _say_where(site, sandbox_url)
            server = DrainedServer(
                uvicorn_config(app), drain=workers.leave, once_up=lambda: settle(container.resources().model)
            )
            await server.serve(sockets=[listener])


async def settle(model: Model) -> None:
    """Load what the first answer needs; nobody has to wait for it at the start."""
    await asyncio.sleep(SETTLE_SECONDS)
    await model.load()
    # What is here stays: no later search for garbage has to look at it.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*RARELY_SEARCHED)


@asynccontextmanager
async def _sandbox(settings: Settings, site: str, log: LogRuntime) -> AsyncIterator[tuple[Settings, str]]:
    from adapters.sandbox.server import serve_sandbox

    secret = new_secret()
    log.redact_values(secret)
    config = sandbox_config(settings, site=site, secret=secret)
    async with serve_sandbox(config, host=settings.host, port=settings.sandbox_port) as url:
        yield with_sandbox(settings, url=url, secret=secret), url


def uvicorn_config(app: object) -> uvicorn.Config:
    """Sockets: frames of FRAME_BYTES at most, nothing compressed, who answers no ping within 40 s is gone."""
    return uvicorn.Config(
        app,  # type: ignore[arg-type]  # Litestar types ASGI in its own words
        log_config=None,
        lifespan="on",
        loop="none",
        http="httptools",
        ws="websockets-sansio",
        ws_max_size=FRAME_BYTES,
        ws_per_message_deflate=False,
        ws_ping_interval=20.0,
        ws_ping_timeout=20.0,
        server_header=False,
        # A client's address is its socket's: anybody can send X-Forwarded-For.
        proxy_headers=False,
        timeout_graceful_shutdown=CLOSE_SECONDS,
    )


def _say_where(site: str, sandbox_url: str | None) -> None:
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    console.print(f"Otklik: {site}/")
    if sandbox_url is not None:
        console.print(
            "[yellow]Песочница: ключей нет, поэтому VK и модель ненастоящие. "
            "Sandbox: no keys are set, so VK and the model are stand-ins.[/yellow]"
        )
        console.print(f"VK: {sandbox_url}/")
