"""A person wrote to the community."""

from application.events.record_command import RecordCommand
from application.events.record_from_vk import RecordFromVk
from application.events.said import said_in_dialog
from application.rules import Rules
from domain.channel import Channel
from domain.command import parse_command
from domain.occurrence import MessageReceived
from ports.storage import UnitOfWork


class RecordDialogMessage:
    """Recorded always; answered where the owner's policy says so; a sticker alone has no words to answer."""

    def __init__(self, *, record: RecordFromVk, record_command: RecordCommand, rules: Rules) -> None:
        self._record = record
        self._record_command = record_command
        self._rules = rules

    async def execute(self, uow: UnitOfWork, received: MessageReceived, *, answer: bool = True) -> bool:
        """Tell whether it was new; with ``answer`` False nothing is owed whatever it says."""
        said = said_in_dialog(received, group_id=self._rules.group_id)
        command = parse_command(received.text)
        if command is not None:
            return await self._record_command.execute(uow, said, command, answer=answer)
        is_wanted = answer and self._rules.should_answer(received.text, Channel.VK_MESSAGE)
        return await self._record.execute(uow, said, answer=is_wanted)
