"""Try a prompt on a past question."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from application.turns.gather_context import GatherContext
from application.turns.past_question import PastQuestion, past_question
from domain.answer import Line, WrittenAnswer
from domain.errors import TooManyTriesError
from domain.identifiers import TurnId
from domain.prompt import usable_prompt
from domain.rate import Rate
from ports.answer_writer import AnswerWriter
from ports.log import Log
from ports.storage import Storage, UnitOfWork
from ports.throttle import Throttle

RATE: Final = Rate(most=10, seconds=300)
"""Previews of one operator: ten at once, then one in thirty seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    asked: PastQuestion
    written: WrittenAnswer


class PreviewPrompt:
    """
    - The model is asked once, with what it was told then and this prompt instead of the other.
    - Nothing is sent, stored or announced, and nobody's money is touched: the price is for answers. What the model's
      server takes for it is the owner's; each preview is in the log with its tokens, and there is a limit of them.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        gather_context: GatherContext,
        writer: AnswerWriter,
        throttle: Throttle,
        log: Log,
        secrets: Mapping[str, str],
    ) -> None:
        self._storage = storage
        self._gather_context = gather_context
        self._writer = writer
        self._throttle = throttle
        self._log = log
        self._secrets = secrets

    async def execute(self, text: str, *, turn_id: TurnId, by: str) -> Preview:
        """Raises UnusablePromptError, TooManyTriesError, NotFoundError, AnswerWriterError, StorageUnavailableError."""
        prompt = usable_prompt(text.replace("\r\n", "\n"), self._secrets)
        wait = await self._throttle.take(f"preview:{by}", RATE)
        if wait is not None:
            raise TooManyTriesError(wait)
        asked, lines = await self._storage.read(lambda uow: self._gather(uow, turn_id, prompt))
        written = await self._writer.write(lines, on_fragment=_ignore)
        self._log.info(
            "prompt_previewed",
            by=by,
            turn_id=str(turn_id),
            model=written.model,
            input_tokens=written.input_tokens,
            output_tokens=written.output_tokens,
        )
        return Preview(asked=asked, written=written)

    async def _gather(self, uow: UnitOfWork, turn_id: TurnId, prompt: str) -> tuple[PastQuestion, list[Line]]:
        turn = await uow.turns.get(turn_id)
        return await past_question(uow, turn), await self._gather_context.execute(uow, turn, prompt=prompt)


async def _ignore(_fragment: str) -> None:
    """Nobody watches."""
