"""``otklik serve``, ``migrate``, ``sandbox`` and ``doctor``."""

import asyncio
import sys

import click

from adapters.inbound.cli.language import lang_option
from adapters.inbound.cli.output import json_option, print_json
from adapters.inbound.cli.program import Program
from adapters.inbound.finding import Finding
from adapters.terminal import escape_controls


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
@lang_option
@json_option
@click.pass_obj
def doctor(program: Program, lang: str, *, as_json: bool) -> None:
    """
    Look at everything the server needs, and say what to do about what is wrong.

    Exit code 0 when the server can work, though something may be doubtful (!); 1 when it cannot.
    """
    findings = asyncio.run(program.examine(lang))
    if as_json:
        print_json([_as_data(each) for each in findings])
    else:
        for each in findings:
            _print(each)
    sys.exit(1 if any(each.is_fatal for each in findings) else 0)


def _as_data(finding: Finding) -> dict[str, object]:
    return {
        "part": finding.part,
        "ok": finding.is_good,
        "fatal": finding.is_fatal,
        "says": finding.says,
        "advice": finding.advice,
    }


def _print(finding: Finding) -> None:
    """The colour is left out by click where there is no terminal."""
    mark, colour = ("✓", "green") if finding.is_good else ("✗", "red") if finding.is_fatal else ("!", "yellow")
    line = escape_controls(f"{finding.name or finding.part}: {finding.says}")
    click.echo(f"{click.style(mark, fg=colour)} {line}")
    if finding.advice:
        click.echo(f"  → {escape_controls(finding.advice)}")
