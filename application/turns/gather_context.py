"""What the model is told: the channel's prompt and the conversation so far."""

from collections.abc import Container
from typing import Final

from application.rules import Rules
from domain.answer import MAX_LINES, Line, Role, conversation_lines
from domain.channel import Channel
from domain.command import is_command
from domain.conversation import post_key
from domain.deadline_briefing import brief_on_deadlines
from domain.identifiers import TurnId
from domain.message import Author, Message, WallSource
from domain.turn import Turn
from ports.clock import Clock
from ports.prompt_library import PromptLibrary
from ports.storage import UnitOfWork

FIRST: Final = 2
"""A number just above that of a conversation's first message."""
WITH_COMMANDS: Final = frozenset({Channel.SITE_CHAT, Channel.VK_MESSAGE})


class GatherContext:
    """
    - The prompt is the only ``system`` line: nothing that a person wrote ever gets there.
    - A thread is told the post it hangs under, if we saw that post.
    - The deadlines of the conversation, and of that post, are told as the table has them, before what was said.
    - Commands and their answers are not told: they were no part of the talk.
    - Nothing said after ``input_upto_seq`` is told: it belongs to the next turn.
    - The messages to be answered come last, whatever was said or answered after them; what strangers said after them
      is told only with its answer.
    """

    def __init__(self, *, prompts: PromptLibrary, clock: Clock, rules: Rules) -> None:
        self._prompts = prompts
        self._clock = clock
        self._rules = rules

    async def execute(self, uow: UnitOfWork, turn: Turn) -> list[Line]:
        upto = turn.input_upto_seq or 0
        asked = [message for message in await uow.messages.of_turn(turn.id) if message.seq <= upto]
        around = await self._around(uow, turn, asked=asked[-1].seq if asked else upto)
        post = await self._post(uow, asked[-1]) if asked and turn.channel is Channel.VK_COMMENT else None
        prompt = Line(role=Role.SYSTEM, text=self._prompts.prompt(turn.channel))
        deadlines = await self._deadlines(uow, turn, post)
        return [prompt, *deadlines, *conversation_lines([*around, *asked], post=post.text if post else None)]

    async def _deadlines(self, uow: UnitOfWork, turn: Turn, post: Message | None) -> list[Line]:
        where = [turn.conversation_id, *([post.conversation_id] if post else [])]
        found = await uow.deadlines.of_conversations(where)
        line = brief_on_deadlines(found, now=self._clock.now(), zone=self._rules.timezone)
        return [line] if line else []

    async def _around(self, uow: UnitOfWork, turn: Turn, *, asked: int) -> list[Message]:
        """What else was said; ``asked`` is the number of the last message to be answered."""
        upto = turn.input_upto_seq or 0
        earlier = await uow.messages.before(turn.conversation_id, seq=asked + 1, limit=MAX_LINES)
        later = await uow.messages.after(turn.conversation_id, seq=asked, limit=MAX_LINES)
        answered = {said.turn_id for said in later if said.author is Author.ASSISTANT}
        told = [said for said in later if said.seq <= upto and not _waits_for_its_turn(said, turn, answered)]
        return [said for said in (*earlier, *told) if said.turn_id != turn.id and not _is_for_the_house(said, turn)]

    async def _post(self, uow: UnitOfWork, comment: Message) -> Message | None:
        if not isinstance(comment.source, WallSource):
            return None
        conversation = await uow.conversations.find(post_key(comment.source.owner_id, comment.source.post_id))
        if conversation is None:
            return None
        first = await uow.messages.before(conversation.id, seq=FIRST, limit=1)
        return first[0] if first else None


def _waits_for_its_turn(said: Message, turn: Turn, answered: Container[TurnId | None]) -> bool:
    """A stranger's message that has no answer yet."""
    return said.author is Author.PERSON and said.person_id != turn.person_id and said.turn_id not in answered


def _is_for_the_house(said: Message, turn: Turn) -> bool:
    """A command, which was not said to the model; below a post it is a comment like any other."""
    return turn.channel in WITH_COMMANDS and said.author is Author.PERSON and is_command(said.text)
