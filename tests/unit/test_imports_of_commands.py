"""A command waits for nothing that it does not use: each in a process of its own, since imports stay."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = ("alembic", "litestar", "openai", "redis", "sqlalchemy", "uvicorn")
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


def test_measure_sees_what_is_loaded() -> None:
    assert imported("import openai", ROOT) == {"openai"}
