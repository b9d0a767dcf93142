"""A command waits for nothing that it does not use: each in a process of its own, since imports stay."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = (
    "adapters.outbound.otlp_tracing",
    "adapters.sandbox.server",
    "aiohttp",
    "alembic",
    "asyncmy",
    "configuration.examination.examine",
    "icalendar",
    "litestar",
    "litestar.plugins.pydantic",
    "openai",
    "redis",
    "sqlalchemy",
    "uvicorn",
    "websockets.asyncio.client",
)
SHOW = "import sys; sys.stderr.write(' '.join(name for name in {heavy!r} if name in sys.modules))"


def imported(code: str, folder: Path, *arguments: str) -> set[str]:
    """Which of the heavy libraries a program has loaded at its end."""
    program = f"import sys, atexit; sys.argv = {['otklik', *arguments]!r}; sys.path.insert(0, {str(ROOT)!r})\n"
    at_end = f"@atexit.register\ndef show(): {SHOW.format(heavy=HEAVY)}\n"
    done = subprocess.run(
        [sys.executable, "-c", program + at_end + code], cwd=folder, capture_output=True, text=True, check=False
    )
    return set(done.stderr.split()) & set(HEAVY)


@pytest.mark.parametrize("arguments", [("--help",), ("turns", "--help"), ("people", "list", "--help")])
def test_help_needs_none_of_the_heavy_libraries(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert imported("import bootstrap; bootstrap.main()", tmp_path, *arguments) == set()


def test_commands_on_the_database_need_no_model_and_no_web() -> None:
    code = "import configuration.container, configuration.use_cases"

    assert imported(code, ROOT) & {"litestar", "openai", "uvicorn"} == set()


START = """
import os
os.environ.update(PORT="0", OPENAI_API_KEY="made-up")
from configuration.drained_server import DrainedServer
start_up = DrainedServer.startup
async def leave_once_up(server, sockets=None):
    await start_up(server, sockets)
    server.should_exit = True
DrainedServer.startup = leave_once_up
import bootstrap
bootstrap.main()
"""


def test_server_waits_only_for_what_serves_when_its_database_is_up_to_date(tmp_path: Path) -> None:
    assert imported(START, tmp_path, "serve") == {"alembic", "litestar", "sqlalchemy", "uvicorn"}
    assert imported(START, tmp_path, "serve") == {"litestar", "sqlalchemy", "uvicorn"}


def test_measure_sees_what_is_loaded() -> None:
    assert imported("import openai", ROOT) == {"aiohttp", "openai"}
