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

    @websocket("/ws")
    async def chat(socket: WebSocket[Any, Any, Any]) -> None:
        origin = socket.headers.get("origin")
        if not is_allowed_origin(origin, host=socket.headers.get("host", ""), allowed=allowed_origins):
            raise PermissionDeniedException("this origin may not open a chat")
        await socket.accept()
        channel = Channel(socket)
        services.metrics.socket_opened()
        try:
            limits = VisitLimits(throttle, open_sockets, address=_address(socket, addresses), now=time.monotonic())
            await Visit(
                services=services, channel=channel, encoder=encoder, limits=limits, lang=_language(socket)
            ).run()
        finally:
            services.metrics.socket_closed()
            await channel.close(COME_BACK, "come back")

    return chat


def _address(socket: WebSocket[Any, Any, Any], addresses: ClientAddresses) -> str | None:
    peer = socket.client.host if socket.client is not None else ""
    return addresses.find(peer, ",".join(socket.headers.getall("x-forwarded-for", [])))


def _language(socket: WebSocket[Any, Any, Any]) -> str:
    return "en" if socket.headers.get("accept-language", "ru").lower().startswith("en") else "ru"
