"""GET /console/live: tells an open page that what it shows has changed."""

import asyncio
import re
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from litestar import WebSocket, websocket
from litestar.exceptions import PermissionDeniedException, WebSocketDisconnect
from litestar.handlers import WebsocketRouteHandler

from adapters.inbound.console.access import comes_from_us, own_path
from adapters.inbound.console.frame import Frame
from adapters.inbound.console.pages import Page, Visit
from domain.errors import NotFoundError, StorageUnavailableError
from ports.clock import Clock
from ports.log import Log

LOOK_SECONDS: Final = 1.0
SIGNED_OUT: Final = 4401
NO_SUCH_PAGE: Final = 4404
CHANGED: Final = '{"type":"changed"}'
STILL_HERE: Final = '{"type":"same"}'
LOOKS_PER_SIGN: Final = 20


class LiveSocket:
    """
    - It opens for operators only, and only from our own pages; anybody else is refused before the upgrade.
    - The database is looked at, not the feed: what came by another process or from VK is seen as well, and a line that
      was cut costs nothing, for a page that comes back fetches what it shows anew.
    - Who was signed out or blocked meanwhile is told nothing more.
    """

    def __init__(self, frame: Frame, *, clock: Clock, log: Log) -> None:
        self._frame = frame
        self._clock = clock
        self._log = log
        self._pages = [
            (_pattern(page.path), page) for section in frame.layout.sections for page in section.pages if page.mark
        ]

    def handler(self) -> WebsocketRouteHandler:
        @websocket("/console/live")
        async def live(socket: WebSocket[Any, Any, Any]) -> None:
            visit = await self._frame.visit(socket) if comes_from_us(socket) else None
            if visit is None:
                raise PermissionDeniedException("operators only")
            await socket.accept()
            watched = self._find(str(socket.query_params.get("page", "")), visit)
            if watched is None:
                await socket.close(NO_SUCH_PAGE, "no such page")
            else:
                await self._serve(socket, *watched)

        return live

    async def _serve(self, socket: WebSocket[Any, Any, Any], page: Page, visit: Visit) -> None:
        looking = asyncio.create_task(self._look(socket, page, visit))
        reading = asyncio.create_task(_read(socket))
        try:
            await asyncio.wait({looking, reading}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (looking, reading):
                task.cancel()
            await asyncio.wait({looking, reading})
        if reading.cancelled() and not looking.cancelled():
            await socket.close(looking.result(), "over")

    async def _look(self, socket: WebSocket[Any, Any, Any], page: Page, visit: Visit) -> int:
        """Look until there is nothing more to see; returns the code to close with."""
        known: object = await self._mark(page, visit)
        looks = 0
        while True:
            await self._clock.sleep(LOOK_SECONDS)
            try:
                if await self._frame.visit(socket) is None:
                    return SIGNED_OUT
                mark = await self._mark(page, visit)
            except StorageUnavailableError:
                continue
            except NotFoundError:
                return NO_SUCH_PAGE
            looks += 1
            if mark != known or looks % LOOKS_PER_SIGN == 0:
                await socket.send_text(CHANGED if mark != known else STILL_HERE)
            known = mark

    async def _mark(self, page: Page, visit: Visit) -> object:
        assert page.mark is not None
        return await page.mark(visit)

    def _find(self, given: str, visit: Visit) -> tuple[Page, Visit] | None:
        parts = urlsplit(own_path(given))
        for pattern, page in self._pages:
            if (match := pattern.fullmatch(parts.path.rstrip("/"))) is not None:
                query = dict(parse_qsl(parts.query))
                return page, Visit(operator=visit.operator, words=visit.words, path=match.groupdict(), query=query)
        return None


async def _read(socket: WebSocket[Any, Any, Any]) -> None:
    """Nothing is expected; what comes is thrown away until the page leaves."""
    try:
        while True:
            await socket.receive_data("text")
    except WebSocketDisconnect:
        return


def _pattern(path: str) -> re.Pattern[str]:
    """Of a path with ``{name:str}`` in it."""
    return re.compile(re.sub(r"\\\{(\w+):str\\\}", r"(?P<\1>[^/]+)", re.escape(path)))

