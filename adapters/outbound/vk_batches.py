r"""
Calls that wait for the rate go together: up to 25 as one ``execute`` (VK, VKScript).

Texts stand in the script as JSON. VKScript is not known to read \uXXXX (with python273/vk_api, issue 19, it did not),
so a call whose JSON needs one goes by itself; everything else stands there as it is, as widespread clients send it.
"""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from adapters.outbound.rate_limiter import Limiter
from domain.community import CommunityError

BATCHED: Final = frozenset({"wall.createComment", "messages.send"})
MOST_CALLS: Final = 25
MOST_BYTES: Final = 60_000
"""Of one script; VK names no bound, so this is a careful one."""

_UNKNOWN: Final = frozenset({1, 10, 13, 32, 36, 43})
"""Codes after which a script may have run in part."""
_NOT_TAKEN: Final = frozenset({3, 7, 8, 12, 15, 29, 100})
"""Codes of ``execute`` itself after which nothing of the script has run: its calls go one by one."""
SINGLY_SECONDS: Final = 600.0
"""How long calls go one by one after ``execute`` was not taken."""
_UNSAFE: Final = ("\\u", "\\b", "\\f", "\u2028", "\u2029", "\x7f")

Call = Callable[[str, dict[str, str]], Awaitable[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptRun:
    """``failures`` are the errors of those calls whose result is ``false``, in their order: method, code, text."""

    results: Sequence[Any]
    failures: Sequence[tuple[str, int, str]]


Run = Callable[[str], Awaitable[ScriptRun]]


@dataclass(slots=True, kw_only=True, eq=False)
class _Waiting:
    method: str
    parameters: dict[str, str]
    line: str | None
    outcome: asyncio.Future[Any]
    batch: "_Batch | None" = None


@dataclass(slots=True, kw_only=True, eq=False)
class _Batch:
    calls: list[_Waiting]
    task: asyncio.Task[None] | None = field(default=None)

    def left(self) -> None:
        """A caller has gone; a call that nobody waits for any more is broken off."""
        if self.task is not None and all(call.outcome.done() for call in self.calls):
            self.task.cancel()


def script_line(method: str, parameters: dict[str, str]) -> str | None:
    """The call in VKScript; None when it cannot be told there safely."""
    arguments = json.dumps(parameters, ensure_ascii=False, separators=(",", ":"))
    # Escaped backslashes are taken out first: in \\\\u there is no escape of a character.
    plain = arguments.replace("\\\\", "")
    return None if any(mark in plain for mark in _UNSAFE) else f"API.{method}({arguments})"


def script_of(lines: Sequence[str]) -> str:
    return f"return [{','.join(lines)}];"


class VkBatches:
    """
    Calls go in the order they came. Whoever is alone goes directly.

    ``call`` makes one call, ``run`` runs a script; neither waits for the rate. Both raise CommunityError.
    """

    def __init__(self, *, limiter: Limiter, call: Call, run: Run) -> None:
        self._limiter = limiter
        self._call = call
        self._run = run
        self._queue: deque[_Waiting] = deque()
        self._pump: asyncio.Task[None] | None = None
        self._sending: set[asyncio.Task[None]] = set()
        self._singly_until = 0.0

    async def call(self, method: str, parameters: dict[str, str]) -> Any:
        """VK's ``response`` to this call. Raises CommunityError; the outcome of a cancelled call is unknown."""
        line = script_line(method, parameters)
        outcome = asyncio.get_running_loop().create_future()
        waiting = _Waiting(method=method, parameters=parameters, line=line, outcome=outcome)
        self._queue.append(waiting)
        self._start_pump()
        try:
            return await outcome
        except asyncio.CancelledError:
            if waiting.batch is not None:
                waiting.batch.left()
            raise
        finally:
            # It has this call among its own: both would stay until a search for garbage.
            waiting.batch = None

    def _start_pump(self) -> None:
        if self._pump is None or self._pump.done():
            self._pump = asyncio.create_task(self._take_turns(), name="vk-calls")

    async def _take_turns(self) -> None:
        while self._queue:
            try:
                await self._limiter.wait()
            except Exception as error:  # noqa: BLE001 - those who wait have to be told
                _fail(self._queue, type(error).__name__)
                self._queue.clear()
                return
            if calls := self._next():
                batch = _Batch(calls=calls)
                for call in calls:
                    call.batch = batch
                batch.task = asyncio.create_task(self._send(batch), name="vk-call")
                self._sending.add(batch.task)
                batch.task.add_done_callback(self._sending.discard)

    def _next(self) -> list[_Waiting]:
        """Those at the head of the queue that go together; whoever has gone meanwhile is passed over."""
        singly = asyncio.get_running_loop().time() < self._singly_until
        calls: list[_Waiting] = []
        size = 0
        while self._queue and len(calls) < MOST_CALLS:
            head = self._queue[0]
            if not head.outcome.done():
                size += len((head.line or "").encode())
                if calls and (singly or head.line is None or calls[0].line is None or size > MOST_BYTES):
                    break
                calls.append(head)
            self._queue.popleft()
        return calls

    async def _send(self, batch: _Batch) -> None:
        try:
            if len(batch.calls) == 1:
                await self._send_one(batch.calls[0])
            else:
                await self._send_together(batch.calls)
        except asyncio.CancelledError:
            _fail(batch.calls, "cancelled")
            raise
        except Exception as error:  # noqa: BLE001 - those who wait have to be told
            _fail(batch.calls, type(error).__name__)

    async def _send_one(self, call: _Waiting) -> None:
        try:
            response = await self._call(call.method, call.parameters)
        except CommunityError as error:
            _refuse(call, error)
        else:
            _settle(call, response)

    async def _send_together(self, calls: list[_Waiting]) -> None:
        try:
            ran = await self._run(script_of([call.line for call in calls if call.line is not None]))
        except CommunityError as error:
            if error.code in _NOT_TAKEN:
                self._singly_until = asyncio.get_running_loop().time() + SINGLY_SECONDS
                self._queue.extendleft(reversed(calls))
                self._start_pump()
                return
            for call in calls:
                _refuse(call, _as_of(call, error))
            return
        _share_out(ran, calls)


def _share_out(ran: ScriptRun, calls: list[_Waiting]) -> None:
    if len(ran.results) != len(calls):
        _fail(calls, "a script's results of another number")
        return
    refused = [call for call, result in zip(calls, ran.results, strict=True) if result is False]
    for call, result in zip(calls, ran.results, strict=True):
        if result is not False:
            _settle(call, result)
    methods = [method for method, _, _ in ran.failures]
    if methods != [call.method for call in refused]:
        _fail(refused, "a script's errors of another number")
        return
    for call, (method, code, text) in zip(refused, ran.failures, strict=True):
        _refuse(call, CommunityError(method=method, code=code, detail=text))


def _as_of(call: _Waiting, error: CommunityError) -> CommunityError:
    """What an error of the script is for one of its calls."""
    code = None if error.code in _UNKNOWN else error.code
    return CommunityError(method=call.method, code=code, detail=f"in a script: {error.detail}")


def _settle(call: _Waiting, response: Any) -> None:
    if not call.outcome.done():
        call.outcome.set_result(response)


def _refuse(call: _Waiting, error: CommunityError) -> None:
    if not call.outcome.done():
        call.outcome.set_exception(error)


def _fail(calls: Sequence[_Waiting] | deque[_Waiting], why: str) -> None:
    for call in calls:
        _refuse(call, CommunityError(method=call.method, code=None, detail=why))
