from enum import StrEnum
from typing import Annotated

import msgspec

Seconds = Annotated[float, msgspec.Meta(ge=0, le=3600)]
Count = Annotated[int, msgspec.Meta(ge=0)]


class BehaviourKind(StrEnum):
    ANSWER = "answer"
    RATE_LIMITED = "rate_limited"
    ERROR = "error"
    HANG = "hang"
    CUT = "cut"
    CLEAN_EARLY_END = "clean_early_end"
    GARBAGE = "garbage"


class Behaviour(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """How the model treats the next `times` requests that fit; 0 keeps it until a reset.

    `match` (part of the last user message) and `model` narrow it. `text` replaces the default answer; `after`
    is the number of tokens that go out before the fault; `headers` sends the response's head before a hang at
    the first token; `seconds` is the length of a hang, after which the answer goes on.
    """

    kind: BehaviourKind = BehaviourKind.ANSWER
    text: str | None = None
    finish_reason: str = "stop"
    after: Count = 0
    seconds: Seconds = 3600.0
    retry_after: Seconds = 1.0
    status: Annotated[int, msgspec.Meta(ge=400, le=599)] = 500
    token_delay: Seconds | None = None
    headers: bool = False
    match: str | None = None
    model: str | None = None
    times: Count = 1

    def fits(self, model: str, last_message: str) -> bool:
        return self.model in {None, model} and (self.match is None or self.match in last_message)


class ModelScript:
    """Behaviours in the order they were set; each request takes the first that fits, else the default."""

    def __init__(self) -> None:
        self._behaviours: list[Behaviour] = []

    def add(self, behaviour: Behaviour) -> None:
        self._behaviours.append(behaviour)

    def clear(self) -> None:
        self._behaviours.clear()

    def pending(self) -> list[Behaviour]:
        return list(self._behaviours)

    def take(self, model: str, last_message: str) -> Behaviour:
        found = next((b for b in self._behaviours if b.fits(model, last_message)), None)
        if found is None:
            return Behaviour()
        if found.times:
            found.times -= 1
            if not found.times:
                self._behaviours = [other for other in self._behaviours if other is not found]
        return found
