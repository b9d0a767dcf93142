"""Ports and processes of the servers that tests start."""

import shutil
import socket
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

HOST = "127.0.0.1"
STOP_SECONDS = 20


def free_port() -> int:
    """A loopback port that nobody listens on right now."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        port: int = listener.getsockname()[1]
        return port


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
