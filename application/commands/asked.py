"""A command and who gave it."""

from dataclasses import dataclass

from domain.channel import Channel
from domain.command import Command
from domain.identifiers import PersonId
from domain.message import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """``message`` is the command as it is recorded, ``lang`` the language of the answer."""

    command: Command
    message: Message
    person_id: PersonId
    channel: Channel
    lang: str
