import asyncio
from collections.abc import AsyncIterator

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.outbound.openai_client import open_openai_client
from domain.answer import AnswerWriterError, Fault, WrittenAnswer
from tests.unit.adapters.outbound.model_stub import LINES, STOP, USAGE, Model, piece, replying, stream

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=8), values, max_size=3),
    max_leaves=8,
)


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


@pytest.mark.parametrize("length", [1, 7, 100_000])
async def test_reads_the_answer_however_its_bytes_come(length: int) -> None:
    body = stream(piece("Д"), None, piece("а 🙂"), STOP).replace(b"\n", b"\r\n") + b"data: {broken"

    async def in_pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), length):
            yield body[start : start + length]

    model = Model(lambda _: httpx2.Response(200, content=in_pieces()))

    assert (await model.write()).text == "Да 🙂"
    assert model.pieces == ["Д", "а 🙂"]


async def test_reads_on_when_a_character_was_cut_in_halves() -> None:
    model = Model(replying(stream(piece("Да \ud83d"), piece("\ude42."), STOP)))

    assert (await model.write()).text == "Да ."


async def test_has_no_token_counts_when_the_server_ignores_the_question() -> None:
    answer = await Model(replying(stream({"choices": [{"delta": {"content": "Да"}}]}, STOP | {"model": ""}))).write()

    assert answer == WrittenAnswer(text="Да", model="stub", input_tokens=None, output_tokens=None)


async def test_is_whole_when_the_token_limit_was_reached() -> None:
    assert (await Model(replying(stream(piece("Да"), piece(None, "length")))).write()).text == "Да"


async def test_is_whole_when_the_server_ignores_the_token_limit() -> None:
    for length in (1_000, 100_000):
        model = Model(replying(stream(*[piece("х" * length)] * 40)))

        answer = await model.write()

        assert len(answer.text) == 800 * 16
        assert "".join(model.pieces) == answer.text


async def test_is_whole_when_only_the_usage_is_broken() -> None:
    body = stream(piece("Да"), STOP, done=False) + b"data: {broken\n\n"

    assert (await Model(replying(body)).write()).text == "Да"


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
            (b"", {"first": 0.2}),
            (stream(piece(""), done=False), {"first": 0.2}),
            (stream(piece("Да"), done=False), {"between": 0.2}),
            (stream(piece("Да"), done=False), {"total": 0.2}),
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
