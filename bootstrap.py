"""
The composition root: the entry of the program, and the only module that knows every other one.

What it assembles is in ``configuration``: settings, opened resources, the container, the application, the server.
"""

import sys
from typing import Final

import click

from adapters.inbound.cli.main import cli
from adapters.outbound.file_log import LogDirectoryError
from configuration.program import CommandLineProgram
from domain.errors import MisconfiguredError, OtklikError, StorageUnavailableError

WRONG_SETTING: Final = 2
FAILED: Final = 1


def main() -> None:
    """Run the command line; what the owner can mend is told in one line, never as a traceback."""
    try:
        cli(prog_name="otklik", obj=CommandLineProgram())
    except MisconfiguredError as error:
        _leave(str(error), WRONG_SETTING)
    except LogDirectoryError as error:
        _leave(f"LOG_DIR: {error}", WRONG_SETTING)
    except OSError as error:
        _leave(_of_the_system(error), FAILED)
    except StorageUnavailableError:
        _leave("the database does not answer; check DATABASE_URL and whether its server runs", FAILED)
    except OtklikError as error:
        _leave(str(error) or type(error).__name__, FAILED)


def _of_the_system(error: OSError) -> str:
    """What the system said, and of which file, without its number."""
    said = error.strerror or str(error)
    return f"{error.filename}: {said}" if error.filename else said


def _leave(message: str, code: int) -> None:
    click.echo(f"otklik: {message}", err=True)
    sys.exit(code)
