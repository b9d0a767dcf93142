"""The control API: what tests and the page do to the sandbox."""

from typing import Any

from litestar import Router, get, post
from litestar.connection import ASGIConnection
from litestar.exceptions import ClientException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler
from litestar.params import FromQuery, JSONBody, RawBody
from litestar.types import ASGIApp

from adapters.sandbox.asgi import json_reply
from adapters.sandbox.community import Community
from adapters.sandbox.control_shapes import CallbackTarget, CommentChange, NewComment, NewMessage, NewPost
from adapters.sandbox.dependency import SandboxDependency
from adapters.sandbox.errors import VkError
from adapters.sandbox.faults import Fault
from adapters.sandbox.model.behaviour import Behaviour
from adapters.sandbox.records import Comment
from adapters.sandbox.shapes import (
    comment_object,
    deleted_comment_object,
    message_new_object,
    message_object,
    post_object,
)
from adapters.sandbox.views import state_view

CONTROL_PATH = "/sandbox/api"
_TYPING_AFTERGLOW = 5


@get("/state")
async def show_state(
    sandbox: SandboxDependency, recent: FromQuery[int | None] = None, known: FromQuery[int | None] = None
) -> ASGIApp:
    """The whole state, or with `known` only that it still has this version.

    "Is typing" ends without any change, so while somebody types the state is always shown whole.
    """
    if known == sandbox.version and not sandbox.community.typed_since(sandbox.clock() - _TYPING_AFTERGLOW):
        return json_reply({"version": known, "now": sandbox.clock(), "unchanged": True})
    return json_reply(state_view(sandbox, recent))


@get("/model/requests")
async def show_model_requests(sandbox: SandboxDependency, recent: FromQuery[int | None] = None) -> ASGIApp:
    return json_reply({"requests": sandbox.model_requests.latest(recent)})


@post("/post", status_code=200)
async def write_post(data: JSONBody[NewPost], sandbox: SandboxDependency) -> ASGIApp:
    community = sandbox.community
    from_id = community.owner_id if data.from_id is None else data.from_id
    written = community.publish_post(from_id=from_id, text=data.text, at=sandbox.clock())
    event_id = sandbox.emit("wall_post_new", post_object(written, community) | data.extra)
    return json_reply({"post_id": written.post_id, "event_id": event_id})


@post("/comment", status_code=200)
async def write_comment(data: JSONBody[NewComment], sandbox: SandboxDependency) -> ASGIApp:
    community = sandbox.community
    try:
        comment, _ = community.add_comment(
            post_id=data.post_id,
            from_id=data.from_id,
            text=data.text,
            at=sandbox.clock(),
            reply_to_comment=data.reply_to_comment,
        )
    except VkError as error:
        raise ClientException(str(error)) from error
    event_id = sandbox.emit("wall_reply_new", comment_object(comment, community) | data.extra)
    return json_reply({"comment_id": comment.comment_id, "event_id": event_id})


@post("/comment/change", status_code=200)
async def change_comment(data: JSONBody[CommentChange], sandbox: SandboxDependency) -> ASGIApp:
    """Its author edits, deletes or restores it."""
    try:
        comment = _change_comment(sandbox.community, data)
    except VkError as error:
        raise ClientException(str(error)) from error
    if data.kind == "delete":
        shape = deleted_comment_object(comment, sandbox.community)
    else:
        shape = comment_object(comment, sandbox.community)
    return json_reply({"event_id": sandbox.emit(f"wall_reply_{data.kind}", shape)})


def _change_comment(community: Community, data: CommentChange) -> Comment:
    match data.kind:
        case "edit":
            return community.edit_comment(data.comment_id, data.text)
        case "delete":
            return community.delete_comment(data.comment_id)
        case "restore":
            return community.restore_comment(data.comment_id)


@post("/message", status_code=200)
async def write_message(data: JSONBody[NewMessage], sandbox: SandboxDependency) -> ASGIApp:
    message = sandbox.community.receive_message(from_id=data.from_id, text=data.text, at=sandbox.clock())
    shape = message_new_object(message) | {"message": message_object(message) | data.extra}
    event_id = sandbox.emit("message_new", shape)
    return json_reply({"message_id": message.message_id, "event_id": event_id})


@post("/event", status_code=200)
async def send_event(body: RawBody, sandbox: SandboxDependency) -> ASGIApp:
    """The body goes to the callback servers byte for byte, whatever it is."""
    sandbox.emit_raw(body)
    return json_reply({"sent": True})


@post("/faults", status_code=200)
async def script_faults(data: JSONBody[Fault | list[Fault]], sandbox: SandboxDependency) -> ASGIApp:
    for fault in data if isinstance(data, list) else [data]:
        sandbox.faults.add(fault)
    return json_reply({"faults": sandbox.faults.pending()})


@post("/model", status_code=200)
async def script_model(data: JSONBody[Behaviour | list[Behaviour]], sandbox: SandboxDependency) -> ASGIApp:
    for behaviour in data if isinstance(data, list) else [data]:
        sandbox.model_script.add(behaviour)
    return json_reply({"model": sandbox.model_script.pending()})


@post("/callback", status_code=200)
async def set_callback(data: JSONBody[CallbackTarget], sandbox: SandboxDependency) -> ASGIApp:
    """Moves the sandbox's own receiver; `url` null takes it away."""
    if data.url is None:
        sandbox.servers.drop_own()
        return json_reply({"status": "none", "answer": None})
    secret = sandbox.config.secret if data.secret is None else data.secret
    server = sandbox.servers.point_at(data.url, secret)
    answer = await sandbox.sender.confirm(server) if data.confirm else None
    return json_reply({"status": server.status, "answer": answer})


@post("/reset", status_code=200)
async def reset(sandbox: SandboxDependency) -> ASGIApp:
    await sandbox.reset()
    return json_reply({"version": sandbox.version})


def refuse_other_sites(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """A page of another site must not play with the sandbox of somebody who has it open."""
    del handler
    if connection.headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
        raise PermissionDeniedException("the control API is for the sandbox's own page")


control_router = Router(
    path=CONTROL_PATH,
    guards=[refuse_other_sites],
    route_handlers=[
        show_state,
        show_model_requests,
        write_post,
        write_comment,
        change_comment,
        write_message,
        send_event,
        script_faults,
        script_model,
        set_callback,
        reset,
    ],
)
