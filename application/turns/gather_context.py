"""What the model is told: the channel's prompt and the conversation so far."""

from typing import Final

from domain.answer import MAX_LINES, Line, Role, conversation_lines
from domain.channel import Channel
from domain.conversation import post_key
from domain.message import Message, WallSource
from domain.turn import Turn
from ports.prompt_library import PromptLibrary
from ports.storage import UnitOfWork

FIRST: Final = 2
"""A number just above that of a conversation's first message."""


class GatherContext:
    """
    - The prompt is the only ``system`` line: nothing that a person wrote ever gets there.
    - A thread is told the post it hangs under, if we saw that post.
    - Nothing said after ``input_upto_seq`` is told: it belongs to the next turn.
    """

    def __init__(self, *, prompts: PromptLibrary) -> None:
        self._prompts = prompts

    async def execute(self, uow: UnitOfWork, turn: Turn) -> list[Line]:
        upto = turn.input_upto_seq or 0
        messages = await uow.messages.before(turn.conversation_id, seq=upto + 1, limit=MAX_LINES)
        post = await self._post(uow, messages[0]) if messages and turn.channel is Channel.VK_COMMENT else None
        prompt = Line(role=Role.SYSTEM, text=self._prompts.prompt(turn.channel))
        return [prompt, *conversation_lines(messages, post=post)]

    async def _post(self, uow: UnitOfWork, comment: Message) -> str | None:
        if not isinstance(comment.source, WallSource):
            return None
        conversation = await uow.conversations.find(post_key(comment.source.owner_id, comment.source.post_id))
        if conversation is None:
            return None
        first = await uow.messages.before(conversation.id, seq=FIRST, limit=1)
        return first[0].text if first else None
