"""POST {VK_CALLBACK_PATH}: VK's Callback API."""

import asyncio
import json
import math
import re
from typing import Annotated, Final

import msgspec
from litestar import Request, Response, post
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from msgspec import Meta

from adapters.inbound.refusal_limit import RefusalLimit
from application.events.receive_event import IncomingEvent, ReceiveEvent
from domain.community import CommunityError
from domain.errors import ForbiddenEventError, StorageUnavailableError
from ports.metrics import Metrics

MOST_BYTES: Final = 1_048_576
MOST_DIGITS: Final = 20
"""Of a Content-Length: Python refuses to read thousands of them."""
MOST_DEPTH: Final = 200
"""Forwarded messages nest 45 deep in VK, each two levels of JSON; what is deeper was not written by VK."""
READ_SECONDS: Final = 10.0
RETRY_AFTER: Final = "30"
TOO_MANY: Final = "too many refused requests"
MOST_EVENT_ID_BYTES: Final = 128


class Envelope(msgspec.Struct):
    """What every event carries; ``object`` is looked into later, by whoever interprets it."""

    type: Annotated[str, Meta(pattern=r"^[!-~]{1,64}\Z")]
    group_id: int
    event_id: str | int | None = None
    secret: str | None = None
    object: dict[str, msgspec.Raw] | None = None


class UnacceptableBodyError(Exception):
    """The request is not an event. ``reason`` is a constant or msgspec's, which quotes no value."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(status, reason)
        self.status = status
        self.reason = reason


_decoder = msgspec.json.Decoder(Envelope)
_MARKS: Final = re.compile(rb'\\.|["\[\]{}]', re.DOTALL)
"""What decides about depth: an escaped character, a quote, a bracket."""
_SECRET: Final = re.compile(rb'("secret"\s*:\s*)"(?:[^"\\]++|\\.)*+"', re.DOTALL)


def create_vk_callback(
    *, path: str, receive: ReceiveEvent, metrics: Metrics, limit: RefusalLimit | None = None
) -> HTTPRouteHandler:
    """Answer with a constant always: VK obeys some bodies as commands, so nothing received is ever repeated."""
    door = _Door(receive=receive, metrics=metrics, limit=limit or RefusalLimit())

    @post(path, status_code=200, media_type="text/plain", request_max_body_size=None, include_in_schema=True)
    async def vk_callback(request: Request[None, None, State]) -> Response[str]:
        """Take an event of VK's Callback API; ``ok`` means that it is stored."""
        return await door.answer(request)

    return vk_callback


class _Door:
    """
    What carries the right secret is let in, however much else has come from its address.

    An address that was refused too often hears 429: before its body is read where VK cannot be behind it.
    """

    def __init__(self, *, receive: ReceiveEvent, metrics: Metrics, limit: RefusalLimit) -> None:
        self._receive = receive
        self._metrics = metrics
        self._limit = limit

    async def answer(self, request: Request[None, None, State]) -> Response[str]:
        # The socket's own: a proxy's, if there is one. Headers about it can be made up by anybody.
        peer = request.client.host if request.client is not None else ""
        if self._limit.wait(peer) is not None and not self._limit.may_be_vk(peer):
            return self._refuse(peer, "limited", TOO_MANY, 429)
        try:
            incoming = decode(await read_body(request))
            if incoming.secret is None and self._limit.wait(peer) is not None:
                return self._refuse(peer, "limited", TOO_MANY, 429)
            body = await self._receive.execute(incoming)
        except UnacceptableBodyError as error:
            return self._refuse(peer, "malformed", error.reason, error.status)
        except ForbiddenEventError as error:
            return self._refuse(peer, "forbidden", error.reason, 403)
        except (StorageUnavailableError, CommunityError):
            self._metrics.event_received("unavailable")
            return _plain("try again later", 503, {"Retry-After": RETRY_AFTER})
        if incoming.secret is None:
            # A confirmation: anybody can ask for it, and VK seldom does.
            self._limit.refused(peer)
        else:
            self._limit.brought_the_secret(peer)
        self._metrics.event_received("accepted")
        return _plain(body, 200)

    def _refuse(self, peer: str, outcome: str, reason: str, status: int) -> Response[str]:
        wait = self._limit.wait(peer)
        if wait is None:
            self._limit.refused(peer)
            self._metrics.event_received(outcome)
            return _plain(reason, status)
        self._metrics.event_received("limited")
        # The rest of a body that was not read is not waited for.
        return _plain(TOO_MANY, 429, {"Retry-After": str(math.ceil(wait)), "Connection": "close"})


async def read_body(request: Request[None, None, State]) -> bytes:
    """Read at most MOST_BYTES within READ_SECONDS. Raises UnacceptableBodyError."""
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and (len(announced) > MOST_DIGITS or int(announced) > MOST_BYTES):
        raise UnacceptableBodyError(413, f"the body is larger than {MOST_BYTES} bytes")
    body = bytearray()
    try:
        async with asyncio.timeout(READ_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MOST_BYTES:
                    raise UnacceptableBodyError(413, f"the body is larger than {MOST_BYTES} bytes")
    except TimeoutError:
        raise UnacceptableBodyError(408, "the body did not arrive in time") from None
    return bytes(body)


def decode(body: bytes) -> IncomingEvent:
    """Read the envelope of an event. Raises UnacceptableBodyError."""
    if _is_too_deep(body):
        raise UnacceptableBodyError(400, f"the body is nested deeper than {MOST_DEPTH} levels")
    try:
        envelope = _envelope(body, body.decode())
    except msgspec.ValidationError as error:
        raise UnacceptableBodyError(422, f"not an event: {error}") from None
    except (msgspec.DecodeError, ValueError):
        raise UnacceptableBodyError(400, "the body is not JSON in UTF-8") from None
    except RecursionError:
        raise UnacceptableBodyError(400, "the body is nested too deeply") from None
    return IncomingEvent(
        type=envelope.type,
        group_id=envelope.group_id,
        event_id=_event_id(envelope),
        secret=envelope.secret,
        # What is kept of an event for weeks, in the database and its backups, is not what lets events in.
        body=_SECRET.sub(rb'\1""', body),
    )


def _envelope(body: bytes, text: str) -> Envelope:
    try:
        return _decoder.decode(body)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        # Half an emoji, as a client that cuts texts sends it, is a lone surrogate escape: JSON allows it (RFC 8259,
        # 8.2), msgspec does not. Refusing it would lose the event once VK gives up.
        fields = json.loads(text)
        if isinstance(fields, dict) and isinstance(fields.get("object"), dict):
            fields["object"] = {}
        return msgspec.convert(fields, Envelope)


def _event_id(envelope: Envelope) -> bytes:
    if envelope.type == "confirmation":
        return b""
    if envelope.object is None:
        raise UnacceptableBodyError(422, "not an event: object is missing")
    # VK's schema says string, an example of its documentation shows an integer.
    event_id = str(envelope.event_id if envelope.event_id is not None else "").encode("utf-8", "surrogatepass")
    if not event_id:
        raise UnacceptableBodyError(422, "not an event: event_id is missing")
    if len(event_id) > MOST_EVENT_ID_BYTES:
        raise UnacceptableBodyError(422, f"not an event: event_id is longer than {MOST_EVENT_ID_BYTES} bytes")
    return event_id


def _is_too_deep(body: bytes) -> bool:
    if body.count(b"[") + body.count(b"{") <= MOST_DEPTH:
        return False
    depth, is_text = 0, False
    for found in _MARKS.finditer(body):
        mark = found[0]
        if mark == b'"':
            is_text = not is_text
        elif is_text or len(mark) > 1:
            continue
        elif mark in b"[{":
            depth += 1
            if depth > MOST_DEPTH:
                return True
        else:
            depth -= 1
    return False


def _plain(body: str, status: int, headers: dict[str, str] | None = None) -> Response[str]:
    return Response(body, status_code=status, media_type="text/plain", headers=headers)
