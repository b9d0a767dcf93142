import pytest

from adapters.outbound.websocket_notifier import WebSocketNotifier
from ports.notifier import NotifierUnavailableError
from tests.factories import make_notification
from tests.integration.outbound.receiver import Receiver, receiving
from tests.integration.outbound.scripted_server import Exchange, scripted_server


async def test_is_unavailable_when_the_handshake_leads_elsewhere() -> None:
    receiver = Receiver()

    async def redirect(exchange: Exchange) -> None:
        await exchange.reply(b"", status=f"302 Found\r\nLocation: {receiver.url}")

    async with receiving(receiver), scripted_server(redirect) as server:
        async with WebSocketNotifier(server.url.replace("http", "ws"), ack=True) as notifier:
            with pytest.raises(NotifierUnavailableError):
                await notifier.deliver(make_notification())

        assert server.connections == 1
    assert receiver.connections == 0


@pytest.mark.parametrize("status", ["401 Unauthorized", "404 Not Found", "429 Too Many Requests", "503 Unavailable"])
async def test_is_unavailable_when_the_handshake_is_refused(status: str) -> None:
    async with scripted_server(lambda exchange: exchange.reply(b"", status=status)) as server:
        async with WebSocketNotifier(server.url.replace("http", "ws"), ack=True) as notifier:
            with pytest.raises(NotifierUnavailableError):
                await notifier.deliver(make_notification())

        assert server.connections == 1


async def test_is_unavailable_when_the_handshake_hangs() -> None:
    async with scripted_server(lambda exchange: exchange.until_client_left()) as server:
        url = server.url.replace("http", "ws")
        async with WebSocketNotifier(url, ack=True, open_timeout=0.05) as notifier:
            with pytest.raises(NotifierUnavailableError):
                await notifier.deliver(make_notification())
