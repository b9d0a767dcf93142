"""GET /deadlines.ics: the deadlines, for the owner's calendar to fetch now and then."""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

from litestar import Request, Response
from litestar.enums import HttpMethod
from litestar.handlers import HTTPRouteHandler, route

from adapters.inbound.calendar.edition import etag_of
from adapters.inbound.calendar.signature import PARAMETER, PATH, is_signed
from adapters.inbound.entity_tag import is_known
from application.deadlines.calendar_deadlines import CalendarDeadlines
from domain.errors import StorageUnavailableError
from domain.stored_deadline import StoredDeadline

_TYPE: Final = "text/calendar"
_HEADERS: Final = {
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
_RETRY: Final = {"Retry-After": "60"}


def create_calendar_handler(*, calendar: CalendarDeadlines, secret_key: str, zone: str) -> HTTPRouteHandler:
    """
    Without the right signature it answers as if nothing were there, always the same.

    ``zone`` is the owner's. A calendar that has all is told 304.
    """

    @route(PATH, http_method=[HttpMethod.GET, HttpMethod.HEAD], include_in_schema=False)
    async def deadlines(request: Request[Any, Any, Any]) -> Response[bytes]:
        if not is_signed(request.query_params.get(PARAMETER), secret_key):
            return _answer(b"Not Found", 404, "text/plain")
        try:
            found = await calendar.execute()
        except StorageUnavailableError:
            return _answer(b"Service Unavailable", 503, "text/plain", _RETRY)
        etag = etag_of(found, zone=zone)
        if is_known(request.headers.get("If-None-Match", ""), etag):
            return _answer(b"", 304, _TYPE, {"ETag": etag})
        # In a thread: thousands of events take a while, and chats are answered meanwhile.
        body = await asyncio.to_thread(_render, found, zone)
        return _answer(body, 200, _TYPE, {"ETag": etag})

    return deadlines


def _render(found: Sequence[StoredDeadline], zone: str) -> bytes:
    # Its library is loaded for the first who asks.
    from adapters.inbound.calendar.render import render_calendar

    return render_calendar(found, zone=zone)


def _answer(body: bytes, status: int, media_type: str, headers: dict[str, str] | None = None) -> Response[bytes]:
    return Response(body, status_code=status, media_type=media_type, headers=_HEADERS | (headers or {}))
