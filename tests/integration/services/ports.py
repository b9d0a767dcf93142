"""Ports and processes of the servers that tests start."""

import itertools
import os
import shutil
import socket
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

HOST = "127.0.0.1"
STOP_SECONDS = 20
_OF_A_PROCESS: Final = 1_000
_FIRST: Final = 11_000 + os.getpid() % 20 * _OF_A_PROCESS
_ports = itertools.cycle(range(_FIRST, _FIRST + _OF_A_PROCESS))


def free_port() -> int:
    """
    A loopback port that nobody listens on right now.

    Test processes that run side by side have ports of their own, below those that the system gives to whoever connects:
    that of a server that was killed belongs to nobody else until it is started again.
    """
    for port in _ports:
        with socket.socket() as listener:
            try:
                listener.bind((HOST, port))
            except OSError:
                continue
            return port
    raise AssertionError("a cycle has no end")


def spawn(
    command: Sequence[str], *, log: Path, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start a server that ends with the tests even when these are killed; what it says goes to ``log``."""
    setpriv = shutil.which("setpriv")
    tied = [setpriv, "--pdeathsig", "TERM", *command] if setpriv else list(command)
    with log.open("ab") as output:
        return subprocess.Popen(tied, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=cwd, env=env)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End it by its id, gently first; returns when it is gone."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
