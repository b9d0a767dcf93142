"""
GET /schema/asyncapi.json: the chat protocol for machines, made from the frames themselves.

AsyncAPI 3.0.0 (asyncapi.com/docs/reference/specification/v3.0.0). ``receive`` and ``send`` are meant from the
server's side, as the specification has it.
"""

from collections.abc import Sequence
from typing import Any, Final, get_args

import msgspec
from litestar import get
from litestar.handlers import HTTPRouteHandler

from adapters.inbound.chat import frames
from adapters.inbound.chat.encode import PROTOCOL

CLIENT_FRAMES: Final[Sequence[type[frames.ClientFrame]]] = get_args(frames.AnyClientFrame)
SERVER_FRAMES: Final[Sequence[type[frames.ServerFrame]]] = tuple(frames.ServerFrame.__subclasses__())
_SCHEMAS: Final = "#/components/schemas/{name}"


def asyncapi_document() -> dict[str, Any]:
    """The whole document; each frame is a message named by its ``type``, of the schema named like its class."""
    _, schemas = msgspec.json.schema_components([*CLIENT_FRAMES, *SERVER_FRAMES], ref_template=_SCHEMAS)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Otklik chat",
            "version": str(PROTOCOL),
            "description": "Text frames, one JSON object each. docs/chat-protocol.md says what they mean.",
        },
        "defaultContentType": "application/json",
        "channels": {
            "chat": {
                "address": "/ws",
                "messages": {
                    **{_key("client", frame): _message(frame) for frame in CLIENT_FRAMES},
                    **{_key("server", frame): _message(frame) for frame in SERVER_FRAMES},
                },
            }
        },
        "operations": {
            "receive": _operation("receive", "client", CLIENT_FRAMES),
            "send": _operation("send", "server", SERVER_FRAMES),
        },
        "components": {"schemas": schemas},
    }


def create_asyncapi() -> HTTPRouteHandler:
    document = msgspec.json.encode(asyncapi_document())

    @get("/schema/asyncapi.json", media_type="application/json", include_in_schema=False, sync_to_thread=False)
    def asyncapi() -> bytes:
        return document

    return asyncapi


def _operation(action: str, side: str, of: Sequence[type[msgspec.Struct]]) -> dict[str, Any]:
    channel = "#/channels/chat"
    # Each of both sides has a `message`, so the side is a part of the key.
    messages = [{"$ref": f"{channel}/messages/{_key(side, frame)}"} for frame in of]
    return {"action": action, "channel": {"$ref": channel}, "messages": messages}


def _message(frame: type[msgspec.Struct]) -> dict[str, Any]:
    return {"name": _type(frame), "payload": {"$ref": _SCHEMAS.format(name=frame.__name__)}}


def _key(side: str, frame: type[msgspec.Struct]) -> str:
    return f"{side}_{_type(frame)}"


def _type(frame: type[msgspec.Struct]) -> str:
    return str(frame.__struct_config__.tag)
