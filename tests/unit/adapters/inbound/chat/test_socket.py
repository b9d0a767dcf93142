"""The handshake, over ASGI."""

from collections.abc import Iterator

import pytest
from litestar import Litestar
from litestar.exceptions import WebSocketDisconnect
from litestar.testing import TestClient

from adapters.inbound.chat.socket import create_chat_socket
from adapters.inbound.client_address import ClientAddresses
from tests.fakes.throttle import FakeThrottle
from tests.unit.adapters.inbound.chat.room import make_encoder, services_of
from tests.unit.application.house import House

ALLOWED = "https://shop.example"


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def client(house: House) -> Iterator[TestClient[Litestar]]:
    handler = create_chat_socket(
        services=services_of(house),
        encoder=make_encoder(),
        allowed_origins=(ALLOWED,),
        throttle=FakeThrottle(),
        addresses=ClientAddresses(),
    )
    with TestClient(Litestar([handler], logging_config=None, openapi_config=None)) as client:
        yield client


@pytest.mark.parametrize("headers", [{}, {"origin": "http://testserver.local"}, {"origin": ALLOWED}])
def test_opens_a_chat_when_the_origin_is_allowed(
    client: TestClient[Litestar], house: House, headers: dict[str, str]
) -> None:
    with client.websocket_connect("/ws", headers=headers) as socket:
        socket.send_text('{"type":"hello","protocol":1,"ref":"r"}')
        welcome = socket.receive_json()
        assert house.metrics.sockets == 1
        socket.close()

    assert (welcome["type"], welcome["ref"]) == ("welcome", "r")


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://testserver.local.evil.example", "http://[", ALLOWED + ":8443"]
)
def test_is_refused_before_the_upgrade_when_the_origin_is_not(
    client: TestClient[Litestar], house: House, origin: str
) -> None:
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/ws", headers={"origin": origin}):
        pytest.fail("it was accepted")

    assert house.metrics.sockets == 0
    assert house.storage.sessions == []


def test_counts_the_socket_as_closed_when_it_has_ended(client: TestClient[Litestar], house: House) -> None:
    with client.websocket_connect("/ws") as socket:
        socket.send_text('{"type":"hello","protocol":2}')
        assert socket.receive_json()["code"] == "unsupported_protocol"
        with pytest.raises(WebSocketDisconnect) as caught:
            socket.receive_text()

    assert caught.value.code == 4400
    assert house.metrics.sockets == 0


@pytest.mark.parametrize(
    ("header", "said"),
    [("en-GB,en;q=0.9", "A hello must come first"), ("ru", "Сначала нужен hello"), ("", "Сначала нужен hello")],
)
def test_speaks_the_language_of_the_browser(client: TestClient[Litestar], header: str, said: str) -> None:
    with client.websocket_connect("/ws", headers={"accept-language": header}) as socket:
        socket.send_text('{"type":"ping"}')

        assert socket.receive_json()["message"] == said
        socket.close()
