"""GET /ws: the chat of the site."""

import time
from collections.abc import Collection
from typing import Any

from litestar import WebSocket, websocket
from litestar.exceptions import PermissionDeniedException
from litestar.handlers import WebsocketRouteHandler

from adapters.inbound.chat.channel import COME_BACK, Channel
from adapters.inbound.chat.encode import FrameEncoder
from adapters.inbound.chat.limits import OpenSockets, VisitLimits
from adapters.inbound.chat.origin import is_allowed_origin
from adapters.inbound.chat.replies import Replies
from adapters.inbound.chat.services import ChatServices
from adapters.inbound.chat.visit import Visit
from adapters.inbound.client_address import ClientAddresses
from ports.throttle import Throttle


def create_chat_socket(
    *,
    services: ChatServices,
    encoder: FrameEncoder,
    allowed_origins: Collection[str],
    throttle: Throttle,
    addresses: ClientAddresses,
) -> WebsocketRouteHandler:
    """A refused origin gets 403 before the upgrade."""
    open_sockets = OpenSockets()
    replies = Replies(services=services, encoder=encoder)

    @websocket("/ws")
    async def chat(socket: WebSocket[Any, Any, Any]) -> None:
        origin = _header(socket, b"origin")
        if not is_allowed_origin(origin, host=_header(socket, b"host") or "", allowed=allowed_origins):
            raise PermissionDeniedException("this origin may not open a chat")
        await socket.accept()
        channel = Channel(socket)
        services.metrics.socket_opened()
        try:
            limits = VisitLimits(throttle, open_sockets, address=_address(socket, addresses), now=time.monotonic())
            await Visit(
                services=services,
                replies=replies,
                channel=channel,
                encoder=encoder,
                limits=limits,
                lang=_language(socket),
            ).run()
        finally:
            services.metrics.socket_closed()
            await channel.close(COME_BACK, "come back")

    return chat


def _headers(socket: WebSocket[Any, Any, Any], name: bytes) -> list[str]:
    """As they came: Litestar's own reading of them would be kept for as long as the socket is open."""
    return [value.decode("latin-1") for each, value in socket.scope["headers"] if each == name]


def _header(socket: WebSocket[Any, Any, Any], name: bytes) -> str | None:
    return next(iter(_headers(socket, name)), None)


def _address(socket: WebSocket[Any, Any, Any], addresses: ClientAddresses) -> str | None:
    peer = socket.client.host if socket.client is not None else ""
    return addresses.find(peer, ",".join(_headers(socket, b"x-forwarded-for")))


def _language(socket: WebSocket[Any, Any, Any]) -> str:
    return "en" if (_header(socket, b"accept-language") or "ru").lower().startswith("en") else "ru"
