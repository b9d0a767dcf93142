"""The deadlines of a conversation, for the person who asks."""

from typing import Final

from application.commands.asked import Asked
from application.commands.words import MOMENTS, words
from application.rules import Rules
from domain.stored_deadline import StoredDeadline
from ports.clock import Clock
from ports.storage import UnitOfWork

MOST: Final = 20
_QUOTE: Final = 100


class TellDeadlines:
    """By their moment, in the time of the place where the owner lives; of more than MOST the latest."""

    def __init__(self, *, clock: Clock, rules: Rules) -> None:
        self._clock = clock
        self._rules = rules

    async def execute(self, uow: UnitOfWork, asked: Asked) -> str:
        found = await uow.deadlines.of_conversations([asked.message.conversation_id])
        if not found:
            return words("no_deadlines", asked.lang)
        lines = [self._line(deadline, asked.lang) for deadline in found[-MOST:]]
        return "\n".join([words("deadlines", asked.lang, zone=self._rules.timezone.key), *lines])

    def _line(self, deadline: StoredDeadline, lang: str) -> str:
        at = deadline.at.astimezone(self._rules.timezone).strftime(MOMENTS[lang])
        quote = " ".join(deadline.quote.split())[:_QUOTE]
        key = "deadline" if deadline.at >= self._clock.now() else "deadline_past"
        return words(key, lang, at=at, quote=quote)
