"""Answers written by any server that speaks OpenAI's chat completions."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

import httpx2
from openai import BadRequestError, Omit, UnprocessableEntityError
from openai.types.chat import ChatCompletionMessageParam

from adapters.outbound.http_client import CONNECT_TIMEOUT
from adapters.outbound.moving_limit import MovingLimit
from adapters.outbound.openai_chunks import OpenAiChunks
from adapters.outbound.openai_client import OpenAiClient
from adapters.outbound.openai_dialect import OpenAiDialect
from adapters.outbound.openai_faults import FAULTS, answer_writer_error
from adapters.outbound.storable_text import storable
from domain.answer import AnswerWriterError, Fault, Line, Role, WrittenAnswer
from ports.answer_writer import OnFragment

_USAGE_WAIT: Final = 3.0
"""Seconds that a finished answer waits for the count of its tokens."""

_CHARACTERS_PER_TOKEN: Final = 16
"""More than any tokenizer packs into one on average; beyond it a server has ignored the limit it was given."""

_CLOSE_TIMEOUT: Final = 5.0
_MODEL_LENGTH: Final = 100


class OpenAiAnswerWriter:
    """
    Writes with one model. Times are in seconds.

    ``first_token_timeout`` counts from the call, ``between_tokens_timeout`` from the last piece of text: signs of
    life without text do not prolong them.
    """

    def __init__(
        self,
        client: OpenAiClient,
        *,
        model: str,
        first_token_timeout: float,
        total_timeout: float,
        max_output_tokens: int,
        between_tokens_timeout: float = 20.0,
    ) -> None:
        self._client = client
        self._model = model
        self._first_token_timeout = first_token_timeout
        self._between_tokens_timeout = between_tokens_timeout
        self._total_timeout = total_timeout
        # Behind the waits that are bounded in write(), should those ever fail.
        self._walls = httpx2.Timeout(connect=CONNECT_TIMEOUT, read=total_timeout, write=10.0, pool=total_timeout)
        self._max_output_tokens = max_output_tokens
        self._longest = max_output_tokens * _CHARACTERS_PER_TOKEN
        self._dialect = OpenAiDialect()

    async def write(self, lines: Sequence[Line], *, on_fragment: OnFragment) -> WrittenAnswer:
        now = asyncio.get_running_loop().time
        end = now() + self._total_timeout
        until = min(end, now() + self._first_token_timeout)
        draft = _Draft(model=self._model, longest=self._longest)
        async with _bounded(until, draft):
            with _translated(draft):
                response = await self._open(lines)
        try:
            async with _bounded(until, draft) as limit:
                await self._read(OpenAiChunks(response), draft, on_fragment, limit, end)
        except AnswerWriterError:
            if not draft.finish_reason:
                raise
            # Only the count of tokens is lost.
        finally:
            await _close(response)
        return draft.answer()

    async def _read(
        self, chunks: OpenAiChunks, draft: "_Draft", on_fragment: OnFragment, limit: MovingLimit, end: float
    ) -> None:
        """``limit`` is moved with each piece of text; what is done with a piece does not count."""
        now = asyncio.get_running_loop().time
        while True:
            # Of the reading alone: the listener's errors are its own.
            with _translated(draft):
                chunk = await chunks.next()
            if chunk is None:
                break
            fragment = draft.take(chunk)
            if fragment:
                limit.move(None)
                await on_fragment(fragment)
                limit.move(min(end, now() + self._between_tokens_timeout))
            if draft.finish_reason:
                limit.move(min(limit.until or end, now() + _USAGE_WAIT))
            if draft.length >= self._longest:
                draft.finish_reason = "length"
                break

    async def _open(self, lines: Sequence[Line]) -> httpx2.Response:
        """
        Ask; and ask again in another dialect when the server does not know a parameter.

        That is no second try at an answer: what was refused has written nothing.
        """
        dialect = self._dialect
        messages = [_message(line) for line in lines]
        while True:
            try:
                response = await self._ask(messages, dialect)
            except (BadRequestError, UnprocessableEntityError) as refusal:
                other = dialect.after(refusal)
                if other is None:
                    raise
                dialect = other
            else:
                self._dialect = dialect
                return response

    async def _ask(self, messages: list[ChatCompletionMessageParam], dialect: OpenAiDialect) -> httpx2.Response:
        body = {
            "model": self._model,
            "messages": messages,
            "stream": True,
            "stream_options": dialect.stream_options(),
            "max_tokens": dialect.max_tokens(self._max_output_tokens),
            "max_completion_tokens": dialect.max_completion_tokens(self._max_output_tokens),
        }
        given = {name: value for name, value in body.items() if not isinstance(value, Omit)}
        return await self._client.open_stream(given, self._walls)


@dataclass(slots=True)
class _Draft:
    """
    What has arrived of an answer, ``longest`` characters at most.

    Servers send odd chunks, so nothing in them is taken for granted.
    """

    model: str
    longest: int
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    finish_reason: str | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None

    def take(self, chunk: dict[str, object]) -> str:
        """Read a chunk and return the piece of text in it, which may be empty."""
        model = _part(chunk, "model")
        if isinstance(model, str) and model.strip():
            self.model = storable(model)[:_MODEL_LENGTH]
        self._take_usage(_part(chunk, "usage"))
        choices = _part(chunk, "choices")
        if not (isinstance(choices, list) and choices):
            return ""
        reason = _part(choices[0], "finish_reason")
        if isinstance(reason, str) and reason:
            self.finish_reason = reason
        content = _part(_part(choices[0], "delta"), "content")
        fragment = storable(content[: self.longest - self.length]) if isinstance(content, str) else ""
        if fragment:
            self.pieces.append(fragment)
            self.length += len(fragment)
        return fragment

    def _take_usage(self, usage: object) -> None:
        given, written = _part(usage, "prompt_tokens"), _part(usage, "completion_tokens")
        if isinstance(given, int) and given >= 0:
            self.input_tokens = given
        if isinstance(written, int) and written >= 0:
            self.output_tokens = written

    def answer(self) -> WrittenAnswer:
        if self.finish_reason is None:
            raise AnswerWriterError(Fault.CUT, detail="the stream ended without a finish_reason")
        if self.finish_reason == "content_filter":
            raise AnswerWriterError(Fault.REFUSED, detail="content_filter")
        text = "".join(self.pieces)
        if not text.strip():
            raise AnswerWriterError(Fault.MALFORMED, detail="an answer without text")
        return WrittenAnswer(
            text=text, model=self.model, input_tokens=self.input_tokens, output_tokens=self.output_tokens
        )


def _part(json: object, name: str) -> object:
    """None where there is no such part."""
    return json.get(name) if isinstance(json, dict) else None


@asynccontextmanager
async def _bounded(until: float, draft: _Draft) -> AsyncIterator[MovingLimit]:
    """Bound what is awaited inside by the loop's time ``until``, which may be moved."""
    limit = MovingLimit(until)
    try:
        async with limit:
            yield limit
    except TimeoutError:
        if not limit.has_expired:
            raise
        waited_for = "the next token" if draft.pieces else "the first token"
        raise AnswerWriterError(Fault.TIMED_OUT, detail=f"waiting for {waited_for}") from None


@contextmanager
def _translated(draft: _Draft) -> Iterator[None]:
    """Turn every fault into the core's error."""
    try:
        yield
    except FAULTS as error:
        # Without its cause: the server's message in it may quote the conversation or the key.
        raise answer_writer_error(error, begun=bool(draft.pieces)) from None


async def _close(response: httpx2.Response) -> None:
    """End the call on the wire; the answer, or the error on its way, matters more than how that goes."""
    with suppress(httpx2.HTTPError, OSError, TimeoutError):
        async with asyncio.timeout(_CLOSE_TIMEOUT):
            await response.aclose()


def _message(line: Line) -> ChatCompletionMessageParam:
    text = storable(line.text)
    match line.role:
        case Role.SYSTEM:
            return {"role": "system", "content": text}
        case Role.USER:
            return {"role": "user", "content": text}
        case Role.ASSISTANT:
            return {"role": "assistant", "content": text}
