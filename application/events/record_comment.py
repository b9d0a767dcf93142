"""A person commented under a post."""

from application.events.record_from_vk import RecordFromVk, Said
from application.rules import Rules
from domain.channel import Channel
from domain.conversation import thread_key
from domain.message import Author, WallSource, comment_natural_key
from domain.occurrence import CommentWritten
from domain.policy import should_answer
from ports.storage import UnitOfWork


class RecordComment:
    """Recorded always; answered where the owner's policy says so."""

    def __init__(self, *, record: RecordFromVk, rules: Rules) -> None:
        self._record = record
        self._rules = rules

    async def execute(self, uow: UnitOfWork, comment: CommentWritten) -> None:
        said = Said(
            channel=Channel.VK_COMMENT,
            conversation_key=thread_key(comment.owner_id, comment.root_id),
            natural_key=comment_natural_key(comment.owner_id, comment.comment_id),
            author=Author.PERSON,
            author_vk_id=comment.author_vk_id,
            text=comment.text,
            at=comment.at,
            source=WallSource(owner_id=comment.owner_id, post_id=comment.post_id, comment_id=comment.comment_id),
        )
        answer = should_answer(comment.text, self._rules.comment_policy, group_id=self._rules.group_id)
        await self._record.execute(uow, said, answer=answer)
