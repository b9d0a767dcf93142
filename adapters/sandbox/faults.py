from collections.abc import Callable
from enum import StrEnum
from typing import Annotated

import msgspec


class FaultKind(StrEnum):
    """The first five are of an API method, the others of the sender of events."""

    ERROR = "error"
    HTTP = "http"
    DROP_REPLY = "drop_reply"
    HANG = "hang"
    NOT_JSON = "not_json"
    LOSE_ANSWER = "lose_answer"
    DUPLICATE = "duplicate"
    DELAY_OWN_EVENTS = "delay_own_events"
    SUPPRESS_OWN_EVENTS = "suppress_own_events"
    POSITIVE_OWN_ID = "positive_own_id"


METHOD_KINDS = frozenset({FaultKind.ERROR, FaultKind.HTTP, FaultKind.DROP_REPLY, FaultKind.HANG, FaultKind.NOT_JSON})
# Kinds after which the outcome is unknown to the caller: the work is done unless the script says otherwise.
_WORK_IS_DONE = frozenset({FaultKind.DROP_REPLY, FaultKind.HANG})


class Fault(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One scripted fault, used up after `times` uses; 0 keeps it until a reset.

    `method` and `event_type` narrow it, `*` is any. `code` is VK's, `status` HTTP's, `seconds` the length of a
    hang or a delay, `work` says whether the method does its work before the fault shows.
    """

    kind: FaultKind
    method: str = "*"
    event_type: str = "*"
    code: int = 10
    status: Annotated[int, msgspec.Meta(ge=200, le=599)] = 502
    seconds: Annotated[float, msgspec.Meta(ge=0, le=3600)] = 2.0
    times: Annotated[int, msgspec.Meta(ge=0)] = 1
    work: bool | None = None

    @property
    def does_work(self) -> bool:
        return self.kind in _WORK_IS_DONE if self.work is None else self.work


class FaultScript:
    """Faults in the order they were set; each question takes the first one that fits."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._faults.append(fault)

    def clear(self) -> None:
        self._faults.clear()

    def pending(self) -> list[Fault]:
        return list(self._faults)

    def of_method(self, method: str) -> Fault | None:
        return self._take(lambda f: f.kind in METHOD_KINDS and f.method in {"*", method})

    def of_event(self, kind: FaultKind, event_type: str) -> Fault | None:
        return self._take(lambda f: f.kind is kind and f.event_type in {"*", event_type})

    def _take(self, fits: Callable[[Fault], bool]) -> Fault | None:
        fault = next(filter(fits, self._faults), None)
        if fault is not None and fault.times:
            fault.times -= 1
            if not fault.times:
                # By identity: two equal faults are two, and a struct compares by value.
                self._faults = [other for other in self._faults if other is not fault]
        return fault
