"""What is done on the socket for one answer, as a plain list: the behaviours are decided here, without I/O."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import msgspec

from adapters.sandbox.model import chunks
from adapters.sandbox.model.answers import tokens_of
from adapters.sandbox.model.behaviour import Behaviour, BehaviourKind
from adapters.sandbox.model.chunks import Reply

_STREAM = "text/event-stream; charset=utf-8"
_JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Start:
    status: int
    content_type: str
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Send:
    """`tokens` of the answer are in `data`."""

    data: bytes
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class Wait:
    seconds: float


@dataclass(frozen=True, slots=True)
class Cut:
    """The connection is dropped."""


@dataclass(frozen=True, slots=True)
class Finish:
    """The response ends as it should."""


Step: TypeAlias = Start | Send | Wait | Cut | Finish


def steps_of(behaviour: Behaviour, reply: Reply, text: str, *, stream: bool, delay: float) -> Iterator[Step]:
    """The steps of one request; `delay` (seconds) goes before every token of a stream but the first."""
    match behaviour.kind:
        case BehaviourKind.RATE_LIMITED:
            limit = chunks.error("Rate limit reached", "requests", code="rate_limit_exceeded")
            yield from _refusal(429, limit, behaviour.retry_after)
        case BehaviourKind.ERROR if not (behaviour.after and stream):
            yield from _refusal(behaviour.status, chunks.error("The server had an error", "server_error"))
        case _:
            tokens = tokens_of(text)
            if stream:
                yield from _stream(behaviour, reply, tokens, delay)
            else:
                yield from _whole(behaviour, reply, tokens, delay)


def _refusal(status: int, body: chunks.Shape, retry_after: float | None = None) -> Iterator[Step]:
    yield Start(status, _JSON, retry_after)
    yield Send(msgspec.json.encode(body))
    yield Finish()


def _whole(behaviour: Behaviour, reply: Reply, tokens: list[str], delay: float) -> Iterator[Step]:
    """Without a stream nothing is seen before the end, so a fault after some tokens shows as one at the start."""
    yield Wait(behaviour.seconds if behaviour.kind is BehaviourKind.HANG else delay * len(tokens))
    if behaviour.kind is BehaviourKind.CUT:
        yield Cut()
        return
    body = msgspec.json.encode(reply.whole("".join(tokens), behaviour.finish_reason, len(tokens)))
    broken = behaviour.kind in {BehaviourKind.GARBAGE, BehaviourKind.CLEAN_EARLY_END}
    yield Start(200, _JSON)
    yield Send(body[: len(body) // 2] if broken else body, len(tokens))
    yield Finish()


def _stream(behaviour: Behaviour, reply: Reply, tokens: list[str], delay: float) -> Iterator[Step]:
    fault_at = None if behaviour.kind is BehaviourKind.ANSWER else min(behaviour.after, len(tokens))
    if fault_at == 0 and behaviour.kind is BehaviourKind.HANG and not behaviour.headers:
        yield Wait(behaviour.seconds)
        fault_at = None
    yield Start(200, _STREAM)
    for number, token in enumerate([*tokens, None]):
        if number == fault_at:
            yield from _fault(behaviour)
            if behaviour.kind is not BehaviourKind.HANG:
                return
        if number == 0:
            yield Send(reply.opening())
        if token is not None:
            yield Wait(delay if number else 0.0)
            yield Send(reply.token(token), 1)
    yield Send(reply.closing(behaviour.finish_reason))
    if reply.with_usage:
        yield Send(reply.usage(len(tokens)))
    yield Send(chunks.DONE)
    yield Finish()


def _fault(behaviour: Behaviour) -> Iterator[Step]:
    match behaviour.kind:
        case BehaviourKind.HANG:
            yield Wait(behaviour.seconds)
        case BehaviourKind.CUT:
            yield Cut()
        case BehaviourKind.GARBAGE:
            yield Send(b'data: {"id": "chatcmpl-broken", "choices": [{"delta": {"cont\n\n')
            yield Finish()
        case BehaviourKind.ERROR:
            yield Send(chunks.error_event("The server had an error"))
            yield Finish()
        case _:
            yield Finish()
