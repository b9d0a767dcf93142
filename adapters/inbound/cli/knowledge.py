"""``otklik knowledge``."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import click

from adapters.inbound.cli.output import json_option, print_json, print_table
from adapters.inbound.cli.program import Program
from application.knowledge.index_knowledge import Indexed
from domain.identifiers import TurnId
from domain.knowledge import Passage

COLUMNS = ("file", "heading", "text")


@click.group()
def knowledge() -> None:
    """Index what the community has written down in KNOWLEDGE_DIR, and look into it."""


@knowledge.command()
@json_option
@click.pass_obj
def index(program: Program, *, as_json: bool) -> None:
    """Take changed files up now; a running server does so every minute."""

    async def work() -> Indexed:
        async with program.use_cases() as use_cases:
            if use_cases.index_knowledge is None:
                raise click.ClickException("KNOWLEDGE_DIR is not set")
            return await use_cases.index_knowledge.execute()

    indexed = asyncio.run(work())
    counts = {"files": indexed.files, "changed": indexed.changed, "dropped": indexed.dropped}
    if as_json:
        print_json(counts)
    else:
        print_table(tuple(counts), [tuple(counts.values())])


@knowledge.command()
@click.argument("question")
@json_option
@click.pass_obj
def search(program: Program, question: str, *, as_json: bool) -> None:
    """Show the passages that the model would be told with QUESTION, the fittest first."""

    async def look() -> Sequence[Passage]:
        async with program.use_cases() as use_cases:
            return await use_cases.search_knowledge.execute(question)

    _print(asyncio.run(look()), as_json=as_json)


@knowledge.command()
@click.argument("turn_id", type=click.UUID)
@json_option
@click.pass_obj
def used(program: Program, turn_id: UUID, *, as_json: bool) -> None:
    """Show what the model was told for the answer of a turn."""

    async def look() -> Sequence[Passage]:
        async with program.use_cases() as use_cases:
            return await use_cases.search_knowledge.used(TurnId(turn_id))

    _print(asyncio.run(look()), as_json=as_json)


def _print(found: Sequence[Passage], *, as_json: bool) -> None:
    rows = [{"file": each.file, "heading": each.heading, "text": each.text} for each in found]
    if as_json:
        print_json(rows)
    else:
        print_table(COLUMNS, [[row[column] for column in COLUMNS] for row in rows])
