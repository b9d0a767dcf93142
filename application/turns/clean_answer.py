"""Take out of an answer what the owner has not listed."""

from dataclasses import replace

from application.rules import Rules
from domain.answer import AnswerWriterError, Fault, WrittenAnswer
from ports.log import Log


class CleanAnswer:
    """
    - Links and prices that are not in the owner's lists are taken out before anybody sees the answer, and noted.
    - An answer of which nothing is left is none: it is as if the model had failed.
    """

    def __init__(self, *, rules: Rules, log: Log) -> None:
        self._allowed = rules.allowed
        self._log = log

    @property
    def is_needed(self) -> bool:
        """Then nothing may be shown before the whole answer has been looked at."""
        return self._allowed.is_set

    def execute(self, answer: WrittenAnswer) -> WrittenAnswer:
        """Raises AnswerWriterError."""
        cleaned = self._allowed.clean(answer.text)
        if not (cleaned.links or cleaned.prices):
            return answer
        self._log.warning("answer_cleaned", links=cleaned.links, prices=cleaned.prices)
        if not cleaned.text.strip():
            raise AnswerWriterError(Fault.MALFORMED, detail="nothing is left that may be said")
        return replace(answer, text=cleaned.text)
