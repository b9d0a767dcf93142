"""The stand-in model over HTTP: OpenAI's chat completions and list of models."""

import secrets
from typing import TypeAlias

import msgspec
from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import RawBody
from litestar.types import ASGIApp

from adapters.sandbox.asgi import json_reply
from adapters.sandbox.dependency import SandboxDependency
from adapters.sandbox.model import chunks
from adapters.sandbox.model.answers import answer_to
from adapters.sandbox.model.chat_request import ChatRequest
from adapters.sandbox.model.chunks import Reply
from adapters.sandbox.model.steps import steps_of
from adapters.sandbox.model_reply import ModelReply
from adapters.sandbox.sandbox import ModelRequest, Sandbox

HttpRequest: TypeAlias = Request[None, None, State]

MODELS = ("gpt-4o-mini", "gpt-4o", "sandbox")


@post("/v1/chat/completions", status_code=200)
async def complete_chat(body: RawBody, request: HttpRequest, sandbox: SandboxDependency) -> ASGIApp:
    if not _has_key(request):
        return _unauthorized()
    try:
        chat = msgspec.json.decode(body, type=ChatRequest)
    except (msgspec.DecodeError, RecursionError) as error:
        return json_reply(chunks.error(str(error), "invalid_request_error"), status=400)
    return _reply(sandbox, chat, msgspec.json.decode(body))


@get("/v1/models")
async def list_models(request: HttpRequest) -> ASGIApp:
    if not _has_key(request):
        return _unauthorized()
    models = [{"id": name, "object": "model", "created": 1, "owned_by": "sandbox"} for name in MODELS]
    return json_reply({"object": "list", "data": models})


def _reply(sandbox: Sandbox, chat: ChatRequest, body: object) -> ModelReply:
    asked = chat.last_user_message
    behaviour = sandbox.model_script.take(chat.model, asked)
    entry = sandbox.model_requests.add(
        ModelRequest(at=sandbox.clock(), body=body, behaviour=behaviour.kind.value, streamed=chat.stream)
    )
    shared = Reply(
        reply_id=f"chatcmpl-{secrets.token_hex(12)}",
        model=chat.model,
        created=int(entry.at),
        prompt_tokens=chat.prompt_tokens,
        with_usage=chat.stream_options is not None and chat.stream_options.include_usage,
    )
    text = answer_to(asked) if behaviour.text is None else behaviour.text
    delay = sandbox.config.token_delay if behaviour.token_delay is None else behaviour.token_delay
    steps = steps_of(behaviour, shared, text, stream=chat.stream, delay=delay)
    return ModelReply(steps, entry, sandbox.model_requests.touch)


def _has_key(request: HttpRequest) -> bool:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    return scheme.lower() == "bearer" and bool(key.strip())


def _unauthorized() -> ASGIApp:
    message = "You didn't provide an API key."
    return json_reply(chunks.error(message, "invalid_request_error", code="invalid_api_key"), status=401)
