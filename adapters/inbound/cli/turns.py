"""``otklik turns``."""

import asyncio
from uuid import UUID

import click

from adapters.inbound.cli.output import json_option, limit_option, print_json, print_table
from adapters.inbound.cli.program import BY, Program
from adapters.inbound.cli.replay import replay
from domain.identifiers import TurnId
from domain.turn import Turn

COLUMNS = ("id", "state", "channel", "conversation_id", "price", "attempts", "reason")


@click.group()
def turns() -> None:
    """Show the answers owed and given, and retry failed ones."""


@turns.command("list")
@limit_option(50)
@json_option
@click.pass_obj
def list_(program: Program, limit: int, *, as_json: bool) -> None:
    """Show the latest turns."""

    async def read() -> list[dict[str, object]]:
        async with program.use_cases() as use_cases:
            return [_row(turn) for turn in await use_cases.list_turns.execute(limit=limit)]

    rows = asyncio.run(read())
    if as_json:
        print_json(rows)
    else:
        print_table(COLUMNS, [[row[column] for column in COLUMNS] for row in rows])


@turns.command()
@click.argument("turn_id", type=click.UUID)
@click.pass_obj
def retry(program: Program, turn_id: UUID) -> None:
    """Try a failed turn again; a running server takes it up."""

    async def again() -> Turn:
        async with program.use_cases() as use_cases:
            return await use_cases.retry_turn.execute(TurnId(turn_id), by=BY)

    click.echo(f"{asyncio.run(again()).state}")


turns.add_command(replay)


def _row(turn: Turn) -> dict[str, object]:
    return {
        "id": str(turn.id),
        "state": str(turn.state),
        "channel": str(turn.channel),
        "conversation_id": str(turn.conversation_id),
        "price": str(turn.price),
        "attempts": turn.attempt,
        "reason": turn.reason,
    }
