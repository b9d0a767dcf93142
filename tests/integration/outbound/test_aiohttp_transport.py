import asyncio
import gzip
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2
import pytest

from adapters.outbound.aiohttp_transport import AiohttpTransport
from tests.integration.outbound.scripted_server import Exchange, Script, scripted_server
from tests.integration.services.certificate import make_certificate

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
EMPTY = OK + b"Content-Length: 0\r\n\r\n"


@asynccontextmanager
async def client_of(
    *, connections: int = 10, read: float = 20, trusts: Path | None = None
) -> AsyncIterator[httpx2.AsyncClient]:
    transport = AiohttpTransport(ssl.create_default_context(cafile=trusts), connections=connections)
    timeout = httpx2.Timeout(connect=5, read=read, write=5, pool=5)
    async with httpx2.AsyncClient(transport=transport, timeout=timeout, trust_env=False) as client:
        yield client


def saying(*parts: bytes, leaves: bool = False) -> Script:
    async def say(exchange: Exchange) -> None:
        for part in parts:
            await exchange.send(part)
        if leaves:
            exchange.writer.close()

    return say


async def reset(exchange: Exchange) -> None:
    exchange.reset()


async def hang(exchange: Exchange) -> None:
    await exchange.until_client_left()


async def post(script: Script, *, read: float = 20) -> httpx2.Response:
    async with scripted_server(script) as server, client_of(read=read) as client:
        return await client.post(server.url, json={"text": "да"})


@pytest.mark.parametrize(
    ("script", "error"),
    [
        (reset, httpx2.TransportError),
        (saying(leaves=True), httpx2.RemoteProtocolError),
        (saying(b"SSH-2.0 hello\r\n\r\n"), httpx2.RemoteProtocolError),
        (saying(OK + b"X: " + b"x" * 100_000, b"\r\n\r\n"), httpx2.RemoteProtocolError),
        (saying(CHUNKED, b"5\r\npiece\r\n", leaves=True), httpx2.ReadError),
        (saying(CHUNKED, b"5\r\npiece\r\n", b"zz\r\n"), httpx2.TransportError),
        (saying(OK + b"Content-Length: 10\r\n\r\n", b"piece", leaves=True), httpx2.ReadError),
    ],
)
async def test_names_the_fault_as_httpx_does(script: Script, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        await post(script)

    assert not isinstance(caught.value, httpx2.TimeoutException)


@pytest.mark.parametrize("script", [hang, saying(CHUNKED + b"5\r\npiece\r\n")])
async def test_waits_for_the_server_within_bounds(script: Script) -> None:
    with pytest.raises(httpx2.ReadTimeout):
        await post(script, read=0.1)


async def test_tells_when_nobody_listens() -> None:
    async with client_of() as client:
        with pytest.raises(httpx2.ConnectError):
            await client.get("http://127.0.0.1:1/")


@pytest.mark.parametrize(
    "script",
    [
        saying(OK + b"Content-Length: 9\r\n\r\nthe ", b"whole"),
        saying(CHUNKED, b"4\r\nthe \r\n5\r\n", b"whole\r\n0\r\n\r\n"),
        saying(OK + b"\r\n", b"the whole", leaves=True),
        saying(b"HTTP/1.1 200 \xd5\xee\xf0\xee\xf8\xee\r\nContent-Length: 9\r\n\r\nthe whole"),
        saying(b"HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n", OK + b"Content-Length: 9\r\n\r\nthe whole"),
        saying(OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"the whole"), leaves=True),
    ],
)
async def test_reads_the_body_however_its_end_is_told(script: Script) -> None:
    reply = await post(script)

    assert (reply.status_code, reply.text) == (200, "the whole")


async def test_sends_what_was_asked_and_nothing_of_its_own() -> None:
    async with scripted_server(saying(EMPTY)) as server, client_of() as client:
        asked = client.build_request("POST", f"{server.url}/a%2Fb?c=%20", json={"text": "да"}, headers={"X-Key": "k"})
        heads = []

        async def note(exchange: Exchange) -> None:
            heads.append(exchange.head)
            await exchange.send(EMPTY)

        server.script = note
        await client.send(asked)

        line, *headers = heads[0].split("\r\n")[:-2]
        assert line == "POST /a%2Fb?c=%20 HTTP/1.1"
        assert {tuple(header.lower().split(": ", 1)) for header in headers} == {
            (name.lower(), value.lower()) for name, value in asked.headers.items()
        }
        assert server.requests == ['{"text":"да"}']


async def test_goes_nowhere_else_and_remembers_no_cookies() -> None:
    async with scripted_server(saying(EMPTY)) as server, client_of() as client:
        seen = []

        async def send_away(exchange: Exchange) -> None:
            seen.append("cookie" in exchange.head.lower())
            head = b"HTTP/1.1 302 Found\r\nLocation: /there\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n"
            await exchange.send(head)

        server.script = send_away
        for _ in range(2):
            client.cookies.clear()
            assert (await client.post(server.url)).status_code == 302

        assert seen == [False, False]


async def test_keeps_a_connection_whose_answer_was_read_and_leaves_another() -> None:
    left = asyncio.Event()

    async def begin(exchange: Exchange) -> None:
        await exchange.send(CHUNKED + b"5\r\npiece\r\n")
        await exchange.until_client_left()
        left.set()

    async with scripted_server(saying(EMPTY)) as server, client_of() as client:
        for _ in range(3):
            await client.post(server.url)
        assert server.connections == 1

        server.script = begin
        async with client.stream("POST", server.url) as reply:
            assert await anext(reply.aiter_bytes()) == b"piece"
        await left.wait()

        server.script = saying(EMPTY)
        await client.post(server.url)
        assert server.connections == 2


async def test_opens_no_more_connections_than_it_may() -> None:
    async with scripted_server(saying(EMPTY)) as server, client_of(connections=2) as client:
        await asyncio.gather(*(client.post(server.url) for _ in range(10)))

        assert server.connections == 2


async def test_speaks_to_those_only_whose_certificate_is_good(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate, certificate.with_name("key.pem"))
    script = saying(CHUNKED, b"5\r\npiece\r\n", b"0\r\n\r\n")

    async with scripted_server(script, tls=tls) as server:
        async with client_of() as stranger:
            with pytest.raises(httpx2.ConnectError):
                await stranger.post(server.url)
        async with client_of(trusts=certificate) as client:
            assert [(await client.post(server.url)).text for _ in range(2)] == ["piece"] * 2
            assert server.requests == ["", ""]
