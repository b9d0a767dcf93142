"""A post was published on the community's wall."""

from application.events.record_from_vk import RecordFromVk
from application.events.said import Said
from application.rules import Rules
from application.turns.answer_at_once import Opening
from domain.channel import Channel
from domain.conversation import post_key
from domain.message import Author, WallSource, post_natural_key
from domain.occurrence import PostPublished
from ports.storage import UnitOfWork


class RecordPost:
    """
    - Every post is recorded: it is the context of what is asked below it, and may hold a deadline.
    - A person's post is answered like a comment; one that cannot be commented is not.
    - The community's own posts are answered only if the owner wants it (VK_ANSWER_OWN_POSTS).
    """

    def __init__(self, *, record: RecordFromVk, rules: Rules) -> None:
        self._record = record
        self._rules = rules

    async def execute(self, uow: UnitOfWork, post: PostPublished, opening: Opening | None = None) -> None:
        is_own = abs(post.author_vk_id) == self._rules.group_id
        answer = self._is_answered(post, is_own=is_own)
        said = Said(
            channel=Channel.VK_POST,
            conversation_key=post_key(post.owner_id, post.post_id),
            natural_key=post_natural_key(post.owner_id, post.post_id),
            # What is answered is a question to the model, whoever wrote it; only a person's message is part of a turn.
            author=Author.OPERATOR if is_own and not answer else Author.PERSON,
            author_vk_id=post.author_vk_id,
            text=post.text,
            at=post.at,
            source=WallSource(owner_id=post.owner_id, post_id=post.post_id, comment_id=0),
            copied=post.copied,
            by_community=is_own,
        )
        await self._record.execute(uow, said, answer=answer, opening=opening)

    def _is_answered(self, post: PostPublished, *, is_own: bool) -> bool:
        if not post.is_open or not post.text.strip():
            return False
        if is_own:
            return self._rules.answer_own_posts
        if post.author_vk_id < 0:
            return False
        return self._rules.should_answer(post.text, Channel.VK_POST)
