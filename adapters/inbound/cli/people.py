"""``otklik people``."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

import click

from adapters.inbound.cli.output import json_option, limit_option, print_json, print_table
from adapters.inbound.cli.people_rows import SESSION_COLUMNS, export_of, moment, person_row, session_row
from adapters.inbound.cli.program import BY, Program, UseCases
from domain.errors import InvalidLoginError, LoginTakenError, WeakPasswordError
from domain.person import Person

Result = TypeVar("Result")
PEOPLE_COLUMNS: Final = ("id", "kind", "login", "vk_id", "name", "created_at", "blocked_at", "erased_at")
REFUSALS: Final = {
    InvalidLoginError: "a login has 3 to 64 Latin letters, digits and . _ @ + -",
    WeakPasswordError: "the password needs 8 to 128 characters and must not be one of the commonest",
    LoginTakenError: "this login is taken",
}

whom = click.argument("whom", metavar="LOGIN|ID|vk:NUMBER")


@click.group()
def people() -> None:
    """Let operators in, and show, block, export or erase people."""


@people.command("create-operator")
@click.argument("login")
@json_option
@click.pass_obj
def create_operator(program: Program, login: str, *, as_json: bool) -> None:
    """Make an account for somebody of the community. The password is asked for, or read from a pipe's first line."""
    password = _password()

    async def create(use_cases: UseCases) -> Person:
        return await use_cases.create_operator.execute(login=login, password=password, by=BY)

    try:
        operator = asyncio.run(_with(program, create))
    except tuple(REFUSALS) as error:
        raise click.ClickException(REFUSALS[type(error)]) from None
    _tell(operator, f"operator {operator.login} can sign in", as_json=as_json)


@people.command("list")
@limit_option(100)
@json_option
@click.pass_obj
def list_(program: Program, limit: int, *, as_json: bool) -> None:
    """Show who is known, the guests apart; the latest first."""

    async def read(use_cases: UseCases) -> list[dict[str, Any]]:
        return [person_row(person) for person in await use_cases.list_people.execute(limit=limit)]

    _show(asyncio.run(_with(program, read)), PEOPLE_COLUMNS, as_json=as_json)


@people.command()
@whom
@limit_option(50)
@json_option
@click.pass_obj
def sessions(program: Program, whom: str, limit: int, *, as_json: bool) -> None:
    """Show somebody's sessions: when they were opened and last used, when and why they ended."""

    async def read(use_cases: UseCases) -> list[dict[str, Any]]:
        person = await use_cases.find_person.execute(whom)
        found = await use_cases.list_sessions.execute(person.id, limit=limit)
        return [session_row(session) for session in found]

    _show(asyncio.run(_with(program, read)), SESSION_COLUMNS, as_json=as_json)


@people.command()
@whom
@json_option
@click.pass_obj
def block(program: Program, whom: str, *, as_json: bool) -> None:
    """Answer somebody no more, on the site and in VK; their sessions are closed."""

    async def change(use_cases: UseCases) -> Person:
        return await use_cases.block_person.execute((await use_cases.find_person.execute(whom)).id, by=BY)

    person = asyncio.run(_with(program, change))
    _tell(person, f"blocked since {moment(person.blocked_at)}", as_json=as_json)


@people.command()
@whom
@json_option
@click.pass_obj
def unblock(program: Program, whom: str, *, as_json: bool) -> None:
    """Answer somebody again."""

    async def change(use_cases: UseCases) -> Person:
        return await use_cases.unblock_person.execute((await use_cases.find_person.execute(whom)).id, by=BY)

    _tell(asyncio.run(_with(program, change)), "not blocked", as_json=as_json)


@people.command()
@whom
@click.option("--json", is_flag=True, expose_value=False, help="It is JSON in any case.")
@click.pass_obj
def export(program: Program, whom: str) -> None:
    """Print all that is kept of somebody, as JSON."""

    async def read(use_cases: UseCases) -> dict[str, Any]:
        person = await use_cases.find_person.execute(whom)
        return await export_of(use_cases.export_person, person.id)

    print_json(asyncio.run(_with(program, read)))


@people.command()
@whom
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@click.pass_obj
def erase(program: Program, whom: str, *, yes: bool, as_json: bool) -> None:
    """Forget somebody's login, words and answers for good; the books keep their numbers."""
    if not yes:
        click.confirm("This cannot be undone. Erase?", abort=True, err=True)

    async def change(use_cases: UseCases) -> Person:
        id_ = (await use_cases.find_person.execute(whom)).id
        await use_cases.forget_person.execute(id_, by=BY)
        return await use_cases.find_person.execute(str(id_))

    person = asyncio.run(_with(program, change))
    _tell(person, f"erased, {person.id} is nobody in particular now", as_json=as_json)


async def _with(program: Program, work: Callable[[UseCases], Awaitable[Result]]) -> Result:
    async with program.use_cases() as use_cases:
        return await work(use_cases)


def _password() -> str:
    """Never an argument: those are seen by everybody on the machine, and kept in the shell's history."""
    if sys.stdin.isatty():
        given: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        return given
    return sys.stdin.readline().rstrip("\r\n")


def _show(rows: list[dict[str, Any]], columns: tuple[str, ...], *, as_json: bool) -> None:
    if as_json:
        print_json(rows)
    else:
        print_table(columns, [[row[column] for column in columns] for row in rows])


def _tell(person: Person, words: str, *, as_json: bool) -> None:
    if as_json:
        print_json(person_row(person))
    else:
        click.echo(words)
