"""A person commented under a post."""

from application.events.record_from_vk import RecordFromVk
from application.events.said import said_in_comment
from application.rules import Rules
from application.turns.answer_at_once import Opening
from domain.channel import Channel
from domain.occurrence import CommentWritten
from ports.storage import UnitOfWork


class RecordComment:
    """Recorded always; answered where the owner's policy says so."""

    def __init__(self, *, record: RecordFromVk, rules: Rules) -> None:
        self._record = record
        self._rules = rules

    async def execute(self, uow: UnitOfWork, comment: CommentWritten, opening: Opening | None = None) -> None:
        said = said_in_comment(comment, group_id=self._rules.group_id)
        answer = self._rules.should_answer(comment.text, Channel.VK_COMMENT)
        await self._record.execute(uow, said, answer=answer, opening=opening)
