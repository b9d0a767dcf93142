"""OpenAI's wire shapes for chat completions: whole answers, stream chunks, errors."""

from typing import TypeAlias

import msgspec

DONE = b"data: [DONE]\n\n"

Shape: TypeAlias = dict[str, object]


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What the pieces of one answer share. `with_usage` follows stream_options.include_usage."""

    reply_id: str
    model: str
    created: int
    prompt_tokens: int
    with_usage: bool = False

    def whole(self, text: str, finish_reason: str, tokens: int) -> Shape:
        message: Shape = {"role": "assistant", "content": text, "refusal": None, "annotations": []}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": finish_reason}
        return self._base("chat.completion", [choice]) | {"usage": self._usage(tokens)}

    def opening(self) -> bytes:
        return self._chunk({"role": "assistant", "content": "", "refusal": None})

    def token(self, text: str) -> bytes:
        return self._chunk({"content": text})

    def closing(self, finish_reason: str) -> bytes:
        return self._chunk({}, finish_reason)

    def usage(self, tokens: int) -> bytes:
        """The last chunk of a stream with `include_usage`: no choices."""
        return _event(self._base("chat.completion.chunk", []) | {"usage": self._usage(tokens)})

    def _chunk(self, delta: Shape, finish_reason: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
        shape = self._base("chat.completion.chunk", [choice])
        if self.with_usage:
            shape["usage"] = None
        return _event(shape)

    def _base(self, kind: str, choices: list[Shape]) -> Shape:
        return {
            "id": self.reply_id,
            "object": kind,
            "created": self.created,
            "model": self.model,
            "service_tier": "default",
            "system_fingerprint": "fp_sandbox",
            "choices": choices,
        }

    def _usage(self, tokens: int) -> Shape:
        return {
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": tokens,
            "total_tokens": self.prompt_tokens + tokens,
        }


def error(message: str, kind: str, *, code: str | None = None, param: str | None = None) -> Shape:
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}


def error_event(message: str) -> bytes:
    """An error in the middle of a stream."""
    return _event(error(message, "server_error"))


def _event(shape: Shape) -> bytes:
    return b"data: " + msgspec.json.encode(shape) + b"\n\n"
