"""Resident memory of an idle socket of the chat with its session, beside that of a bare Litestar echo socket.

usage: python -m benchmarks.idle_sockets [--sockets 2000]

Each server runs in a process of its own, by the same uvicorn settings; Otklik's on a new SQLite file.
Linux only: memory is read from /proc.
"""

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

import httpx2
import uvicorn
from litestar import Litestar, WebSocket, get, websocket
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

from configuration.server import uvicorn_config
from tests.integration.services.ports import HOST, free_port, spawn, stop

AT_ONCE = 20
WARM_UP = 100
SETTLE_SECONDS = 3.0
READY_SECONDS = 60.0
OTKLIK = str(Path(sys.executable).with_name("otklik"))


def serve_echo(port: int) -> None:
    @websocket("/ws")
    async def echo(socket: WebSocket) -> None:
        await socket.accept()
        while True:
            await socket.send_text(await socket.receive_text())

    @get("/health/ready")
    async def ready() -> str:
        return "ready"

    config = uvicorn_config(Litestar([echo, ready], openapi_config=None))
    config.host, config.port = HOST, port
    uvicorn.Server(config).run()


def resident_kib(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise RuntimeError("the process has ended")


async def greet(socket: ClientConnection) -> None:
    await socket.send(json.dumps({"type": "hello", "protocol": 1}))
    frame = json.loads(await socket.recv())
    if frame["type"] not in {"welcome", "hello"}:
        raise RuntimeError(frame)


async def open_sockets(stack: AsyncExitStack, port: int, count: int) -> None:
    gate = asyncio.Semaphore(AT_ONCE)

    async def open_one() -> None:
        async with gate:
            socket = await stack.enter_async_context(
                connect(f"ws://{HOST}:{port}/ws", origin=Origin(f"http://{HOST}:{port}"), proxy=None, open_timeout=60)
            )
            await greet(socket)

    await asyncio.gather(*(open_one() for _ in range(count)))


async def until_ready(port: int) -> None:
    async with asyncio.timeout(READY_SECONDS), httpx2.AsyncClient(trust_env=False) as http:
        while True:
            try:
                if (await http.get(f"http://{HOST}:{port}/health/ready")).status_code == httpx2.codes.OK:
                    return
            except httpx2.HTTPError:
                pass
            await asyncio.sleep(0.1)


async def measure(port: int, pid: int, count: int) -> float:
    """KiB a socket; what the first ones bring with them is not counted."""
    await until_ready(port)
    async with AsyncExitStack() as stack:
        await open_sockets(stack, port, WARM_UP)
        await asyncio.sleep(SETTLE_SECONDS)
        before = resident_kib(pid)
        await open_sockets(stack, port, count)
        await asyncio.sleep(SETTLE_SECONDS)
        return (resident_kib(pid) - before) / count


def measured(start: Callable[[int, Path], "subprocess.Popen[bytes]"], count: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        process = start(port, Path(folder))
        try:
            return asyncio.run(measure(port, process.pid, count))
        finally:
            stop(process)


def start_echo(port: int, folder: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "benchmarks.idle_sockets", "--echo", str(port)]
    return spawn(command, log=folder / "log", cwd=Path(__file__).parents[1])


def start_otklik(port: int, folder: Path) -> "subprocess.Popen[bytes]":
    env = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "HOST": HOST, "PORT": str(port), "SANDBOX_PORT": "0"}
    return spawn([OTKLIK, "serve"], log=folder / "log", cwd=folder, env=env)


def main() -> None:
    parser = argparse.ArgumentParser(description="memory of an idle socket, ours and a bare one's")
    parser.add_argument("--sockets", type=int, default=2_000)
    parser.add_argument("--echo", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.echo:
        serve_echo(arguments.echo)
        return
    bare = measured(start_echo, arguments.sockets)
    ours = measured(start_otklik, arguments.sockets)
    print(f"{arguments.sockets} idle sockets, KiB of resident memory each")
    print(f"bare echo {bare:.1f}, chat with a session {ours:.1f}, ratio {ours / bare:.2f}")


if __name__ == "__main__":
    main()
