"""``otklik retention``."""

import asyncio

import click

from adapters.inbound.cli.output import json_option, print_json, print_table
from adapters.inbound.cli.program import Program


@click.group()
def retention() -> None:
    """Forget what was said long ago, as RETENTION_DAYS has it."""


@retention.command()
@click.option("--dry-run", is_flag=True, help="Only say how much would be forgotten.")
@json_option
@click.pass_obj
def run(program: Program, *, dry_run: bool, as_json: bool) -> None:
    """Go through all that is older now; a running server does so by itself."""

    async def work() -> dict[str, int]:
        async with program.use_cases() as use_cases:
            use_case = use_cases.count_old if dry_run else use_cases.forget_old
            return dict(await use_case.execute())

    counts = asyncio.run(work())
    if not counts:
        raise click.ClickException("RETENTION_DAYS is not set: everything is kept")
    if as_json:
        print_json({"dry_run": dry_run, **counts})
    else:
        print_table(("what", "would be forgotten" if dry_run else "forgotten"), counts.items())
