"""Resident memory of an idle socket of the chat with its session, beside that of a bare Litestar echo socket.

usage: python -m benchmarks.idle_sockets [--sockets 5000]

Each server runs in a process of its own, by the same uvicorn settings; Otklik's on a new SQLite file.
Memory has little spread: one round is enough. Linux only: it is read from /proc.
"""

import argparse
import asyncio
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import httpx2
import uvicorn
from litestar import Litestar, WebSocket, get, websocket
from litestar.datastructures import State
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

from benchmarks.spread import Ratios
from configuration.server import uvicorn_config
from tests.integration.services.ports import HOST, free_port, spawn, stop

AT_ONCE = 20
OTHER_FILES = 500
"""Of a server, beside its sockets."""
WARM_UP = 100
SETTLE_SECONDS = 3.0
READY_SECONDS = 60.0
OTKLIK = str(Path(sys.executable).with_name("otklik"))


def serve_echo(port: int) -> None:
    @websocket("/ws")
    async def echo(socket: WebSocket[None, None, State]) -> None:
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


async def open_sockets(port: int, count: int) -> list[ClientConnection]:
    gate = asyncio.Semaphore(AT_ONCE)

    async def open_one() -> ClientConnection:
        async with gate:
            origin = Origin(f"http://{HOST}:{port}")
            socket = await connect(f"ws://{HOST}:{port}/ws", origin=origin, proxy=None, open_timeout=60)
            await greet(socket)
            return socket

    return await asyncio.gather(*(open_one() for _ in range(count)))


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
    sockets = await open_sockets(port, WARM_UP)
    await asyncio.sleep(SETTLE_SECONDS)
    before = resident_kib(pid)
    sockets += await open_sockets(port, count)
    await asyncio.sleep(SETTLE_SECONDS)
    grown = resident_kib(pid) - before
    for socket in sockets:
        socket.transport.abort()  # a greeting for each would take longer than the measurement
    return grown / count


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


def allow_files(count: int) -> None:
    """Also to the servers that are started. Exits when the machine does not give as many to a process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < count:
        sys.exit(f"{count} open files are needed, the limit (ulimit -Hn) is {hard}: ask for fewer --sockets")
    if soft != resource.RLIM_INFINITY and soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (count, hard))


def main() -> None:
    parser = argparse.ArgumentParser(description="memory of an idle socket, ours and a bare one's")
    parser.add_argument("--sockets", type=int, default=5_000)
    parser.add_argument("--echo", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.echo:
        serve_echo(arguments.echo)
        return
    allow_files(arguments.sockets + WARM_UP + OTHER_FILES)
    memory = Ratios()
    memory.add(floor=measured(start_echo, arguments.sockets), ours=measured(start_otklik, arguments.sockets))
    what = f"memory of an idle socket of {arguments.sockets:,} / bare echo"
    memory.tell(what, "KiB", at_most=1.5, aim=1.2)


if __name__ == "__main__":
    main()
