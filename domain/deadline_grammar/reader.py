"""The whole way: text → tokens → atoms → expressions → verdicts → the one deadline.

To teach the grammar something new:
- a word, a form, a common misspelling: a list in `lexicon/` (`calendar_words` for what is a time, `reader_words` and
  `other_words` for what is said about one);
- a way to write a day or a time: a function in `rules/`, entered in `scan.RULES` under the role of its first token;
- how pieces join: `expressions`; what two words mean together: `phrases`;
- what counts as a deadline: `verdicts`; which of several is meant: `choice`.
"""

from datetime import datetime
from typing import NamedTuple

from domain.deadline_grammar.atoms import Reading
from domain.deadline_grammar.choice import Candidate, choose
from domain.deadline_grammar.context import Surroundings
from domain.deadline_grammar.expressions import compose
from domain.deadline_grammar.moments import moment_of
from domain.deadline_grammar.scan import scan
from domain.deadline_grammar.tokens import tokenize
from domain.deadline_grammar.verdicts import judge


class Found(NamedTuple):
    """The moment, and the characters [start, end) of the text it was read from."""

    at: datetime
    start: int
    end: int


def read_deadline(text: str, now: datetime) -> Found | None:
    """The deadline of the text; `now` must be aware."""
    reading = Reading(tokenize(text), now, now.date())
    expressions = compose(reading, scan(reading))
    if not expressions:
        return None
    surroundings = Surroundings(reading.tokens, expressions)
    candidates: list[Candidate] = []
    for position, expression in enumerate(expressions):
        verdict = judge(expression, surroundings.of(position))
        at = moment_of(reading, expression) if verdict else None
        if verdict is not None and at is not None:
            candidates.append(Candidate(at, verdict, expression))
    chosen = choose(candidates, now)
    if chosen is None:
        return None
    first, last = reading.tokens[chosen.expression.first], reading.tokens[chosen.expression.end - 1]
    return Found(chosen.at, first.start, last.end)
