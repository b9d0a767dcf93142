"""``otklik events``."""

import asyncio
from uuid import UUID

import click

from adapters.inbound.cli.output import json_option, limit_option, print_json, print_table
from adapters.inbound.cli.program import Program
from domain.event import EventState, StoredEvent
from domain.identifiers import EventRowId

COLUMNS = ("id", "state", "type", "event_id", "received_at", "tries", "reason")


@click.group()
def events() -> None:
    """Show what VK delivered, and take up again what could not be understood."""


@events.command("list")
@click.option("--state", type=click.Choice([state.value for state in EventState]), help="All without it.")
@limit_option(50)
@json_option
@click.pass_obj
def list_(program: Program, state: str | None, limit: int, *, as_json: bool) -> None:
    """Show the latest events, without what they say."""

    async def read() -> list[dict[str, object]]:
        async with program.use_cases() as use_cases:
            found = await use_cases.list_events.execute(state=EventState(state) if state else None, limit=limit)
        return [_row(each) for each in found]

    rows = asyncio.run(read())
    if as_json:
        print_json(rows)
    else:
        print_table(COLUMNS, [[row[column] for column in COLUMNS] for row in rows])


@events.command()
@click.argument("event_id", type=click.UUID, required=False)
@click.option("--all-failed", is_flag=True, help="All that were given up.")
@click.pass_obj
def replay(program: Program, event_id: UUID | None, *, all_failed: bool) -> None:
    """
    Take the event of that ID, or all that were given up, up again, as if they had just come.

    What was understood before changes nothing a second time.
    """
    if all_failed is (event_id is not None):
        raise click.UsageError("give either an ID or --all-failed")

    async def again() -> int:
        async with program.use_cases() as use_cases:
            if event_id is None:
                return await use_cases.replay_events.all_failed()
            await use_cases.replay_events.execute(EventRowId(event_id))
            return 1

    click.echo(f"new again: {asyncio.run(again())}")


def _row(event: StoredEvent) -> dict[str, object]:
    return {
        "id": str(event.id),
        "state": str(event.state),
        "type": event.type,
        # VK's own; bytes, since nobody promises that it is text.
        "event_id": event.event_id.decode(errors="backslashreplace"),
        "received_at": event.received_at.isoformat(),
        "tries": event.tries,
        "reason": event.reason,
    }
