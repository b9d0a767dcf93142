"""``otklik deadlines``."""

import asyncio
import sys
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

import click

from adapters.inbound.cli.output import json_option, limit_option, print_json, print_table
from adapters.inbound.cli.program import BY, Program
from domain.deadline import extract_deadline
from domain.identifiers import DeadlineId
from domain.stored_deadline import Review, StoredDeadline

COLUMNS = ("id", "at", "quote", "conversation_id", "state", "zone")


@click.group()
def deadlines() -> None:
    """Show the deadlines that were read, say which are none, or try the reader on a text."""


@deadlines.command("list")
@limit_option(100)
@click.option("--all", "show_all", is_flag=True, help="Withdrawn and dismissed ones too.")
@json_option
@click.pass_obj
def list_(program: Program, limit: int, *, show_all: bool, as_json: bool) -> None:
    """Show the deadlines, the latest moment first."""

    async def read() -> list[dict[str, str]]:
        async with program.use_cases() as use_cases:
            found = await use_cases.list_deadlines.execute(limit=limit, only_live=not show_all)
        return [_row(each, program) for each in found]

    rows = asyncio.run(read())
    if as_json:
        print_json(rows)
    else:
        print_table(COLUMNS, [[row[column] for column in COLUMNS] for row in rows])


@deadlines.command()
@click.argument("deadline_id", type=click.UUID)
@click.pass_obj
def confirm(program: Program, deadline_id: UUID) -> None:
    """Say that the deadline of that ID was read rightly."""
    _review(program, deadline_id, Review.CONFIRMED)


@deadlines.command()
@click.argument("deadline_id", type=click.UUID)
@click.pass_obj
def dismiss(program: Program, deadline_id: UUID) -> None:
    """Say that the deadline of that ID is none: it is neither told nor reminded of any more."""
    _review(program, deadline_id, Review.DISMISSED)


@deadlines.command()
@click.option("--site", help="Where the server is found from outside, such as https://otklik.example.org.")
@click.pass_obj
def url(program: Program, site: str | None) -> None:
    """Print the address of the calendar of deadlines. Whoever knows it can read them: keep it to yourself."""
    if site is not None and urlsplit(site).scheme not in {"http", "https"}:
        raise click.BadParameter("expected an address that begins with https:// or http://", param_hint="--site")
    click.echo(program.calendar_url(site))


@deadlines.command()
@click.argument("text", required=False)
@click.option("--now", help="When the text was written, ISO 8601; the present moment by default.")
@json_option
@click.pass_obj
def extract(program: Program, text: str | None, now: str | None, *, as_json: bool) -> None:
    """Read the deadline out of TEXT, or of what comes in by standard input. Exit code 1 when there is none."""
    written_at = _moment(now, program) if now else datetime.now(program.timezone)
    found = extract_deadline(_read_stdin() if text is None else text, written_at)
    if as_json:
        print_json({"at": found.at.isoformat(), "quote": found.quote} if found else None)
    elif found:
        click.echo(f"{found.at.isoformat()}  {found.quote!r}")
    else:
        click.echo("no deadline")
    sys.exit(0 if found else 1)


def _review(program: Program, id_: UUID, review: Review) -> None:
    async def note() -> StoredDeadline:
        async with program.use_cases() as use_cases:
            return await use_cases.review_deadline.execute(DeadlineId(id_), review, by=BY)

    click.echo(f"{review.value}: {asyncio.run(note()).local.isoformat()}")


def _row(deadline: StoredDeadline, program: Program) -> dict[str, str]:
    return {
        "id": str(deadline.id),
        "at": deadline.at.astimezone(program.timezone).isoformat(),
        "quote": deadline.quote,
        "conversation_id": str(deadline.conversation_id),
        "state": deadline.state,
        "zone": deadline.zone,
    }


def _read_stdin() -> str:
    return sys.stdin.buffer.read().decode(errors="replace")


def _moment(given: str, program: Program) -> datetime:
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        raise click.BadParameter("expected a moment such as 2026-11-22T09:00+03:00", param_hint="--now") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=program.timezone)
