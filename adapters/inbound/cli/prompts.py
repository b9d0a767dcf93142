"""``otklik prompts``."""

import sys

import click

from adapters.inbound.cli.output import json_option, print_json, print_table
from adapters.inbound.cli.program import Program


@click.group()
def prompts() -> None:
    """Look at the system prompts."""


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
