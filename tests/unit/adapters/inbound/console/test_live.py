import pytest
from litestar.exceptions import WebSocketDisconnect
from litestar.testing import WebSocketTestSession

from adapters.inbound.console.live import CHANGED, NO_SUCH_PAGE, SAME, SIGNED_OUT
from tests.unit.adapters.inbound.console.site import browsing, employ, sign_in
from tests.unit.application.house import House


def hear_out(socket: WebSocketTestSession) -> None:
    """Raises WebSocketDisconnect at its end."""
    while True:
        socket.receive_text(timeout=20)


@pytest.fixture
async def house() -> House:
    house = House()
    await employ(house)
    return house


async def test_tells_that_the_page_has_changed_and_now_and_then_that_it_has_not(house: House) -> None:
    with browsing(house) as client:
        sign_in(client)
        with client.websocket_connect("/console/live?page=/console") as socket:
            first = socket.receive_text(timeout=20)
            with client.portal() as portal:
                portal.call(house.say, portal.call(house.visit))
            told = [first]
            while told[-1] != CHANGED:
                told.append(socket.receive_text(timeout=20))

    assert set(told) == {SAME, CHANGED}


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
