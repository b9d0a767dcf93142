"""Who is no operator gets nothing; another site's form does nothing."""

import pytest
from litestar.exceptions import WebSocketDisconnect

from adapters.inbound.console.access import TOKEN, own_path
from tests.unit.adapters.inbound.console.site import ENTRY, OWN, SIGN_IN, browsing, employ, sign_in
from tests.unit.application.house import House

FOREIGN = [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": f"{OWN}.evil.example"}, {"Origin": ""}]


@pytest.fixture
def house() -> House:
    return House()


async def tokens_of_others(house: House) -> list[str]:
    user = await house.register.execute(await house.visit(), login="ann", password="верная лошадь")
    return [(await house.visit()).token, user.token, "made up"]


@pytest.mark.parametrize("path", [ENTRY, "/console?filter=failed", "/console?before=x"])
async def test_page_sends_whoever_is_no_operator_to_sign_in(house: House, path: str) -> None:
    secret = "Никому не показывать"
    await house.say(await house.visit(), secret)
    with browsing(house) as client:
        for token in ["", *await tokens_of_others(house)]:
            answer = client.get(path, headers={"Cookie": f"{TOKEN}={token}"})

            assert answer.status_code == 303
            assert answer.headers["location"].startswith(SIGN_IN)
            assert secret not in answer.text


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
@pytest.mark.parametrize("path", ["/api/v1", "/api/v1/conversations", "/api/v1/a/b/c"])
async def test_api_tells_whoever_is_no_operator_nothing(house: House, method: str, path: str) -> None:
    with browsing(house) as client:
        for token in ["", *await tokens_of_others(house)]:
            answer = client.request(method, path, headers={"Cookie": f"{TOKEN}={token}"})

            assert answer.status_code == 401
            assert answer.json()["code"] == "unauthorized"


async def test_api_tells_an_operator_that_there_is_nothing_and_a_foreign_page_that_it_may_not(house: House) -> None:
    await employ(house)
    with browsing(house) as client:
        sign_in(client)

        assert client.get("/api/v1/nothing").status_code == 404
        assert client.post("/api/v1/nothing").status_code == 404
        assert client.post("/api/v1/nothing", headers={"Origin": "https://evil.example"}).status_code == 403


async def test_socket_is_refused_to_whoever_is_no_operator(house: House) -> None:
    with browsing(house) as client:
        for token in ["", *await tokens_of_others(house)]:
            with (
                pytest.raises(WebSocketDisconnect),
                client.websocket_connect("/console/live?page=/console", headers={"Cookie": f"{TOKEN}={token}"}),
            ):
                pass


@pytest.mark.parametrize("foreign", FOREIGN)
async def test_socket_is_refused_to_another_sites_page(house: House, foreign: dict[str, str]) -> None:
    await employ(house)
    with browsing(house) as client:
        sign_in(client)

        with (
            pytest.raises(WebSocketDisconnect),
            client.websocket_connect("/console/live?page=/console", headers=foreign),
        ):
            pass


@pytest.mark.parametrize("foreign", FOREIGN)
@pytest.mark.parametrize("path", [SIGN_IN, "/console/sign-out", "/console/language"])
async def test_form_of_another_site_does_nothing(house: House, foreign: dict[str, str], path: str) -> None:
    await employ(house)
    with browsing(house) as client:
        sign_in(client)

        answer = client.post(path, data={"login": "olga", "password": "верная лошадь"}, headers=foreign)

        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers
        assert client.get(ENTRY).status_code == 200


@pytest.mark.parametrize(
    "given",
    [None, "", "https://evil.example", "//evil.example", "/consoles", "/console\\@evil", "/console/\n", "/chat"],
)
def test_way_on_leads_to_our_own_pages_only(given: str | None) -> None:
    assert own_path(given) == ENTRY


def test_way_on_keeps_a_path_of_the_console() -> None:
    assert own_path("/console/conversations/1?a=b") == "/console/conversations/1?a=b"
