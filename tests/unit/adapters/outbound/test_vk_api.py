import asyncio
from collections.abc import Callable
from urllib.parse import parse_qs

import httpx2
import pytest

from adapters.outbound.rate_limiter import RateLimiter
from adapters.outbound.vk_api import VkApi
from domain.community import CommunityError

TOKEN = "vk1.a.made-up-token"
TEXT = "секретный вопрос"
Answer = Callable[[httpx2.Request], httpx2.Response]


def make_api(answer: Answer) -> VkApi:
    client = httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
    return VkApi(client, "https://vk.test/", TOKEN, "5.199")


async def call(answer: Answer) -> CommunityError:
    with pytest.raises(CommunityError) as caught:
        await make_api(answer).call("messages.send", {"message": TEXT})
    assert TOKEN not in f"{caught.value} {caught.value.detail} {caught.value.args}"
    assert TEXT not in f"{caught.value} {caught.value.detail} {caught.value.args}"
    assert caught.value.method == "messages.send"
    return caught.value


def replying(status: int, body: str | bytes, **headers: str) -> Answer:
    return lambda _: httpx2.Response(status, content=body, headers=headers)


async def test_posts_a_form_with_the_token_in_the_header() -> None:
    seen: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, json={"response": 5_123})

    assert await make_api(answer).call("messages.send", {"message": "Да & нет + 🙂", "peer_id": "5"}) == 5_123

    assert (seen[0].method, str(seen[0].url)) == ("POST", "https://vk.test/method/messages.send")
    assert seen[0].headers["authorization"] == f"Bearer {TOKEN}"
    assert seen[0].headers["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qs(seen[0].content.decode()) == {"message": ["Да & нет + 🙂"], "peer_id": ["5"], "v": ["5.199"]}


@pytest.mark.parametrize("status", [200, 403, 500])
async def test_has_vks_code_when_vk_refuses(status: int) -> None:
    body = (
        '{"error":{"error_code":901,"error_msg":"Can\'t send messages","request_params":'
        f'[{{"key":"message","value":"{TEXT}"}},{{"key":"access_token","value":"{TOKEN}"}}]}}}}'
    )

    error = await call(replying(status, body))

    assert (error.code, error.detail) == (901, "Can't send messages")


async def test_hides_the_token_when_vk_repeats_it() -> None:
    error = await call(replying(200, f'{{"error":{{"error_code":5,"error_msg":"invalid access_token {TOKEN}"}}}}'))

    assert error.code == 5


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b""),
        (200, b"<html>502 Bad Gateway</html>"),
        (200, b"[]"),
        (200, b"null"),
        (200, b"{}"),
        (200, b'{"error":"no"}'),
        (200, b'{"error":{"error_code":"x"}}'),
        (200, b'{"response":'),
        (200, b"\xff\xfe"),
        (200, b"[" * 100_000),
        (502, b'{"response":5123}'),
        (503, b""),
        (404, b"not found"),
        (429, b'{"message":"slow down"}'),
    ],
)
async def test_outcome_is_unknown_when_the_answer_is_not_vks(status: int, body: bytes) -> None:
    error = await call(replying(status, body))

    assert error.outcome_unknown


async def test_outcome_is_unknown_when_redirected() -> None:
    asked: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.url.host)
        return httpx2.Response(302, headers={"location": "https://elsewhere.test/"})

    assert (await call(answer)).outcome_unknown
    assert asked == ["vk.test"]


@pytest.mark.parametrize(
    "error",
    [
        httpx2.ConnectError("refused"),
        httpx2.ReadTimeout("slow"),
        httpx2.RemoteProtocolError("reset"),
        httpx2.PoolTimeout("x"),
    ],
)
async def test_outcome_is_unknown_when_the_transport_fails(error: httpx2.HTTPError) -> None:
    def answer(_: httpx2.Request) -> httpx2.Response:
        raise error

    assert (await call(answer)).outcome_unknown


async def test_outcome_is_unknown_when_the_time_is_over() -> None:
    async def answer(_: httpx2.Request) -> httpx2.Response:
        await asyncio.sleep(3_600)
        raise AssertionError

    client = httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
    api = VkApi(client, "https://vk.test", TOKEN, "5.199", total_timeout=0.01)

    with pytest.raises(CommunityError) as caught:
        await api.call("messages.send", {})

    assert (caught.value.code, caught.value.detail) == (None, "timed out")


@pytest.mark.parametrize("token", ["vk1\n", "токен", "a\0"])
def test_refuses_the_token_without_repeating_it_when_no_header_can_carry_it(token: str) -> None:
    with pytest.raises(ValueError, match="characters") as caught:
        VkApi(httpx2.AsyncClient(), "https://vk.test", token, "5.199")

    assert token not in str(caught.value)


async def test_asks_the_limiter_before_every_call() -> None:
    class CountingLimiter(RateLimiter):
        calls = 0

        async def wait(self) -> None:
            self.calls += 1

    limiter = CountingLimiter(1)
    client = httpx2.AsyncClient(transport=httpx2.MockTransport(replying(200, b'{"response":1}')))
    api = VkApi(client, "https://vk.test", TOKEN, "5.199", limiter=limiter)

    await api.call("messages.send", {})
    await api.call("messages.send", {})

    assert limiter.calls == 2
