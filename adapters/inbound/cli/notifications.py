"""``otklik notifications``."""

import asyncio
from uuid import UUID

import click

from adapters.inbound.cli.output import json_option, limit_option, print_json, print_table
from adapters.inbound.cli.program import Program
from domain.identifiers import NotificationId
from domain.notification import NotificationState, StoredNotification

COLUMNS = ("id", "state", "type", "conversation_id", "tries", "created_at", "reason")


@click.group()
def notifications() -> None:
    """Show what the other service is told, and what it never took; try the latter again."""


@notifications.command("list")
@click.option("--state", type=click.Choice([state.value for state in NotificationState]), help="All without it.")
@limit_option(50)
@json_option
@click.pass_obj
def list_(program: Program, state: str | None, limit: int, *, as_json: bool) -> None:
    """Show the latest notifications; a dead one was given up after a day of failures."""

    async def read() -> list[dict[str, object]]:
        async with program.use_cases() as use_cases:
            found = await use_cases.list_notifications.execute(
                state=NotificationState(state) if state else None, limit=limit
            )
        return [_row(each) for each in found]

    rows = asyncio.run(read())
    if as_json:
        print_json(rows)
    else:
        print_table(COLUMNS, [[row[column] for column in COLUMNS] for row in rows])


@notifications.command()
@click.argument("notification_id", type=click.UUID, required=False)
@click.option("--all-dead", is_flag=True, help="All that were given up.")
@click.pass_obj
def retry(program: Program, notification_id: UUID | None, *, all_dead: bool) -> None:
    """Put the dead notification of that ID, or all dead ones, into the outbox again."""
    if all_dead is (notification_id is not None):
        raise click.UsageError("give either an ID or --all-dead")

    async def again() -> int:
        async with program.use_cases() as use_cases:
            if notification_id is None:
                return await use_cases.retry_notifications.all()
            await use_cases.retry_notifications.execute(NotificationId(notification_id))
            return 1

    click.echo(f"pending again: {asyncio.run(again())}")


def _row(stored: StoredNotification) -> dict[str, object]:
    notification = stored.notification
    conversation_id = notification.conversation_id
    return {
        "id": str(notification.id),
        "state": str(stored.state),
        "type": notification.type,
        "conversation_id": None if conversation_id is None else str(conversation_id),
        "tries": notification.tries,
        "created_at": notification.created_at.isoformat(),
        "reason": stored.reason,
    }
