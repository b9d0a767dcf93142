"""The stand-in model, asked by the real client."""

import json
from collections.abc import AsyncGenerator

import openai
import pytest

from tests.integration.sandbox_bench import Bench, running, until


@pytest.fixture
async def sut() -> AsyncGenerator[Bench, None]:
    async with running() as bench:
        yield bench


async def stream_text(client: openai.AsyncOpenAI, question: str) -> tuple[str, str | None, int | None]:
    text, reason, total = "", None, None
    async with await client.chat.completions.create(
        model="gpt-4o-mini",
        messages=[{"role": "system", "content": "Кратко."}, {"role": "user", "content": question}],
        stream=True,
        stream_options={"include_usage": True},
    ) as stream:
        async for chunk in stream:
            if chunk.choices:
                text += chunk.choices[0].delta.content or ""
                reason = chunk.choices[0].finish_reason or reason
            total = chunk.usage.total_tokens if chunk.usage else total
    return text, reason, total


async def test_model_streams_to_the_real_client_and_keeps_the_request(sut: Bench) -> None:
    async with sut.model() as client:
        text, reason, total = await stream_text(client, "Сколько стоит доставка?")
        whole = await client.chat.completions.create(
            model="gpt-4o-mini", messages=[{"role": "user", "content": "Сколько стоит доставка?"}]
        )
        models = [model.id async for model in client.models.list()]

    requests = (await sut.http.get("/sandbox/api/model/requests")).json()["requests"]
    assert text == whole.choices[0].message.content
    assert reason == "stop"
    assert total
    assert "gpt-4o-mini" in models
    assert requests[0]["body"]["messages"][0] == {"role": "system", "content": "Кратко."}
    assert [request["state"] for request in requests] == ["answered", "answered"]


@pytest.mark.parametrize(
    ("behaviour", "raised"),
    [
        ({"kind": "rate_limited"}, openai.RateLimitError),
        ({"kind": "error"}, openai.InternalServerError),
        ({"kind": "error", "after": 2}, openai.APIError),
        ({"kind": "cut"}, openai.APIConnectionError),
        ({"kind": "cut", "after": 2}, openai.APIConnectionError),
        ({"kind": "garbage", "after": 2}, json.JSONDecodeError),
    ],
)
async def test_model_misbehaves_once_when_scripted(
    sut: Bench, behaviour: dict[str, object], raised: type[Exception]
) -> None:
    await sut.control("model", behaviour)

    async with sut.model() as client:
        with pytest.raises(raised):
            await stream_text(client, "Привет")
        _, reason, _ = await stream_text(client, "Привет")

    assert reason == "stop"


async def test_model_ends_without_a_reason_when_scripted(sut: Bench) -> None:
    await sut.control("model", {"kind": "clean_early_end", "after": 2})

    async with sut.model() as client:
        text, reason, _ = await stream_text(client, "Сколько стоит доставка?")

    assert text
    assert reason is None


@pytest.mark.parametrize("after", [0, 2])
async def test_journal_notes_a_client_that_went_away(sut: Bench, after: int) -> None:
    await sut.control("model", {"kind": "hang", "after": after})

    async with sut.model() as client:
        with pytest.raises(openai.APITimeoutError):
            await stream_text(client.with_options(timeout=0.3), "Привет")

    async def is_noted() -> bool:
        requests = (await sut.http.get("/sandbox/api/model/requests")).json()["requests"]
        return bool(requests[-1]["state"] == "client_gone" and requests[-1]["tokens_sent"] == after)

    await until(is_noted)


async def test_model_refuses_without_a_key_and_without_messages(sut: Bench) -> None:
    without_key = await sut.http.post("/v1/chat/completions", json={})
    bad = await sut.http.post("/v1/chat/completions", json={}, headers={"Authorization": "Bearer x"})

    assert (without_key.status_code, without_key.json()["error"]["code"]) == (401, "invalid_api_key")
    assert (bad.status_code, bad.json()["error"]["type"]) == (400, "invalid_request_error")


async def test_stops_while_requests_hang_and_events_wait() -> None:
    async with running(redelivery_delays=(600.0,)) as sut:
        sut.receiver.answers = [(500, "", "")]
        await sut.control("model", {"kind": "hang", "after": 1})
        await sut.control("post", {"text": "Запись"})
        async with sut.model() as client:
            stream = await client.chat.completions.create(
                model="m", messages=[{"role": "user", "content": "Привет"}], stream=True
            )
            await anext(stream)
            await stream.close()
