"""What the model is told: the channel's prompt and the conversation so far."""

from collections.abc import Container, Sequence
from typing import Final

from application.deadlines.deadlines_around import deadlines_around, post_above
from application.rules import Rules
from application.turns.current_prompt import current_prompt
from domain.answer import MAX_LINES, Line, Role, conversation_lines
from domain.channel import Channel
from domain.command import is_command
from domain.deadline_briefing import brief_on_deadlines
from domain.identifiers import TurnId
from domain.knowledge import MOST_PASSAGES, brief_on_knowledge, search_words
from domain.message import Author, Message
from domain.stored_deadline import StoredDeadline
from domain.surroundings import NOTHING, Surroundings
from domain.turn import Turn
from ports.clock import Clock
from ports.prompt_library import PromptLibrary
from ports.storage import UnitOfWork

WITH_COMMANDS: Final = frozenset({Channel.SITE_CHAT, Channel.VK_MESSAGE})


class GatherContext:
    """
    - The prompt is the only ``system`` line: nothing that a person wrote ever gets there.
    - A thread is told the post it hangs under, and what was said before us, as far as it was seen or asked for.
    - The deadlines of the conversation, and of that post, are told as the table has them, before what was said.
    - What the community has written down about what is asked is told as data, and kept with the turn.
    - Commands and their answers are not told: they were no part of the talk.
    - Nothing said after ``input_upto_seq`` is told: it belongs to the next turn.
    - The messages to be answered come last, whatever was said or answered after them; what strangers said after them
      is told only with its answer.
    """

    def __init__(self, *, prompts: PromptLibrary, clock: Clock, rules: Rules) -> None:
        self._prompts = prompts
        self._clock = clock
        self._rules = rules

    async def execute(
        self, uow: UnitOfWork, turn: Turn, around: Surroundings = NOTHING, *, prompt: str | None = None
    ) -> list[Line]:
        """``around`` is what VK was asked for; ``prompt`` is one to be tried instead of the one that counts."""
        upto = turn.input_upto_seq or 0
        assigned, latest, current = await uow.together(
            uow.messages.of_turn(turn.id),
            uow.messages.before(turn.conversation_id, seq=upto + 1, limit=MAX_LINES),
            current_prompt(uow, self._prompts, turn.channel),
        )
        asked = [message for message in assigned if message.seq <= upto]
        said = await self._around(uow, turn, asked=asked[-1].seq if asked else upto, latest=latest)
        post = await post_above(uow, asked[-1]) if asked else None
        text = current if prompt is None else prompt
        deadlines = await self._deadlines(uow, asked[-1], post) if asked else []
        talk = conversation_lines([*said, *asked], post=post.text if post else None, around=around)
        # What is only tried leaves nothing behind: it is read outside of any transaction that writes.
        knowledge = await self._knowledge(uow, turn, asked, is_kept=prompt is None)
        return [Line(role=Role.SYSTEM, text=text), *knowledge, *deadlines, *talk]

    async def _knowledge(self, uow: UnitOfWork, turn: Turn, asked: Sequence[Message], *, is_kept: bool) -> list[Line]:
        if not self._rules.tells_knowledge:
            return []
        words = search_words("\n".join(message.text for message in asked))
        found = await uow.knowledge.search(words, limit=MOST_PASSAGES)
        line, told = brief_on_knowledge(found)
        if is_kept:
            await uow.knowledge.note_used(turn.id, told)
        return [line] if line else []

    async def _deadlines(self, uow: UnitOfWork, asked: Message, post: Message | None) -> list[Line]:
        found = await deadlines_around(uow, asked, post)
        reminders = self._rules.reminders if found and await _is_reminded(uow, asked, found) else ()
        line = brief_on_deadlines(found, now=self._clock.now(), zone=self._rules.timezone, reminders=reminders)
        return [line] if line else []

    async def _around(self, uow: UnitOfWork, turn: Turn, *, asked: int, latest: Sequence[Message]) -> list[Message]:
        """What else was said: ``asked`` is the number of the last message to be answered, ``latest`` all before us."""
        upto = turn.input_upto_seq or 0
        earlier: Sequence[Message] = latest
        later: Sequence[Message] = []
        if asked < upto:
            earlier, later = await uow.together(
                uow.messages.before(turn.conversation_id, seq=asked + 1, limit=MAX_LINES),
                uow.messages.after(turn.conversation_id, seq=asked, limit=MAX_LINES),
            )
        answered = {said.turn_id for said in later if said.author is Author.ASSISTANT}
        told = [said for said in later if said.seq <= upto and not _waits_for_its_turn(said, turn, answered)]
        return [said for said in (*earlier, *told) if said.turn_id != turn.id and not _is_for_the_house(said, turn)]


async def _is_reminded(uow: UnitOfWork, asked: Message, deadlines: Sequence[StoredDeadline]) -> bool:
    if asked.person_id is None:
        return False
    return bool(await uow.reminders.wished(asked.person_id, [deadline.id for deadline in deadlines]))


def _waits_for_its_turn(said: Message, turn: Turn, answered: Container[TurnId | None]) -> bool:
    """A stranger's message that has no answer yet."""
    return said.author is Author.PERSON and said.person_id != turn.person_id and said.turn_id not in answered


def _is_for_the_house(said: Message, turn: Turn) -> bool:
    """A command, which was not said to the model; below a post it is a comment like any other."""
    return turn.channel in WITH_COMMANDS and said.author is Author.PERSON and is_command(said.text)
