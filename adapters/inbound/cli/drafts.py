"""``otklik drafts``."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from uuid import UUID

import click

from adapters.inbound.cli.output import json_option, limit_option, print_json, print_table
from adapters.inbound.cli.program import BY, Program, UseCases
from adapters.terminal import escape_controls
from application.drafts.show_drafts import Draft
from domain.identifiers import TurnId
from domain.policy import Publishing
from domain.turn import Turn

COLUMNS = ("id", "channel", "question", "answer", "price", "input_tokens", "output_tokens")
SHOWN = 200
"""Characters of a text in the table."""


@click.group()
def drafts() -> None:
    """Approve, change or reject answers that wait for a person."""


@drafts.command("list")
@limit_option(50)
@click.option("--shadow", is_flag=True, help="What was written only to be looked at, instead.")
@json_option
@click.pass_obj
def list_(program: Program, limit: int, *, shadow: bool, as_json: bool) -> None:
    """Show the drafts that wait, the latest first."""
    publishing = Publishing.SHADOW if shadow else Publishing.DRAFT

    async def read() -> list[dict[str, object]]:
        async with program.use_cases() as use_cases:
            return [_row(draft) for draft in await use_cases.show_drafts.execute(publishing, limit=limit)]

    rows = asyncio.run(read())
    if as_json:
        print_json(rows)
    else:
        print_table(COLUMNS, [[_short(row[column]) for column in COLUMNS] for row in rows])


@drafts.command()
@click.argument("turn_id", type=click.UUID)
@json_option
@click.pass_obj
def show(program: Program, turn_id: UUID, *, as_json: bool) -> None:
    """Show one whole: what was asked, what would be answered, what it costs."""

    async def read() -> dict[str, object]:
        async with program.use_cases() as use_cases:
            return _row(await use_cases.show_drafts.one(TurnId(turn_id)))

    row = asyncio.run(read())
    if as_json:
        print_json(row)
        return
    for name, value in row.items():
        click.echo(f"{name}: {escape_controls('' if value is None else str(value))}")


@drafts.command()
@click.argument("turn_id", type=click.UUID)
@click.pass_obj
def approve(program: Program, turn_id: UUID) -> None:
    """Let a draft go out; a running server sends it."""

    async def work(use_cases: UseCases) -> Turn:
        return await use_cases.approve_draft.execute(TurnId(turn_id), by=BY)

    _decide(program, work, "approved")


@drafts.command()
@click.argument("turn_id", type=click.UUID)
@click.argument("text", required=False)
@click.pass_obj
def edit(program: Program, turn_id: UUID, text: str | None) -> None:
    """Give a draft another TEXT, or what comes in by standard input; it goes on waiting."""
    new = sys.stdin.buffer.read().decode(errors="replace") if text is None else text

    async def work(use_cases: UseCases) -> Turn:
        return await use_cases.edit_draft.execute(TurnId(turn_id), new, by=BY)

    _decide(program, work, "edited")


@drafts.command()
@click.argument("turn_id", type=click.UUID)
@click.pass_obj
def reject(program: Program, turn_id: UUID) -> None:
    """Decline a draft: nothing is sent, its hold is released."""

    async def work(use_cases: UseCases) -> Turn:
        return await use_cases.reject_draft.execute(TurnId(turn_id), by=BY)

    _decide(program, work, "rejected")


def _decide(program: Program, work: Callable[[UseCases], Awaitable[Turn]], said: str) -> None:
    async def decide() -> None:
        async with program.use_cases() as use_cases:
            await work(use_cases)

    asyncio.run(decide())
    click.echo(said)


def _row(draft: Draft) -> dict[str, object]:
    turn = draft.turn
    return {
        "id": str(turn.id),
        "state": str(turn.state),
        "reason": turn.reason,
        "channel": str(turn.channel),
        "conversation_id": str(turn.conversation_id),
        "created_at": turn.created_at.isoformat(),
        "question": draft.question,
        "answer": turn.answer,
        "model": turn.model,
        "price": str(turn.price),
        "input_tokens": turn.input_tokens,
        "output_tokens": turn.output_tokens,
    }


def _short(value: object) -> object:
    return f"{value[:SHOWN]}…" if isinstance(value, str) and len(value) > SHOWN else value
