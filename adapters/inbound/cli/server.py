"""``otklik serve``, ``migrate``, ``sandbox`` and ``doctor``."""

import asyncio
import sys

import click

from adapters.inbound.cli.output import json_option, print_json, print_table
from adapters.inbound.cli.program import Program


@click.command()
@click.pass_obj
def serve(program: Program) -> None:
    """Serve VK and the site; without any key, with a stand-in VK and model beside it."""
    program.serve()


@click.command()
@click.pass_obj
def migrate(program: Program) -> None:
    """Bring the database's schema up to date."""
    click.echo(f"schema at {asyncio.run(program.migrate())}")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65_535), default=8001, show_default=True, help="0 takes a free one.")
@click.option("--callback-url", help="Where events are sent, e.g. http://127.0.0.1:8000/ego18/vk-callback2.")
@click.pass_obj
def sandbox(program: Program, host: str, port: int, callback_url: str | None) -> None:
    """Serve a stand-in VK and a stand-in model, for trying Otklik out without a community and a key."""
    asyncio.run(program.serve_sandbox(host=host, port=port, callback_url=callback_url, say=click.echo))


@click.command()
@json_option
@click.pass_obj
def doctor(program: Program, *, as_json: bool) -> None:
    """Look at everything the server needs, and say what to do about what is wrong."""
    findings = asyncio.run(program.examine())
    if as_json:
        print_json([{"part": each.part, "ok": each.is_good, "says": each.says} for each in findings])
    else:
        print_table(("", "part", "says"), [("✓" if each.is_good else "✗", each.part, each.says) for each in findings])
    sys.exit(1 if any(each.is_fatal for each in findings) else 0)
