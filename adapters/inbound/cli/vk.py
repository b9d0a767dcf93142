"""``otklik vk``."""

import asyncio
import re
import sys
from collections.abc import Iterator
from typing import Any, Final

import click

from adapters.inbound.cli.language import lang_option
from adapters.inbound.cli.output import json_option, print_json
from adapters.inbound.cli.program import CallbackUseCases, Program
from adapters.inbound.cli.vk_words import words
from adapters.terminal import escape_controls
from application.community.set_up_callbacks import CallbackSetup
from domain.callback_plan import MOST_TITLE, CallbackPlan

_SITE: Final = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?")


@click.group()
def vk() -> None:
    """Set VK up."""


def _site(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if not _SITE.fullmatch(value):
        raise click.BadParameter("expected an address such as https://otklik.example")
    return value.rstrip("/")


def _title(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if not 0 < len(value.strip()) <= MOST_TITLE:
        raise click.BadParameter(f"expected 1 to {MOST_TITLE} characters")
    return value.strip()


@vk.command()
@click.option("--url", required=True, callback=_site, help="Where VK reaches this server, e.g. https://otklik.example.")
@click.option("--title", default="otklik", show_default=True, callback=_title, help="Of the callback server at VK.")
@click.option("--yes", is_flag=True, help="Change what exists without asking.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@lang_option
@json_option
@click.pass_obj
def setup(program: Program, url: str, title: str, lang: str, *, yes: bool, dry_run: bool, as_json: bool) -> None:
    """
    Tell VK where events go, and which: the callback server, its secret, its events.

    The server has to run already, because VK asks it for the confirmation code. Can be repeated: what is right stays
    as it is. Exit code 1 when VK has not confirmed the server.
    """

    async def run() -> tuple[CallbackPlan, CallbackSetup | None]:
        async with program.callback_use_cases() as use_cases:
            plan = await use_cases.plan.execute(url=_whole(url, use_cases), title=title)
            if not as_json:
                _say_plan(plan, lang)
            if dry_run:
                return plan, None
            if plan.changes_existing and not yes:
                _ask(lang, as_json=as_json)
            return plan, await use_cases.set_up.execute(plan)

    plan, done = asyncio.run(run())
    if as_json:
        print_json(_as_data(plan, done))
    elif done:
        key = "confirmed" if done.is_confirmed else "unconfirmed"
        click.echo(escape_controls(words(key, lang, status=done.status, url=plan.url)))
    sys.exit(0 if done is None or done.is_confirmed else 1)


def _whole(url: str, use_cases: CallbackUseCases) -> str:
    """The address of the callback; whoever gives it whole means the same."""
    return url if url.endswith(use_cases.path) else url + use_cases.path


def _ask(lang: str, *, as_json: bool) -> None:
    if as_json:
        raise click.UsageError(words("needs_yes", lang))
    click.confirm(words("change", lang), abort=True)


def _say_plan(plan: CallbackPlan, lang: str) -> None:
    for line in _steps(plan, lang):
        click.echo(escape_controls(line))


def _steps(plan: CallbackPlan, lang: str) -> Iterator[str]:
    yield words("rights", lang)
    if plan.is_secret_new:
        yield words("keeps_secret", lang)
    if plan.server is None:
        yield words("adds", lang, title=plan.title, url=plan.url)
    elif plan.edits:
        yield words("edits", lang, title=plan.title, url=plan.url, status=plan.server.status)
    if plan.newly_ticked:
        yield words("ticks", lang, events=_listed(plan.newly_ticked))
    if plan.unticked:
        yield words("unticks", lang, events=_listed(plan.unticked))
    if plan.ticked and plan.ticked.api_version != plan.needed.api_version:
        yield words("version", lang, before=plan.ticked.api_version, after=plan.needed.api_version)
    if plan.changes_nothing:
        yield words("nothing", lang, url=plan.url)


def _listed(events: frozenset[str]) -> str:
    return ", ".join(sorted(events))


def _as_data(plan: CallbackPlan, done: CallbackSetup | None) -> dict[str, Any]:
    return {
        "url": plan.url,
        "title": plan.title,
        "adds": plan.server is None,
        "edits": plan.edits,
        "makes_secret": plan.is_secret_new,
        "ticks": sorted(plan.newly_ticked),
        "unticks": sorted(plan.unticked),
        "server_id": done.server_id if done else None,
        "status": done.status if done else None,
    }
