"""``otklik conversations``."""

import asyncio
from uuid import UUID

import click

from adapters.inbound.cli.program import BY, Program
from domain.identifiers import ConversationId


@click.group()
def conversations() -> None:
    """Decide who speaks in a conversation."""


@conversations.command("take-over")
@click.argument("conversation_id", type=click.UUID)
@click.pass_obj
def take_over(program: Program, conversation_id: UUID) -> None:
    """Keep the assistant silent there, for TAKEOVER_MINUTES or until it is handed back."""

    async def take() -> None:
        async with program.use_cases() as use_cases:
            await use_cases.take_over.execute(ConversationId(conversation_id), by=BY)

    asyncio.run(take())
    click.echo("taken over")


@conversations.command("hand-back")
@click.argument("conversation_id", type=click.UUID)
@click.pass_obj
def hand_back(program: Program, conversation_id: UUID) -> None:
    """Let the assistant answer there again."""

    async def give() -> None:
        async with program.use_cases() as use_cases:
            await use_cases.hand_back.execute(ConversationId(conversation_id), by=BY)

    asyncio.run(give())
    click.echo("handed back")
