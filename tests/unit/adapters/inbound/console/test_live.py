import re

import pytest
from litestar import Litestar
from litestar.exceptions import WebSocketDisconnect
from litestar.testing import TestClient, WebSocketTestSession

from adapters.inbound.console.live import CHANGED, NO_SUCH_PAGE, SAME, SIGNED_OUT
from tests.unit.adapters.inbound.console.site import browsing, employ, sign_in
from tests.unit.application.house import House


def hear_out(socket: WebSocketTestSession) -> None:
    """Raises WebSocketDisconnect at its end."""
    while True:
        socket.receive_text(timeout=20)


def mark_of(client: TestClient[Litestar]) -> str:
    """What the page says that it knows."""
    found = re.search(r'<html[^>]* data-mark="(\w+)"', client.get("/console").text)
    assert found is not None
    return found[1]


@pytest.fixture
async def house() -> House:
    house = House()
    await employ(house)
    return house


async def test_tells_that_the_page_has_changed_and_now_and_then_that_it_has_not(house: House) -> None:
    with browsing(house) as client:
        sign_in(client)
        with client.websocket_connect(f"/console/live?page=/console&mark={mark_of(client)}") as socket:
            first = socket.receive_text(timeout=20)
            with client.portal() as portal:
                portal.call(house.say, portal.call(house.visit))
            while (told := socket.receive_text(timeout=20)) != CHANGED:
                assert told == SAME

    assert first == SAME


async def test_tells_what_has_happened_since_the_page_was_made(house: House) -> None:
    with browsing(house) as client:
        sign_in(client)
        mark = mark_of(client)
        with client.portal() as portal:
            portal.call(house.say, portal.call(house.visit))
        with client.websocket_connect(f"/console/live?page=/console&mark={mark}") as socket:
            assert socket.receive_text(timeout=20) == CHANGED


async def test_ends_when_the_operator_is_signed_out(house: House) -> None:
    with browsing(house) as client:
        sign_in(client)
        with client.websocket_connect("/console/live?page=/console") as socket:
            client.post("/console/sign-out")
            with pytest.raises(WebSocketDisconnect) as ended:
                hear_out(socket)

    assert ended.value.code == SIGNED_OUT


@pytest.mark.parametrize("page", ["/console/nothing", "/console/sign-in"])
async def test_ends_when_there_is_no_such_page(house: House, page: str) -> None:
    with browsing(house) as client:
        sign_in(client)
        with (
            client.websocket_connect(f"/console/live?page={page}") as socket,
            pytest.raises(WebSocketDisconnect) as ended,
        ):
            socket.receive_text(timeout=20)

    assert ended.value.code == NO_SUCH_PAGE
