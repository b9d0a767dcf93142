"""GET /console/live: tells an open page that what it shows has changed."""

import asyncio
import re
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from litestar import WebSocket, websocket
from litestar.exceptions import PermissionDeniedException
from litestar.handlers import WebsocketRouteHandler

from adapters.inbound.chat.channel import Channel, ClosedError
from adapters.inbound.console.access import comes_from_us, own_path
from adapters.inbound.console.frame import Frame
from adapters.inbound.console.pages import Mark, Visit, digest_of
from domain.errors import NotFoundError, StorageUnavailableError
from ports.clock import Clock
from ports.log import Log

LOOK_SECONDS: Final = 1.0
LOOKS_PER_SIGN: Final = 20
"""Looks after which the page is told that the line is alive, though nothing has changed."""
COME_BACK: Final = 1012
SIGNED_OUT: Final = 4401
NO_SUCH_PAGE: Final = 4404
CHANGED: Final = '{"type":"changed"}'
SAME: Final = '{"type":"same"}'


class LiveSocket:
    """
    One open page's line.

    - It opens for operators only, and only from our own pages; anybody else is refused before the upgrade.
    - The database is looked at, not the feed: what came by another process or from VK is seen as well, and a line that
      was cut costs nothing, for a page that comes back fetches what it shows anew.
    - The page says what it knows (``mark``): what happened between its making and the first look is told as well.
    - Who was signed out or blocked meanwhile is told nothing more.
    """

    def __init__(self, frame: Frame, *, clock: Clock, log: Log) -> None:
        self._frame = frame
        self._clock = clock
        self._log = log
        pages = (page for section in frame.layout.sections for page in section.pages)
        self._watched = [(_pattern(page.path), page.mark) for page in pages if page.mark is not None]

    def handler(self) -> WebsocketRouteHandler:
        @websocket("/console/live")
        async def live(socket: WebSocket[Any, Any, Any]) -> None:
            visit = await self._frame.visit(socket) if comes_from_us(socket) else None
            if visit is None:
                raise PermissionDeniedException("operators only")
            await socket.accept()
            await self._serve(socket, visit)

        return live

    async def _serve(self, socket: WebSocket[Any, Any, Any], visit: Visit) -> None:
        channel = Channel(socket)
        reading = asyncio.create_task(_read(channel))
        looking = asyncio.create_task(self._look(socket, channel, visit))
        try:
            await asyncio.wait({looking, reading}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (looking, reading):
                task.cancel()
            await asyncio.wait({looking, reading})
            await channel.close(COME_BACK, "come back")

    async def _look(self, socket: WebSocket[Any, Any, Any], channel: Channel, visit: Visit) -> None:
        try:
            await channel.close(await self._watch(socket, channel, visit), "over")
        except ClosedError:
            return
        except Exception as error:  # noqa: BLE001 - the page comes back, and its owner reads the log
            self._log.error("console_look_failed", error=error)

    async def _watch(self, socket: WebSocket[Any, Any, Any], channel: Channel, visit: Visit) -> int:
        """Look until there is nothing more to see; returns the code to close with. Raises ClosedError."""
        found = self._find(socket.query_params.get("page", ""), visit)
        if found is None:
            return NO_SUCH_PAGE
        known, looks = socket.query_params.get("mark", ""), 0
        while True:
            try:
                if await self._frame.visit(socket) is None:
                    return SIGNED_OUT
                mark = await self._mark(*found)
            except StorageUnavailableError:
                mark = known
            looks += 1
            if mark != known or looks % LOOKS_PER_SIGN == 0:
                await channel.send_text(CHANGED if mark != known else SAME)
            known = mark
            await self._clock.sleep(LOOK_SECONDS)

    async def _mark(self, mark: Mark, visit: Visit) -> str:
        """Empty for what is not there, or not any more."""
        try:
            return digest_of(await mark(visit))
        except NotFoundError:
            return ""

    def _find(self, page: str, visit: Visit) -> tuple[Mark, Visit] | None:
        parts = urlsplit(own_path(page))
        for pattern, mark in self._watched:
            if (match := pattern.fullmatch(parts.path)) is not None:
                query = dict(parse_qsl(parts.query))
                return mark, Visit(operator=visit.operator, words=visit.words, path=match.groupdict(), query=query)
        return None


async def _read(channel: Channel) -> None:
    """Nothing is expected; what comes is thrown away until the page leaves."""
    try:
        while True:
            await channel.receive()
    except ClosedError:
        return


def _pattern(path: str) -> re.Pattern[str]:
    """Of a path with ``{name:str}`` in it."""
    return re.compile(re.sub(r"\{(\w+):str\}", r"(?P<\1>[^/]+)", path))
