"""A person wrote to the community."""

from application.events.record_command import RecordCommand
from application.events.record_from_vk import RecordFromVk, Said
from domain.channel import Channel
from domain.command import parse_command
from domain.conversation import dialog_key
from domain.message import Author, DialogSource, dialog_natural_key
from domain.occurrence import MessageReceived
from ports.storage import UnitOfWork


class RecordDialogMessage:
    """Recorded always; answered when there are words to answer (a sticker alone has none)."""

    def __init__(self, *, record: RecordFromVk, record_command: RecordCommand) -> None:
        self._record = record
        self._record_command = record_command

    async def execute(self, uow: UnitOfWork, received: MessageReceived, *, answer: bool = True) -> bool:
        """Tell whether it was new; with ``answer`` False nothing is owed whatever it says."""
        said = Said(
            channel=Channel.VK_MESSAGE,
            conversation_key=dialog_key(received.peer_id),
            natural_key=dialog_natural_key(received.peer_id, received.number),
            author=Author.PERSON,
            author_vk_id=received.author_vk_id,
            text=received.text,
            at=received.at,
            source=DialogSource(peer_id=received.peer_id, message_id=received.message_id),
            belongs_to_author=True,
        )
        command = parse_command(received.text)
        if command is not None:
            return await self._record_command.execute(uow, said, command, answer=answer)
        return await self._record.execute(uow, said, answer=answer and bool(received.text.strip()))
