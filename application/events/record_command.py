"""A person gives a command in a VK dialog."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from application.commands.answer_command import AnswerCommand
from application.commands.asked import Asked
from application.events.record_from_vk import RecordFromVk
from application.events.said import Said
from application.turns.owe_text import OweText
from domain.command import Command, is_command
from domain.language import language_of
from domain.message import Author, Message
from ports.storage import UnitOfWork

_EARLIER: Final = 5
"""Messages that tell the person's language when the command does not."""


class RecordCommand:
    """
    - What is recorded of it has no password in it, and no deadline is read from it.
    - It is answered once, in the dialog, at nobody's cost; what needs a session of the site is pointed there.
    """

    def __init__(self, *, record: RecordFromVk, answer: AnswerCommand, owe_text: OweText) -> None:
        self._record = record
        self._answer = answer
        self._owe_text = owe_text

    async def execute(self, uow: UnitOfWork, said: Said, command: Command, *, answer: bool) -> bool:
        """Tell whether it was new; with ``answer`` False it is only recorded."""
        recorded = await self._record.store(uow, replace(said, text=command.text))
        if answer and recorded.message.turn_id is None:
            asked = Asked(
                command=command,
                message=recorded.message,
                person_id=recorded.person_id,
                channel=said.channel,
                lang=await self._language(uow, command, recorded.message),
            )
            text = await self._answer.execute(uow, asked)
            await self._owe_text.execute(
                uow, recorded.message, text, person_id=recorded.person_id, channel=said.channel
            )
        return recorded.is_new

    async def _language(self, uow: UnitOfWork, command: Command, message: Message) -> str:
        """By the words of the command, which is Latin itself, or else by what the person said before."""
        earlier = await uow.messages.before(message.conversation_id, seq=message.seq, limit=_EARLIER)
        return language_of([command.argument, *_words_of_the_person(reversed(earlier))])


def _words_of_the_person(messages: Iterable[Message]) -> list[str]:
    return [each.text for each in messages if each.author is Author.PERSON and not is_command(each.text)]
