"""VK's events by Bots Long Poll."""

import asyncio
import hashlib
import json
import re
from typing import Annotated, Final

import httpx2
import msgspec
from msgspec import Meta, Struct, ValidationError, convert

from adapters.outbound.http_client import open_http_client
from adapters.outbound.vk_api import VkApi
from domain.community import CommunityError
from ports.event_source import (
    HistoryLostError,
    PolledBatch,
    PolledEvent,
    PollKeyExpiredError,
    PollSession,
    PollSessionLostError,
)

WAIT: Final = 25
"""Seconds that VK keeps a question open; VK's own advice, because proxies cut at 30."""
_GRACE: Final = 10.0
_METHOD: Final = "a_check"
_MOST_EVENT_ID_BYTES: Final = 128
_TYPE: Final = re.compile(r"[!-~]{1,64}")

_Ts = Annotated[str, Meta(min_length=1, max_length=200)]


class _Server(Struct):
    key: str
    server: Annotated[str, Meta(min_length=1)]
    ts: _Ts | int


class _Check(Struct):
    """``ts`` is text in a batch and a number beside ``failed``."""

    ts: _Ts | int | None = None
    updates: list[msgspec.Raw] = []
    failed: int | None = None


class _Update(Struct):
    type: str
    group_id: int
    event_id: str | int | None = None


_check = msgspec.json.Decoder(_Check)
_update = msgspec.json.Decoder(_Update)


def open_long_poll_client(base_url: str) -> httpx2.AsyncClient:
    return open_http_client(base_url, read_timeout=WAIT + _GRACE, connections=4)


class VkEventSource:
    def __init__(self, api: VkApi, client: httpx2.AsyncClient, group_id: int, *, wait: float = WAIT) -> None:
        self._api = api
        self._client = client
        self._group_id = group_id
        self._wait = wait

    async def open(self) -> PollSession:
        method = "groups.getLongPollServer"
        response = await self._api.call(method, {"group_id": str(self._group_id)})
        try:
            given = convert(response, _Server, strict=False)
        except ValidationError as error:
            raise self._api.unexpected(method) from error
        server = given.server if "://" in given.server else f"https://{given.server}"
        return PollSession(server=server, key=given.key, ts=str(given.ts))

    async def poll(self, session: PollSession, *, ts: str) -> PolledBatch:
        content = await self._ask(session, ts)
        try:
            check = _decode(content)
        except (msgspec.DecodeError, ValueError, RecursionError) as error:
            raise _no_answer("not VK's shape") from error
        if check.failed is not None:
            raise _failure(check)
        if check.ts is None:
            raise _no_answer("no ts")
        events = [event for update in check.updates if (event := _event(bytes(update))) is not None]
        return PolledBatch(events=events, ts=str(check.ts))

    async def _ask(self, session: PollSession, ts: str) -> bytes:
        question = {"act": "a_check", "key": session.key, "ts": ts, "wait": f"{self._wait:g}"}
        try:
            async with asyncio.timeout(self._wait + _GRACE):
                reply = await self._client.get(session.server, params=question, follow_redirects=False)
        except (TimeoutError, httpx2.TimeoutException) as error:
            raise _no_answer("timed out") from error
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            # Only the kind of the error: its text may name the address, with the key in it.
            raise _no_answer(type(error).__name__) from error
        if reply.status_code != httpx2.codes.OK:
            raise _no_answer(f"HTTP {reply.status_code}")
        return reply.content


def _decode(content: bytes) -> _Check:
    try:
        return _check.decode(content)
    except ValidationError:
        raise
    except msgspec.DecodeError:
        # Half an emoji is a lone surrogate escape, which JSON allows and msgspec does not.
        fields = json.loads(content)
        if not isinstance(fields, dict) or not isinstance(fields.get("updates", []), list):
            raise
        updates = [msgspec.Raw(json.dumps(update).encode()) for update in fields.pop("updates", [])]
        check = convert(fields, _Check)
        check.updates = updates
        return check


def _failure(check: _Check) -> Exception:
    match check.failed, check.ts:
        case 1, str() | int() as ts:
            return HistoryLostError(str(ts))
        case 2, _:
            return PollKeyExpiredError()
        case _:
            return PollSessionLostError()


def _event(update: bytes) -> PolledEvent | None:
    """None for what could never be stored: fetching it again would not help, and all after it would wait."""
    try:
        fields = _update.decode(update)
    except ValidationError:
        return None
    except (msgspec.DecodeError, RecursionError):
        try:
            # Nothing of the object is looked at here.
            fields = convert({**json.loads(update), "object": None}, _Update)
        except (ValueError, TypeError, ValidationError, RecursionError):
            return None
    if not _TYPE.fullmatch(fields.type) or not -(2**63) <= fields.group_id < 2**63:
        return None
    return PolledEvent(type=fields.type, group_id=fields.group_id, event_id=_event_id(fields, update), body=update)


def _event_id(fields: _Update, update: bytes) -> bytes:
    given = str(fields.event_id if fields.event_id is not None else "").encode("utf-8", "surrogatepass")
    if 0 < len(given) <= _MOST_EVENT_ID_BYTES:
        return given
    return b"polled:" + hashlib.sha256(_canonical(update)).hexdigest().encode()


def _canonical(update: bytes) -> bytes:
    """The same bytes for the same event, however it was written down."""
    try:
        return json.dumps(json.loads(update), sort_keys=True, separators=(",", ":")).encode()
    except (ValueError, RecursionError):
        return update


def _no_answer(detail: str) -> CommunityError:
    return CommunityError(method=_METHOD, code=None, detail=detail)
