"""``otklik prompts``."""

import asyncio
import sys

import click

from adapters.inbound.cli.output import json_option, print_json, print_table
from adapters.inbound.cli.program import BY, Program
from application.prompts.show_prompt import PromptState
from domain.channel import Channel
from domain.prompt import PromptVersion

COLUMNS = ("number", "at", "by", "note", "characters")
CHANNEL = click.argument("channel", type=click.Choice([channel.value for channel in Channel]))


@click.group()
def prompts() -> None:
    """Look at the system prompts, and return to an earlier one."""


@prompts.command()
@json_option
@click.pass_obj
def check(program: Program, *, as_json: bool) -> None:
    """Read each prompt file as the server does, and tell its length. Exit code 1 when one cannot be used."""
    found = program.check_prompts()
    if as_json:
        print_json(
            [
                {
                    "channel": str(each.channel),
                    "file": str(each.file),
                    "ok": each.problem is None,
                    "length": each.length,
                    "says": each.problem,
                }
                for each in found
            ]
        )
    else:
        rows = [("✗" if each.problem else "✓", each.file, each.length, each.problem or "ok") for each in found]
        print_table(("", "file", "characters", "says"), rows)
    sys.exit(1 if any(each.problem for each in found) else 0)


@prompts.command()
@CHANNEL
@click.option("--limit", type=click.IntRange(1, 1_000), default=20, show_default=True)
@json_option
@click.pass_obj
def history(program: Program, channel: str, limit: int, *, as_json: bool) -> None:
    """Show the versions of a prompt that were saved in the console, latest first; the first one counts."""

    async def read() -> PromptState:
        async with program.use_cases() as use_cases:
            return await use_cases.show_prompt.execute(Channel(channel), limit=limit)

    rows = [_row(version) for version in asyncio.run(read()).versions]
    if as_json:
        print_json(rows)
    else:
        print_table(COLUMNS, [tuple(row.values()) for row in rows])


@prompts.command()
@CHANNEL
@click.argument("number", type=click.IntRange(min=0))
@click.pass_obj
def restore(program: Program, channel: str, number: int) -> None:
    """Return to the version NUMBER of a prompt, or to its file with 0; running servers obey at once."""

    async def go_back() -> int:
        async with program.use_cases() as use_cases:
            state = await use_cases.show_prompt.execute(Channel(channel), limit=1)
            return await use_cases.save_prompt.restore(Channel(channel), number, based_on=state.number, by=BY)

    click.echo(f"version {asyncio.run(go_back())} counts now")


def _row(version: PromptVersion) -> dict[str, object]:
    return {
        "number": version.number,
        "at": version.at.isoformat(),
        "by": version.by,
        "note": version.note,
        "characters": None if version.text is None else len(version.text),
    }
