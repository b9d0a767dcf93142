"""Of several deadlines, the reader's next one."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from domain.deadline_grammar.expressions import Expression
from domain.deadline_grammar.verdicts import Verdict


class Candidate(NamedTuple):
    at: datetime
    verdict: Verdict
    expression: Expression


def choose(candidates: Sequence[Candidate], now: datetime) -> Candidate | None:
    """The earliest that is not before `now`; when all are, the latest; None of none.

    A moved deadline replaces those before it in the text; a price step counts only when nothing else does.
    """
    remaining = _since_the_move(candidates)
    remaining = [candidate for candidate in remaining if not candidate.verdict.price] or remaining
    ahead = [candidate for candidate in remaining if candidate.at >= now]
    if ahead:
        return min(ahead, key=_moment)
    return max(remaining, key=_moment, default=None)


def _since_the_move(candidates: Sequence[Candidate]) -> list[Candidate]:
    for position, candidate in enumerate(candidates):
        if candidate.verdict.moved:
            return list(candidates[position:])
    return list(candidates)


def _moment(candidate: Candidate) -> datetime:
    return candidate.at
