"""The stand-in VK over HTTP: `/method/{name}` and the long poll."""

from typing import Annotated, TypeAlias
from urllib.parse import parse_qsl

import msgspec
from litestar import Request, get, route
from litestar.datastructures import State
from litestar.enums import HttpMethod
from litestar.params import FromPath, FromQuery
from litestar.types import ASGIApp

from adapters.sandbox.asgi import json_reply
from adapters.sandbox.dependency import SandboxDependency
from adapters.sandbox.events import envelope
from adapters.sandbox.faults import FaultKind
from adapters.sandbox.methods.groups import LONG_POLL_PATH
from adapters.sandbox.vk_gate import VkGate, fault_reply

HttpRequest: TypeAlias = Request[None, None, State]

_FORM = "application/x-www-form-urlencoded"


@route("/method/{name:str}", http_method=[HttpMethod.GET, HttpMethod.POST], status_code=200)
async def call_method(name: FromPath[str], request: HttpRequest, sandbox: SandboxDependency) -> ASGIApp:
    """VK reads query and form alike and takes no JSON; the token comes in a header or as a parameter."""
    params = dict(parse_qsl(request.scope["query_string"].decode(), keep_blank_values=True))
    params |= await _form(request)
    token = params.pop("access_token", None) or _bearer(request)
    return await VkGate(sandbox, str(request.base_url).rstrip("/")).answer(name, params, token)


@get(LONG_POLL_PATH)
async def check_long_poll(
    sandbox: SandboxDependency,
    act: FromQuery[str] = "",
    key: FromQuery[str] = "",
    ts: FromQuery[str] = "",
    wait: FromQuery[Annotated[float, msgspec.Meta(ge=0)]] = 25,
) -> ASGIApp:
    """`a_check`; a scripted `error` on the method `longpoll` is answered as `failed` with its code."""
    fault = sandbox.faults.of_method("longpoll")
    if fault is not None and fault.kind is not FaultKind.ERROR:
        return fault_reply(fault, {"ts": ts, "updates": []})
    failure: dict[str, int] | None
    if fault is not None:
        failure = {"failed": fault.code} | ({"ts": sandbox.long_poll.ts} if fault.code == 1 else {})
    else:
        failure = sandbox.long_poll.failure(key, ts) if act == "a_check" else {"failed": 2}
    if failure is not None:
        return json_reply(failure)
    events = await sandbox.long_poll.events_after(int(ts), wait)
    group_id = sandbox.config.group_id
    updates = [envelope(event, group_id=group_id, secret=None) for event in events]
    return json_reply({"ts": str(int(ts) + len(events)), "updates": updates})


async def _form(request: HttpRequest) -> dict[str, str]:
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type == _FORM:
        return dict(parse_qsl((await request.body()).decode(errors="replace"), keep_blank_values=True))
    if content_type == "multipart/form-data":
        return {name: str(value) for name, value in (await request.form()).items()}
    # The body is read in any case: what follows watches the connection for its end.
    await request.body()
    return {}


def _bearer(request: HttpRequest) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None
