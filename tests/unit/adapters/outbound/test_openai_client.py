"""A stream that is opened by fewer steps is asked for as the library asks, and refused as the library is."""

from collections.abc import Callable

import httpx2
import pytest
from openai import AsyncStream, OpenAIError

from adapters.outbound.openai_client import OpenAiClient

BODY = {"model": "m", "messages": [{"role": "user", "content": "Вы открыты?"}], "stream": True}
WAITS = httpx2.Timeout(5.0)
Answer = Callable[[httpx2.Request], httpx2.Response]


class Server:
    """Behind the same client, two ways to ask it."""

    def __init__(self, answer: Answer) -> None:
        self.requests: list[httpx2.Request] = []
        self._answer = answer
        transport = httpx2.MockTransport(self._reply)
        self._client = OpenAiClient(
            api_key="key",
            base_url="https://model.test/v1",
            organization="org",
            max_retries=0,
            http_client=httpx2.AsyncClient(transport=transport),
        )

    def _reply(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        return self._answer(request)

    async def by_fewer_steps(self) -> None:
        await (await self._client.open_stream(BODY, WAITS)).aclose()

    async def by_the_library(self) -> None:
        stream = await self._client.post(
            "/chat/completions", body=BODY, cast_to=object, stream=True, stream_cls=AsyncStream[object]
        )
        await stream.close()


async def fault_of(ask: Callable[[], object]) -> OpenAIError:
    with pytest.raises(OpenAIError) as raised:
        await ask()  # type: ignore[misc]  # both are coroutines
    return raised.value


async def test_asks_the_same_way() -> None:
    server = Server(lambda _: httpx2.Response(200))

    await server.by_fewer_steps()
    await server.by_the_library()

    ours, theirs = server.requests
    assert (ours.method, ours.url, ours.content) == (theirs.method, theirs.url, theirs.content)
    without = {"x-stainless-retry-count", "x-stainless-read-timeout", "x-stainless-helper-method"}
    assert dict(ours.headers) == {name: each for name, each in theirs.headers.items() if name not in without}


@pytest.mark.parametrize("status", [302, 400, 401, 403, 404, 409, 418, 422, 429, 500, 503])
@pytest.mark.parametrize("body", [b'{"error": {"message": "no", "code": "c", "type": "t"}}', b"not JSON", b""])
async def test_is_refused_the_same_way(status: int, body: bytes) -> None:
    server = Server(lambda _: httpx2.Response(status, content=body, headers={"retry-after": "7"}))

    ours, theirs = await fault_of(server.by_fewer_steps), await fault_of(server.by_the_library)

    assert type(ours) is type(theirs)
    assert str(ours) == str(theirs)
    assert vars(ours).keys() == vars(theirs).keys()


@pytest.mark.parametrize("error", [httpx2.ConnectError("x"), httpx2.ReadTimeout("x"), httpx2.RemoteProtocolError("x")])
async def test_fails_to_reach_it_the_same_way(error: Exception) -> None:
    def fail(_: httpx2.Request) -> httpx2.Response:
        raise error

    server = Server(fail)

    ours, theirs = await fault_of(server.by_fewer_steps), await fault_of(server.by_the_library)

    assert type(ours) is type(theirs)
    assert ours.__cause__ is theirs.__cause__ is error
