"""``otklik answering``."""

import asyncio
from decimal import Decimal

import click

from adapters.inbound.cli.amount import AMOUNT
from adapters.inbound.cli.output import json_option, print_json, print_table
from adapters.inbound.cli.program import BY, Program
from application.answering.show_answering import AnsweringStatus


@click.group()
def answering() -> None:
    """Stop all answering, start it again, and limit what a day may cost; running servers obey at once."""


@answering.command()
@click.option("--reason", default="", help="Kept beside the stop.")
@click.pass_obj
def stop(program: Program, reason: str) -> None:
    """Answer nothing from now on; what is owed is declined and costs nothing."""

    async def note() -> bool:
        async with program.use_cases() as use_cases:
            return await use_cases.stop_answering.execute(by=BY, reason=reason)

    click.echo("stopped" if asyncio.run(note()) else "stopped before")


@answering.command()
@click.pass_obj
def start(program: Program) -> None:
    """Answer again; what was declined meanwhile stays declined."""

    async def note() -> bool:
        async with program.use_cases() as use_cases:
            return await use_cases.start_answering.execute(by=BY)

    click.echo("started" if asyncio.run(note()) else "was not stopped")


@answering.command()
@json_option
@click.pass_obj
def status(program: Program, *, as_json: bool) -> None:
    """Tell whether there is answering, since when not and by whom, and the limit of a day."""

    async def read() -> AnsweringStatus:
        async with program.use_cases() as use_cases:
            return await use_cases.show_answering.execute()

    row = _row(asyncio.run(read()))
    if as_json:
        print_json(row)
    else:
        print_table(tuple(row), [tuple(row.values())])


@answering.command()
@click.argument("amount", type=AMOUNT, required=False)
@click.option("--none", "is_none", is_flag=True, help="No limit, whatever DAILY_SPEND_LIMIT says.")
@click.option("--setting", "is_setting", is_flag=True, help="Let DAILY_SPEND_LIMIT count again.")
@click.pass_obj
def limit(program: Program, amount: Decimal | None, *, is_none: bool, is_setting: bool) -> None:
    """Let a day cost AMOUNT roubles at most."""
    if [amount is not None, is_none, is_setting].count(True) != 1:
        raise click.UsageError("give either an AMOUNT, --none or --setting")

    async def note() -> AnsweringStatus:
        async with program.use_cases() as use_cases:
            if is_setting:
                await use_cases.set_daily_limit.forget(by=BY)
            else:
                await use_cases.set_daily_limit.execute(amount, by=BY)
            return await use_cases.show_answering.execute()

    counts = asyncio.run(note()).daily_limit
    click.echo("no limit" if counts is None else f"{counts} a day")


def _row(found: AnsweringStatus) -> dict[str, object]:
    stop_ = found.controls.stop
    return {
        "answering": stop_ is None,
        "stopped_at": stop_ and stop_.at.isoformat(),
        "stopped_by": stop_ and stop_.by,
        "reason": stop_ and stop_.reason,
        "daily_limit": None if found.daily_limit is None else str(found.daily_limit),
        "limit_set_by": found.controls.daily_limit and found.controls.daily_limit.by,
    }
