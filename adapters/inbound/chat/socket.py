"""GET /ws: the chat of the site."""

from collections.abc import Collection
from typing import Any

from litestar import WebSocket, websocket
from litestar.exceptions import PermissionDeniedException
from litestar.handlers import WebsocketRouteHandler

from adapters.inbound.chat.channel import COME_BACK, Channel
from adapters.inbound.chat.encode import FrameEncoder
from adapters.inbound.chat.origin import is_allowed_origin
from adapters.inbound.chat.services import ChatServices
from adapters.inbound.chat.visit import Visit


def create_chat_socket(
    *, services: ChatServices, encoder: FrameEncoder, allowed_origins: Collection[str]
) -> WebsocketRouteHandler:
    """A refused origin gets 403 before the upgrade."""

    @websocket("/ws")
    async def chat(socket: WebSocket[Any, Any, Any]) -> None:
        origin = socket.headers.get("origin")
        if not is_allowed_origin(origin, host=socket.headers.get("host", ""), allowed=allowed_origins):
            raise PermissionDeniedException("this origin may not open a chat")
        await socket.accept()
        channel = Channel(socket)
        services.metrics.socket_opened()
        try:
            await Visit(services=services, channel=channel, encoder=encoder, lang=_language(socket)).run()
        finally:
            services.metrics.socket_closed()
            await channel.close(COME_BACK, "come back")

    return chat


def _language(socket: WebSocket[Any, Any, Any]) -> str:
    return "en" if socket.headers.get("accept-language", "ru").lower().startswith("en") else "ru"
