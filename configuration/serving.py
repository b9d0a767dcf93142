"""What runs until it is told to leave: the server in one process or several, the stand-ins by themselves."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from socket import socket

import uvloop

from adapters.sandbox.config import SandboxConfig
from configuration.load_settings import load_settings
from configuration.server import listen, serve
from configuration.settings import Settings
from configuration.worker_processes import run_processes


def serve_until_told(settings: Settings) -> None:
    """Raises what is wrong with the surroundings before anything is served."""
    with listen(settings) as listener:
        if settings.workers > 1:
            run_processes(_serve_one, listener, count=settings.workers, grace=settings.shutdown_grace)
        else:
            uvloop.run(serve(settings, listener))


def _serve_one(listener: socket, index: int) -> None:
    uvloop.run(serve(load_settings(os.environ), listener, log_name=f"otklik-{index}"))


async def serve_sandbox_until_told(
    *, host: str, port: int, callback_url: str | None, say: Callable[[str], None]
) -> None:
    """``say`` is told the addresses once they answer."""
    from adapters.sandbox.server import serve_sandbox

    leaving = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, leaving.set)
    async with serve_sandbox(_sandbox_config(callback_url), host=host, port=port) as url:
        say(f"VK, wall and dialog: {url}/\nVK_API_URL={url}\nOPENAI_BASE_URL={url}/v1")
        sys.stdout.flush()
        await leaving.wait()


def _sandbox_config(callback_url: str | None) -> SandboxConfig:
    """The group, token and secret of the environment, so that a server with the same ones can talk to it."""
    usual = SandboxConfig()
    group_id = os.environ.get("VK_GROUP_ID", "")
    return SandboxConfig(
        group_id=int(group_id) if group_id.isdigit() else usual.group_id,
        access_token=os.environ.get("VK_ACCESS_TOKEN") or usual.access_token,
        secret=os.environ.get("VK_SECRET") or usual.secret,
        confirmation_code=os.environ.get("VK_CONFIRMATION_CODE") or usual.confirmation_code,
        callback_url=callback_url,
    )
