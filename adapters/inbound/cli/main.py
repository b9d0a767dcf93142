"""The command line."""

import click

from adapters.inbound.cli.answering import answering
from adapters.inbound.cli.backup import backup, restore
from adapters.inbound.cli.balance import balance
from adapters.inbound.cli.conversations import conversations
from adapters.inbound.cli.deadlines import deadlines
from adapters.inbound.cli.drafts import drafts
from adapters.inbound.cli.events import events
from adapters.inbound.cli.init import init
from adapters.inbound.cli.knowledge import knowledge
from adapters.inbound.cli.logs import logs
from adapters.inbound.cli.notifications import notifications
from adapters.inbound.cli.people import people
from adapters.inbound.cli.prompts import prompts
from adapters.inbound.cli.retention import retention
from adapters.inbound.cli.server import doctor, migrate, sandbox, serve
from adapters.inbound.cli.turns import turns
from adapters.inbound.cli.vk import vk


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Otklik: an assistant for a VK community and its website."""


for command in (
    init,
    serve,
    migrate,
    backup,
    restore,
    doctor,
    sandbox,
    answering,
    balance,
    conversations,
    turns,
    drafts,
    knowledge,
    deadlines,
    events,
    notifications,
    people,
    prompts,
    retention,
    logs,
    vk,
):
    cli.add_command(command)
