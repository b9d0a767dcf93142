"""A made-up model server inside the process, and the pieces its streams are made of."""

import json
from collections.abc import Callable

import httpx2
import pytest

from adapters.outbound.openai_answer_writer import OpenAiAnswerWriter
from adapters.outbound.openai_client import OpenAiClient
from domain.answer import AnswerWriterError, Line, Role, WrittenAnswer

KEY = "sk-made-up-key"
LINES = [Line(role=Role.SYSTEM, text="Отвечай кратко."), Line(role=Role.USER, text="Вы\0 открыты \ud83d?")]
Answer = Callable[[httpx2.Request], httpx2.Response]


def piece(content: object, finish_reason: object = None, **extra: object) -> dict[str, object]:
    choice = {"index": 0, "delta": {"content": content}, "finish_reason": finish_reason}
    return {"id": "c", "object": "chat.completion.chunk", "model": "stub-1", "choices": [choice], **extra}


USAGE = {"id": "c", "model": "stub-1", "choices": [], "usage": {"prompt_tokens": 12, "completion_tokens": 3}}
STOP = piece(None, "stop")


def stream(*chunks: object, done: bool = True) -> bytes:
    events = [f"data: {json.dumps(chunk)}\n\n" for chunk in chunks]
    return "".join([*events, "data: [DONE]\n\n" if done else ""]).encode()


def replying(body: bytes, status: int = 200, **headers: str) -> Answer:
    return lambda _: httpx2.Response(status, content=body, headers={"content-type": "text/event-stream", **headers})


class Model:
    """A writer in front of a made-up server, and what it heard."""

    def __init__(self, answer: Answer, **limits: float) -> None:
        self.requests: list[dict[str, object]] = []
        self.pieces: list[str] = []
        self._answer = answer
        client = OpenAiClient(
            api_key=KEY,
            base_url="https://model.test/v1",
            max_retries=0,
            http_client=httpx2.AsyncClient(transport=httpx2.MockTransport(self._reply)),
        )
        self.writer = OpenAiAnswerWriter(
            client,
            model="stub",
            max_output_tokens=800,
            first_token_timeout=limits.get("first", 20),
            between_tokens_timeout=limits.get("between", 20),
            total_timeout=limits.get("total", 120),
        )

    async def write(self) -> WrittenAnswer:
        self.pieces.clear()
        return await self.writer.write(LINES, on_fragment=self._hear)

    async def fault(self) -> AnswerWriterError:
        with pytest.raises(AnswerWriterError) as caught:
            await self.write()
        assert KEY not in f"{caught.value} {caught.value.detail}"
        assert "открыты" not in f"{caught.value} {caught.value.detail}"
        assert caught.value.__cause__ is None
        return caught.value

    async def _hear(self, fragment: str) -> None:
        self.pieces.append(fragment)

    def _reply(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(json.loads(request.content))
        return self._answer(request)
