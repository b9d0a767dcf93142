"""`otklik logs`: what the service has written about its work."""

import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, tzinfo
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from adapters.inbound.cli.log_reader import LEVELS, Follower, LogRecord, newest_records
from adapters.terminal import escape_controls

_DEFAULT_DIRECTORY = Path("var/log")
_POLL_SECONDS = 0.25
_COLOURS = {"debug": "dim", "info": "green", "warning": "yellow", "error": "red", "critical": "bold red"}
_PLACED = ("timestamp", "level", "service", "logger", "event", "exception", "stack")


@click.command()
@click.option("--dir", "directory", type=click.Path(path_type=Path), help="Where the log is.  [default: LOG_DIR]")
@click.option("-n", "--lines", type=click.IntRange(min=0), default=50, show_default=True, help="How many to show.")
@click.option("-f", "--follow", is_flag=True, help="Go on with what is added, until Ctrl-C.")
@click.option("--level", type=click.Choice(LEVELS, case_sensitive=False), help="Only this level and above.")
@click.option("--turn", metavar="ID", help="Only lines about this turn.")
@click.option("--json", "as_json", is_flag=True, help="The lines as they stand in the file.")
@click.pass_context
def logs(
    ctx: click.Context,
    *,
    directory: Path | None,
    lines: int,
    follow: bool,
    level: str | None,
    turn: str | None,
    as_json: bool,
) -> None:
    """Show the log: the last lines of all processes together, in the order of time."""
    directory = directory or getattr(ctx.obj, "log_dir", None) or _DEFAULT_DIRECTORY
    if not directory.is_dir():
        raise click.ClickException(f"there is no log directory {directory}")
    wanted = partial(LogRecord.is_wanted, level=level, turn=turn)
    show = _show_raw if as_json else partial(_show, Console(soft_wrap=True, highlight=False), _timezone_of(ctx.obj))
    try:
        with closing(Follower(directory)) as follower:
            newest = newest_records(directory, lines, wanted)
            for record in newest:
                show(record)
            if follow:
                # The follower began before the reading, so it may meet the same lines once more.
                shown = {record.raw for record in newest}
                follow_records(
                    follower,
                    lambda record: wanted(record) and record.raw not in shown,
                    show,
                    partial(time.sleep, _POLL_SECONDS),
                )
    except KeyboardInterrupt:
        return
    except BrokenPipeError:
        raise  # the reader of our output has seen enough; click ends quietly
    except OSError as error:
        raise click.ClickException(f"cannot read the log in {directory}: {error.strerror or error}") from error


def follow_records(
    follower: Follower,
    wanted: Callable[[LogRecord], bool],
    show: Callable[[LogRecord], None],
    wait: Callable[[], None],
) -> None:
    """Show what is added, waiting in between; ends only by what `wait` raises."""
    while True:
        for record in filter(wanted, follower.new_records()):
            show(record)
        wait()


def _show_raw(record: LogRecord) -> None:
    click.echo(record.raw)


def _show(console: Console, tz: tzinfo, record: LogRecord) -> None:
    fields = record.fields
    level = str(fields.get("level", ""))
    line = Text.assemble(
        (_local_time(record.at, tz), "dim"),
        " ",
        (f"{escape_controls(level):8}", _COLOURS.get(level, "")),
        " ",
        (escape_controls(str(fields.get("event", ""))), "bold"),
    )
    for key, value in fields.items():
        if key not in _PLACED:
            line.append(f" {escape_controls(key)}=", "dim").append(escape_controls(str(value)))
    for key in ("exception", "stack"):
        for below in str(fields.get(key, "")).splitlines():
            line.append(f"\n    {escape_controls(below)}", "red" if key == "exception" else "dim")
    console.print(line)


def _local_time(timestamp: str, tz: tzinfo) -> str:
    try:
        return f"{datetime.fromisoformat(timestamp).astimezone(tz):%Y-%m-%d %H:%M:%S}"
    except ValueError:
        return escape_controls(timestamp)


def _timezone_of(settings: object) -> tzinfo:
    found = getattr(settings, "timezone", None)
    return found if isinstance(found, tzinfo) else UTC
