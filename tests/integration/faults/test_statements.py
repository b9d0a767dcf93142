"""
Statements about what goes out and what is compared: where calls go, how long they may take, whom they believe.

Statement 24 to 30 of the checklist; docs/reliability.md says where the rest of them are shown.
"""

import ast
import asyncio
import re
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from adapters.outbound.openai_answer_writer import OpenAiAnswerWriter
from adapters.outbound.openai_client import open_openai_client
from adapters.outbound.vk_api import VkApi, open_vk_http_client
from adapters.outbound.vk_event_source import VkEventSource, open_long_poll_client
from adapters.outbound.websocket_notifier import WebSocketNotifier
from domain.answer import AnswerWriterError
from domain.community import CommunityError
from ports.event_source import PollSession
from ports.notifier import NotifierUnavailableError
from tests.contracts.answer_writer import LINES
from tests.factories import make_notification
from tests.integration.faults.place import Place
from tests.integration.outbound.scripted_server import Exchange, scripted_server
from tests.integration.services.certificate import make_certificate
from tests.integration.services.ports import HOST
from tests.integration.whole.chat_client import visiting
from tests.integration.whole.sandbox_client import SandboxClient, stranger

ROOT = Path(__file__).parents[3]
PRODUCT = ("domain", "ports", "application", "adapters", "configuration", "bootstrap.py")
LIMIT = 0.5

Call = Callable[[str, AsyncExitStack], Awaitable[object]]


async def ask_vk(url: str, stack: AsyncExitStack) -> object:
    client = await stack.enter_async_context(open_vk_http_client(url))
    return await VkApi(client, url, "made-up", "5.199", total_timeout=LIMIT).call("users.get", {})


async def poll_vk(url: str, stack: AsyncExitStack) -> object:
    client = await stack.enter_async_context(open_long_poll_client(url))
    source = VkEventSource(VkApi(client, url, "made-up", "5.199"), client, 1, wait=0)
    async with asyncio.timeout(20):
        return await source.poll(PollSession(server=url, key="k", ts="1"), ts="1")


async def ask_the_model(url: str, stack: AsyncExitStack) -> object:
    client = await stack.enter_async_context(open_openai_client(f"{url}/v1", "made-up"))
    writer = OpenAiAnswerWriter(client, model="m", first_token_timeout=LIMIT, total_timeout=1, max_output_tokens=8)
    return await writer.write(LINES, on_fragment=ignore)


async def ignore(_fragment: str) -> None:
    return None


async def notify(url: str, stack: AsyncExitStack) -> object:
    address = url.replace("http", "ws", 1)
    notifier = await stack.enter_async_context(WebSocketNotifier(address, ack=True, open_timeout=LIMIT))
    await notifier.deliver(make_notification())
    return None


CALLS: dict[str, tuple[Call, type[Exception]]] = {
    "vk": (ask_vk, CommunityError),
    "long poll": (poll_vk, CommunityError),
    "model": (ask_the_model, AnswerWriterError),
    "notifier": (notify, NotifierUnavailableError),
}
everyone_called = pytest.mark.parametrize(("call", "error"), CALLS.values(), ids=list(CALLS))


@everyone_called
async def test_redirect_is_not_followed(call: Call, error: type[Exception]) -> None:
    """Statement 28: an address inside the network is not reached because somebody outside names it."""

    async def lead_inside(exchange: Exchange) -> None:
        await exchange.reply(b"", status=f"307 Temporary Redirect\r\nLocation: {inside.url}/secret")

    async with (
        scripted_server(lambda exchange: exchange.reply(b"{}")) as inside,
        scripted_server(lead_inside) as outside,
        AsyncExitStack() as stack,
    ):
        with pytest.raises(error):
            await call(outside.url, stack)

        assert (outside.connections, inside.connections) == (1, 0)


async def test_no_address_is_visited_because_a_person_or_the_model_names_it(place: Place, vk: SandboxClient) -> None:
    """Statement 28: in texts, in attachments, in markup, in the model's own words."""
    async with scripted_server(lambda exchange: exchange.reply(b"{}")) as canary:
        words = f"Почём? {canary.url}/a ![x]({canary.url}/b.png) <img src='{canary.url}/c'> [id1|{canary.url}/d]"
        await vk.model("answer", match="Почём?", text=f"Смотрите {canary.url}/e и ![y]({canary.url}/f.png)", times=3)
        link = {"type": "link", "link": {"url": f"{canary.url}/g", "photo": {"url": f"{canary.url}/h"}}}
        post_id, person = await vk.post(f"Новости: {canary.url}/i"), stranger()
        comment = {"post_id": post_id, "text": words, "from_id": person, "extra": {"attachments": [link]}}
        await vk.control("comment", comment)
        await vk.control("message", {"from_id": person, "text": words, "extra": {"attachments": [link]}})
        async with visiting(place.first) as visitor:
            await visitor.hello()
            ended = await visitor.answer((await visitor.say("m1", words))["turn_id"])
        await place.check(vk)

        assert canary.url in ended["message"]["text"]
        assert canary.connections == 0


@everyone_called
async def test_call_ends_when_nobody_takes_the_connection(call: Call, error: type[Exception]) -> None:
    """Statement 29: the handshake of TCP is never answered."""
    async with black_hole() as url, AsyncExitStack() as stack:
        with pytest.raises(error):
            await call(url, stack)


@pytest.mark.parametrize(("call", "error"), [CALLS[name] for name in ("vk", "model", "notifier")])
async def test_call_ends_when_the_connection_is_taken_and_nothing_is_said(call: Call, error: type[Exception]) -> None:
    """Statement 29; a long poll is kept open by its nature, for 35 s at most (VkEventSource)."""
    async with scripted_server(lambda exchange: exchange.until_client_left()) as silent, AsyncExitStack() as stack:
        with pytest.raises(error):
            await call(silent.url, stack)


@asynccontextmanager
async def black_hole() -> AsyncIterator[str]:
    """A port whose queue of connections is full: the kernel drops what knocks."""
    loop = asyncio.get_running_loop()
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        listener.listen(0)
        address = listener.getsockname()
        fillers = [socket.socket() for _ in range(3)]
        for filler in fillers:
            filler.setblocking(False)
        knocking = [asyncio.ensure_future(loop.sock_connect(filler, address)) for filler in fillers]
        await asyncio.wait(knocking, timeout=0.1)
        try:
            yield f"http://{HOST}:{address[1]}"
        finally:
            for knock in knocking:
                knock.cancel()
            await asyncio.gather(*knocking, return_exceptions=True)
            for filler in fillers:
                filler.close()


@everyone_called
async def test_server_is_not_believed_when_it_signs_its_own_certificate(
    call: Call, error: type[Exception], tmp_path: Path
) -> None:
    """Statement 30: not a byte of a request is sent to it."""
    certificate = make_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    received = bytearray()

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        received.extend(await reader.read(1000))
        writer.transport.abort()

    server = await asyncio.start_server(listen, HOST, 0, ssl=context)
    async with server, AsyncExitStack() as stack:
        with pytest.raises(error):
            await call(f"https://{HOST}:{server.sockets[0].getsockname()[1]}", stack)

    assert received == b""


def sources() -> list[Path]:
    return [
        path for name in PRODUCT for path in ([ROOT / name] if "." in name else sorted((ROOT / name).rglob("*.py")))
    ]


def test_nothing_can_switch_the_check_of_certificates_off() -> None:
    """Statement 30."""
    insecure = re.compile(r"verify\s*=\s*False|CERT_NONE|check_hostname\s*=\s*False|_create_unverified_context")

    assert [path for path in sources() if insecure.search(path.read_text(encoding="utf-8"))] == []


def test_no_secret_is_compared_with_an_operator() -> None:
    """Statement 24: what is secret goes through a comparison that takes as long whatever is wrong."""
    secret = re.compile(r"(^|_)(secret|password|access_token|api_key)$")
    found = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare) and any(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops):
                names = [getattr(side, "attr", getattr(side, "id", "")) for side in (node.left, *node.comparators)]
                found += [f"{path}:{node.lineno}" for name in names if secret.search(name)]

    assert found == []
