import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai import AsyncOpenAI

from adapters.outbound.openai_answer_writer import OpenAiAnswerWriter, open_openai_client
from domain.answer import AnswerWriterError, Fault, Line, Role, WrittenAnswer

KEY = "sk-made-up-key"
LINES = [Line(role=Role.SYSTEM, text="Отвечай кратко."), Line(role=Role.USER, text="Вы\0 открыты \ud83d?")]
Answer = Callable[[httpx2.Request], httpx2.Response]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=8), values, max_size=3),
    max_leaves=8,
)


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
        client = AsyncOpenAI(
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


async def test_asks_for_a_bounded_stream_with_usage() -> None:
    model = Model(replying(stream(piece("Да"), STOP, USAGE)))

    answer = await model.write()

    assert answer == WrittenAnswer(text="Да", model="stub-1", input_tokens=12, output_tokens=3)
    assert model.requests == [
        {
            "model": "stub",
            "messages": [
                {"role": "system", "content": "Отвечай кратко."},
                {"role": "user", "content": "Вы открыты ?"},
            ],
            "stream": True,
            "stream_options": {"include_usage": True},
            "max_tokens": 800,
        }
    ]


async def test_reads_the_answer_when_chunks_are_odd() -> None:
    role_only = {"choices": [{"index": 0, "delta": {"role": "assistant"}}]}
    odd = [
        {"choices": []},
        {"choices": None},
        role_only,
        piece(""),
        piece(None),
        piece(["not", "text"]),
        {"choices": ["x"]},
        {},
        [],
        7,
        {"choices": [{"delta": None}]},
        {"usage": {"prompt_tokens": "many", "completion_tokens": -1}, "choices": []},
    ]
    body = b": keep-alive\n\n" + stream(*odd, piece("Да"), *odd, piece(", \0открыты\ud83d"), *odd, STOP)
    model = Model(replying(body))

    answer = await model.write()

    assert answer == WrittenAnswer(text="Да, открыты", model="stub-1", input_tokens=None, output_tokens=None)
    assert model.pieces == ["Да", ", открыты"]


async def test_has_no_token_counts_when_the_server_ignores_the_question() -> None:
    answer = await Model(replying(stream({"choices": [{"delta": {"content": "Да"}}]}, STOP | {"model": ""}))).write()

    assert answer == WrittenAnswer(text="Да", model="stub", input_tokens=None, output_tokens=None)


async def test_is_whole_when_the_token_limit_was_reached() -> None:
    assert (await Model(replying(stream(piece("Да"), piece(None, "length")))).write()).text == "Да"


async def test_is_whole_when_the_server_ignores_the_token_limit() -> None:
    endless = stream(*[piece("х" * 1_000)] * 40)

    answer = await Model(replying(endless)).write()

    assert 800 * 16 < len(answer.text) <= 800 * 16 + 1_000


async def test_is_whole_when_only_the_usage_is_broken() -> None:
    body = stream(piece("Да"), STOP, done=False) + b"data: {broken\n\n"

    assert (await Model(replying(body)).write()).text == "Да"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (stream(piece("Да"), done=False), Fault.CUT),
        (stream(piece("Да")), Fault.CUT),
        (b"", Fault.CUT),
        (b"<html>hello</html>", Fault.CUT),
        (stream(piece("Да"), done=False) + b"data: {broken\n\n", Fault.MALFORMED),
        (b"data: \xff\n\n", Fault.MALFORMED),
        (b"data: " + b"[" * 100_000 + b"\n\n", Fault.MALFORMED),
        (stream(STOP), Fault.MALFORMED),
        (stream(piece(" \n"), STOP), Fault.MALFORMED),
        (stream(piece("Да"), piece(None, "content_filter")), Fault.REFUSED),
        (stream({"error": {"message": KEY, "type": "server_error"}}), Fault.UNAVAILABLE),
        (stream(piece("Да"), {"error": {"message": KEY, "code": "overloaded"}}), Fault.CUT),
        (stream({"error": {"message": "Вы открыты", "code": 429}}), Fault.RATE_LIMITED),
        (stream({"error": "prose"}), Fault.UNAVAILABLE),
    ],
)
async def test_names_the_fault_when_the_stream_is_not_an_answer(body: bytes, fault: Fault) -> None:
    assert (await Model(replying(body)).fault()).fault is fault


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        (302, Fault.REFUSED),
        (400, Fault.REFUSED),
        (401, Fault.UNAUTHORISED),
        (403, Fault.UNAUTHORISED),
        (404, Fault.REFUSED),
        (408, Fault.UNAVAILABLE),
        (409, Fault.UNAVAILABLE),
        (422, Fault.REFUSED),
        (429, Fault.RATE_LIMITED),
        (500, Fault.UNAVAILABLE),
        (502, Fault.UNAVAILABLE),
        (503, Fault.UNAVAILABLE),
        (529, Fault.UNAVAILABLE),
    ],
)
@pytest.mark.parametrize("body", [b"", b"<html>", f'{{"error":{{"message":"{KEY} Вы открыты"}}}}'.encode(), b"[1]"])
async def test_names_the_fault_when_the_server_refuses(status: int, body: bytes, fault: Fault) -> None:
    model = Model(replying(body, status))

    error = await model.fault()

    assert (error.fault, error.retry_after) == (fault, None)
    assert len(model.requests) == 1


@pytest.mark.parametrize(
    ("value", "seconds"), [("7", 7.0), ("Sun, 22 Nov 2026 12:00:30 GMT", 30.0), ("600", 600.0), ("soon", None)]
)
async def test_tells_when_to_come_back_when_the_server_says_it(value: str, seconds: float | None) -> None:
    body = b'{"error":{"message":"slow down","code":"rate_limit_exceeded","type":"requests"}}'
    headers = {"retry-after": value, "date": "Sun, 22 Nov 2026 12:00:00 GMT"}

    error = await Model(replying(body, 429, **headers)).fault()

    assert (error.fault, error.retry_after) == (Fault.RATE_LIMITED, seconds)
    assert error.detail == "HTTP 429, rate_limit_exceeded, requests"


@pytest.mark.parametrize(
    ("raised", "fault"),
    [
        (httpx2.ConnectError("refused"), Fault.UNAVAILABLE),
        (httpx2.ConnectTimeout("slow"), Fault.TIMED_OUT),
        (httpx2.RemoteProtocolError("gone"), Fault.UNAVAILABLE),
    ],
)
async def test_names_the_fault_when_there_is_no_connection(raised: httpx2.HTTPError, fault: Fault) -> None:
    def answer(_: httpx2.Request) -> httpx2.Response:
        raise raised

    assert (await Model(answer).fault()).fault is fault


class TestBrokenOff:
    @pytest.mark.parametrize(
        ("first", "fault"), [(b"", Fault.UNAVAILABLE), (stream(piece("Да"), done=False), Fault.CUT)]
    )
    async def test_names_the_fault_when_the_connection_is_reset(self, first: bytes, fault: Fault) -> None:
        async def body() -> AsyncIterator[bytes]:
            yield first
            raise httpx2.ReadError("reset")

        assert (await Model(lambda _: httpx2.Response(200, content=body())).fault()).fault is fault

    @pytest.mark.parametrize(
        ("first", "limits"),
        [
            (b"", {"first": 0.02}),
            (stream(piece(""), done=False), {"first": 0.02}),
            (stream(piece("Да"), done=False), {"between": 0.02}),
            (stream(piece("Да"), done=False), {"total": 0.02}),
        ],
    )
    async def test_is_timed_out_and_closed_when_nothing_more_comes(
        self, first: bytes, limits: dict[str, float]
    ) -> None:
        hanging = Hanging(first)

        error = await Model(lambda _: httpx2.Response(200, stream=hanging), **limits).fault()

        assert error.fault is Fault.TIMED_OUT
        assert hanging.is_closed

    async def test_is_timed_out_when_only_signs_of_life_come(self) -> None:
        async def body() -> AsyncIterator[bytes]:
            while True:
                yield stream(piece(None), done=False)
                await asyncio.sleep(0.001)

        error = await Model(lambda _: httpx2.Response(200, content=body()), first=0.02).fault()

        assert error.fault is Fault.TIMED_OUT

    async def test_is_closed_when_cancelled(self) -> None:
        hanging = Hanging(stream(piece("Да"), done=False))
        model = Model(lambda _: httpx2.Response(200, stream=hanging))
        writing = asyncio.create_task(model.write())
        await hanging.began.wait()

        writing.cancel()

        with pytest.raises(asyncio.CancelledError):
            await writing
        assert hanging.is_closed

    async def test_is_closed_when_the_listener_fails(self) -> None:
        hanging = Hanging(stream(piece("Да"), done=False))
        model = Model(lambda _: httpx2.Response(200, stream=hanging))

        async def fail(fragment: str) -> None:
            raise TimeoutError(fragment)

        with pytest.raises(TimeoutError, match="Да"):
            await model.writer.write(LINES, on_fragment=fail)
        assert hanging.is_closed


class Hanging(httpx2.AsyncByteStream):
    """Sends the first bytes and then nothing."""

    def __init__(self, first: bytes) -> None:
        self._first = first
        self.began = asyncio.Event()
        self.is_closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._first
        self.began.set()
        await asyncio.Event().wait()

    async def aclose(self) -> None:
        self.is_closed = True


class TestDialects:
    @staticmethod
    def _strict(complaints: Iterator[bytes], body: bytes = stream(piece("Да"), STOP)) -> Answer:
        def answer(request: httpx2.Request) -> httpx2.Response:
            complaint = next(complaints, None)
            return replying(body)(request) if complaint is None else httpx2.Response(400, content=complaint)

        return answer

    async def test_asks_without_usage_when_the_server_knows_no_stream_options(self) -> None:
        complaint = b'{"error":{"message":"Unrecognized request argument supplied: stream_options"}}'
        model = Model(self._strict(iter([complaint])))

        assert (await model.write()).text == "Да"
        assert (await model.write()).text == "Да"

        assert ["stream_options" in request for request in model.requests] == [True, False, False]

    async def test_names_the_limit_anew_when_the_model_wants_the_new_name(self) -> None:
        complaint = (
            b'{"error":{"message":"Unsupported parameter: \'max_tokens\' is not supported with this model. '
            b'Use \'max_completion_tokens\' instead.","param":"max_tokens","code":"unsupported_parameter"}}'
        )
        model = Model(self._strict(iter([complaint])))

        await model.write()
        await model.write()

        assert [(r.get("max_tokens"), r.get("max_completion_tokens")) for r in model.requests] == [
            (800, None),
            (None, 800),
            (None, 800),
        ]

    async def test_gives_up_when_the_server_complains_of_everything(self) -> None:
        complaint = b'{"detail":"stream_options max_completion_tokens"}'
        model = Model(self._strict(iter([complaint] * 10)))

        error = await model.fault()

        assert error.fault is Fault.REFUSED
        assert len(model.requests) == 3


@given(chunks=st.lists(JSON | JSON.map(piece) | st.text().map(lambda text: piece(text, "stop")), max_size=6))
async def test_answers_or_names_a_fault_whatever_comes(chunks: list[object]) -> None:
    model = Model(replying(stream(*chunks)))

    try:
        answer = await model.write()
    except AnswerWriterError as error:
        assert error.fault in Fault  # noqa: PT017 - either outcome is right, and each has its rule
    else:
        assert answer.text == "".join(model.pieces)
        answer.text.encode()


@pytest.mark.parametrize("key", ["sk-1\n", "ключ"])
def test_refuses_the_key_without_repeating_it_when_no_header_can_carry_it(key: str) -> None:
    with pytest.raises(ValueError, match="characters") as caught:
        open_openai_client(None, key)

    assert key not in str(caught.value)


async def test_needs_no_key_when_the_server_asks_for_none() -> None:
    client = open_openai_client("http://127.0.0.1:9/v1", "")

    assert client.max_retries == 0
    await client.close()
