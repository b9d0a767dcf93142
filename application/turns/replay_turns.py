"""Write past answers anew with another prompt or model, to be looked at beside the old ones."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from application.rules import Rules
from application.turns.gather_context import GatherContext
from domain.answer import AnswerWriterError, WrittenAnswer
from domain.channel import Channel
from domain.turn import Turn
from ports.answer_writer import AnswerWriter
from ports.prompt_library import PromptLibrary
from ports.storage import Storage, UnitOfWork

AT_ONCE: Final = 4
"""Calls of the model at the same time: the server beside it goes on answering people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """A past turn, what was asked, and the answer it would have now; ``new`` is None with a ``fault``."""

    turn: Turn
    question: str
    new: WrittenAnswer | None
    fault: str | None = None


OnReplayed = Callable[[Replayed], Awaitable[None]]


class ReplayTurns:
    """
    - Nothing is sent, stored, held or charged; what the model's server asks for its calls is the owner's.
    - The model is told what it was told then: the messages up to the answer, the deadlines as seen at that moment.
    - A call that fails is shown as such and not tried again.
    """

    def __init__(self, *, storage: Storage, rules: Rules, writers: Callable[[str], AnswerWriter]) -> None:
        self._storage = storage
        self._rules = rules
        self._writers = writers

    async def find(
        self, *, since: datetime, until: datetime, channel: Channel | None = None, limit: int
    ) -> Sequence[Turn]:
        """The latest answered turns of that time, the oldest first; ``limit`` is how far back turns are looked at."""
        latest = await self._storage.read(lambda uow: uow.turns.latest(limit=limit))
        fitting = [turn for turn in latest if turn.answer is not None and since <= turn.created_at < until]
        return [turn for turn in reversed(fitting) if channel in {None, turn.channel} and not turn.is_free]

    async def execute(self, turns: Sequence[Turn], *, prompt: str, model: str, on_replayed: OnReplayed) -> None:
        """Tell of each as soon as it is written. Cancelling ends the calls that are running."""
        writer, slots = self._writers(model), asyncio.Semaphore(AT_ONCE)

        async def replay(turn: Turn) -> None:
            async with slots:
                await on_replayed(await self._replay(turn, _OnePrompt(prompt), writer))

        async with asyncio.TaskGroup() as group:
            for turn in turns:
                group.create_task(replay(turn))

    async def _replay(self, turn: Turn, prompts: PromptLibrary, writer: AnswerWriter) -> Replayed:
        gather = GatherContext(prompts=prompts, clock=_StandingClock(turn.created_at), rules=self._rules)
        lines = await self._storage.read(lambda uow: gather.execute(uow, turn, prompt=prompts.prompt(turn.channel)))
        question = await self._storage.read(lambda uow: _question(uow, turn))
        try:
            return Replayed(turn=turn, question=question, new=await writer.write(lines, on_fragment=_unheard))
        except AnswerWriterError as error:
            return Replayed(turn=turn, question=question, new=None, fault=str(error.fault))


async def _question(uow: UnitOfWork, turn: Turn) -> str:
    upto = turn.input_upto_seq or 0
    return "\n".join(said.text for said in await uow.messages.of_turn(turn.id) if said.seq <= upto)


async def _unheard(_fragment: str) -> None:
    """Nobody watches."""


class _OnePrompt:
    """The prompt to be tried, wherever the conversation is."""

    def __init__(self, text: str) -> None:
        self._text = text

    def prompt(self, channel: Channel) -> str:  # noqa: ARG002 - the same for all
        return self._text

    def load_system_prompts_vk(self) -> tuple[str, str, str]:
        return self._text, self._text, self._text


class _StandingClock:
    """The moment at which the question was asked: what was ahead then is told as being ahead."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    async def sleep(self, seconds: float) -> None:
        self._at += timedelta(seconds=seconds)
        await asyncio.sleep(0)
