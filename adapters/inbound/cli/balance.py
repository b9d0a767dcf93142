"""``otklik balance``."""

import asyncio
import sys
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

import click

from adapters.inbound.cli.amount import AMOUNT
from adapters.inbound.cli.output import json_option, limit_option, print_json, print_table
from adapters.inbound.cli.program import BY, Program, UseCases
from adapters.terminal import escape_controls
from domain.audit import Discrepancy
from domain.audit_chain import ChainReport
from domain.balance import COMMUNITY_ACCOUNT, account_of
from domain.identifiers import PersonId
from domain.person import Person

WHOM: Final = "LOGIN|ID|vk:NUMBER"
for_person = click.option("--person", metavar=WHOM, help="That person's own account.")


@click.group()
def balance() -> None:
    """Show the balance, fill it, and check the books."""


@balance.command()
@for_person
@json_option
@click.pass_obj
def show(program: Program, person: str | None, *, as_json: bool) -> None:
    """Show what is available, held and spent today, in roubles: on the community's account, or on a person's."""

    async def read() -> dict[str, str]:
        async with program.use_cases() as use_cases:
            account = _account(await _person(use_cases, person))
            found = await use_cases.show_balance.execute(account=account)
        return {
            "available": str(found.available),
            "held": str(found.held),
            "spent_today": str(found.spent_today),
        }

    amounts = asyncio.run(read())
    if as_json:
        print_json(amounts)
    else:
        print_table(tuple(amounts), [tuple(amounts.values())])


@balance.command("top-up")
@click.argument("amount", type=AMOUNT)
@click.option("--reason", default="top-up", show_default=True, help="Kept in the ledger.")
@click.option("--key", help="Makes a repeated order one booking: the same key is booked once.")
@for_person
@json_option
@click.pass_obj
def top_up(
    program: Program, amount: Decimal, reason: str, key: str | None, person: str | None, *, as_json: bool
) -> None:
    """Put AMOUNT roubles on the community's account, or on a person's."""

    async def book() -> tuple[bool, str]:
        async with program.use_cases() as use_cases:
            person_id = await _person(use_cases, person)
            booked = await use_cases.top_up.execute(amount, author=BY, reason=reason, key=key, person_id=person_id)
            return booked, str((await use_cases.show_balance.execute(account=_account(person_id))).available)

    booked, available = asyncio.run(book())
    if as_json:
        print_json({"booked": booked, "available": available})
    else:
        click.echo(f"{'Booked' if booked else 'Booked before'}; available: {available}")


@balance.command()
@limit_option(50)
@for_person
@json_option
@click.pass_obj
def history(program: Program, limit: int, person: str | None, *, as_json: bool) -> None:
    """Show the ledger of the community's account, or of a person's, latest first."""

    async def read() -> list[dict[str, str]]:
        async with program.use_cases() as use_cases:
            account = _account(await _person(use_cases, person))
            entries = await use_cases.show_balance.history(limit=limit, account=account)
        return [
            {
                "at": entry.at.isoformat(),
                "kind": str(entry.kind),
                "amount": str(entry.amount),
                "author": entry.author,
                "reason": entry.reason,
            }
            for entry in entries
        ]

    entries = asyncio.run(read())
    if as_json:
        print_json(entries)
    else:
        print_table(("at", "kind", "amount", "author", "reason"), [tuple(entry.values()) for entry in entries])


@balance.command()
@click.argument("amount", type=AMOUNT, required=False)
@click.option("--person", required=True, metavar=WHOM, help="Whose account it is.")
@click.option("--none", "is_none", is_flag=True, help="No limit, whatever PERSON_DAILY_SPEND_LIMIT says.")
@click.option("--setting", "is_setting", is_flag=True, help="Let PERSON_DAILY_SPEND_LIMIT count again.")
@click.pass_obj
def limit(program: Program, amount: Decimal | None, person: str, *, is_none: bool, is_setting: bool) -> None:
    """Let a person spend AMOUNT roubles of their account in a day at most."""
    if [amount is not None, is_none, is_setting].count(True) != 1:
        raise click.UsageError("give either an AMOUNT, --none or --setting")

    async def note() -> Person:
        async with program.use_cases() as use_cases:
            person_id = (await use_cases.find_person.execute(person)).id
            if is_setting:
                return await use_cases.set_person_limit.forget(person_id, by=BY)
            return await use_cases.set_person_limit.execute(person_id, amount, by=BY)

    limited = asyncio.run(note()).daily_limit
    if limited is None:
        click.echo("as PERSON_DAILY_SPEND_LIMIT says")
    else:
        click.echo("no limit" if limited.amount is None else f"{limited.amount} a day")


@balance.command()
@limit_option(1_000, "Findings of a kind.")
@json_option
@click.pass_obj
def check(program: Program, limit: int, *, as_json: bool) -> None:
    """
    Reconcile accounts, holds and the ledger with turns and their answers, and follow the chain that seals the ledger.

    Exit code 1 when anything is off. How far the ledger is sealed goes to the standard error.
    """

    async def read() -> tuple[Sequence[Discrepancy], ChainReport]:
        async with program.use_cases() as use_cases:
            return await use_cases.check_balance.execute(limit=limit), await use_cases.check_chain.execute()

    flaws, chain = asyncio.run(read())
    found = [*flaws, *([] if chain.broken is None else [chain.broken])]
    _tell_sealed(chain)
    if as_json:
        print_json([{"flaw": str(each.flaw), "id": each.id, "says": each.says} for each in found])
    else:
        for each in found:
            click.echo(escape_controls(f"{each.flaw} {each.id}: {each.says}"))
        if not found:
            click.echo("all is well")
    sys.exit(1 if found else 0)


def _tell_sealed(chain: ChainReport) -> None:
    head, unsealed = chain.head, chain.unsealed
    if chain.broken is None and head.sealed_at is not None:
        click.echo(f"sealed up to link {head.number} of {head.sealed_at.isoformat()}, {head.hash.hex()}", err=True)
    if unsealed.since is not None:
        click.echo(f"not sealed yet: {unsealed.count}, since {unsealed.since.isoformat()}", err=True)


async def _person(use_cases: UseCases, given: str | None) -> PersonId | None:
    return None if given is None else (await use_cases.find_person.execute(given)).id


def _account(person_id: PersonId | None) -> str:
    return COMMUNITY_ACCOUNT if person_id is None else account_of(person_id)
