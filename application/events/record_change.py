"""What was said in VK is said otherwise now, was deleted, or is back."""

from dataclasses import replace

from application.deadlines.note_deadline import NoteDeadline
from application.deadlines.withdraw_deadline import WithdrawDeadline
from application.events.record_from_vk import RecordFromVk
from application.events.said import Said, said_in_comment, said_in_dialog
from application.rules import Rules
from domain.command import is_command
from domain.message import Author, Message, comment_natural_key
from domain.occurrence import CommentChanged, CommentDeleted, MessageChanged
from ports.clock import Clock
from ports.storage import UnitOfWork


class RecordChange:
    """
    - An edit changes what is recorded and moves the deadline in it; it opens no turn and answers nothing anew.
    - A person's comment that was not seen before is recorded as it stands now: its own event, which comes later, is
      answered then. Of the community's own words only those that are recorded are changed: the others are answers.
    - An edit gives no command: of what reads like one nothing is kept.
    - What was forgotten, with its author or as too old, stays so: an edit does not bring it back.
    - A deleted comment withdraws its deadline, a restored one brings it back.
    """

    def __init__(
        self,
        *,
        record: RecordFromVk,
        note_deadline: NoteDeadline,
        withdraw: WithdrawDeadline,
        clock: Clock,
        rules: Rules,
    ) -> None:
        self._record = record
        self._note_deadline = note_deadline
        self._withdraw = withdraw
        self._clock = clock
        self._rules = rules

    async def execute(self, uow: UnitOfWork, change: CommentChanged | CommentDeleted | MessageChanged) -> None:
        match change:
            case CommentDeleted(owner_id=owner_id, comment_id=comment_id):
                await self._withdraw.execute(uow, comment_natural_key(owner_id, comment_id))
            case CommentChanged(now=comment, is_restored=is_restored):
                said = said_in_comment(comment, group_id=self._rules.group_id)
                await self._change(uow, said, is_restored=is_restored)
            case MessageChanged(now=message):
                if not is_command(message.text):
                    await self._change(uow, said_in_dialog(message, group_id=self._rules.group_id))

    async def _change(self, uow: UnitOfWork, said: Said, *, is_restored: bool = False) -> None:
        message = await self._recorded(uow, said)
        if message is None:
            return
        if is_restored:
            await self._withdraw.undo(uow, said.natural_key)
        if message.text != said.text:
            await uow.messages.change_text(message.id, text=said.text)
        await self._note_deadline.again(uow, replace(message, text=said.text))

    async def _recorded(self, uow: UnitOfWork, said: Said) -> Message | None:
        """The message, its conversation locked; None when there is nothing to change, or may be nothing."""
        known = await uow.messages.find(said.natural_key)
        if known is not None and await self._is_forgotten(uow, known):
            return None
        if said.author is Author.PERSON:
            return (await self._record.store(uow, said)).message
        if known is not None:
            await uow.conversations.lock(known.conversation_id)
        return known

    async def _is_forgotten(self, uow: UnitOfWork, message: Message) -> bool:
        """Whether its words are gone, or about to go."""
        term = self._rules.retention
        if term is not None and message.at < self._clock.now() - term:
            return True
        return message.person_id is not None and (await uow.people.get(message.person_id)).erased_at is not None
