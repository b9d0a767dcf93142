import asyncio
from collections.abc import Iterator

import pytest
from litestar import Litestar
from litestar.exceptions import WebSocketDisconnect
from litestar.testing import TestClient

from adapters.inbound.calendar.signature import calendar_url
from configuration.app import create_app, create_workers
from domain.act import Deed
from domain.errors import StorageUnavailableError
from domain.person import PersonKind
from tests.factories import make_user
from tests.fakes.password_hasher import FakePasswordHasher
from tests.fakes.tables import HaltRow
from tests.unit.configuration.assembly import GROUP, SECRET, House, make_settings

PASSWORD = "correct horse battery"
CALLBACK = "/ego18/vk-callback2"


def open_site(house: House) -> TestClient[Litestar]:
    workers = create_workers(house.container, house.settings)
    return TestClient(create_app(house.container, house.settings, workers=workers))


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture(scope="module")
def open_house() -> House:
    """For those who only look: to make a site takes longer than to look at it."""
    return House()


@pytest.fixture(scope="module")
def looked_at(open_house: House) -> Iterator[TestClient[Litestar]]:
    with open_site(open_house) as client:
        yield client


@pytest.fixture
def site(house: House) -> Iterator[TestClient[Litestar]]:
    with open_site(house) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/", "text/html"),
        ("/health/live", "application/json"),
        ("/health/ready", "application/json"),
        ("/metrics", "text/plain"),
        ("/schema/openapi.json", "application/"),
        ("/schema/asyncapi.json", "application/json"),
    ],
)
def test_has_the_pages_of_the_public_surface(looked_at: TestClient[Litestar], path: str, content_type: str) -> None:
    answer = looked_at.get(path)

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(content_type)


def test_takes_events_of_vk(site: TestClient[Litestar], house: House) -> None:
    event = {"type": "wall_repost", "group_id": GROUP, "event_id": "1", "secret": SECRET, "object": {}}

    assert site.post(CALLBACK, json={"type": "confirmation", "group_id": GROUP}).text == "abc123"
    assert site.post(CALLBACK, json=event).text == "ok"
    assert len(house.storage.events) == 1
    assert 'otklik_events_total{outcome="accepted"} 2.0' in site.get("/metrics").text


def test_takes_events_where_the_owner_wants_them() -> None:
    with open_site(House(make_settings(vk_callback_path="/hook"))) as site:
        assert site.post("/hook", json={"type": "confirmation", "group_id": GROUP}).status_code == 200
        assert site.post(CALLBACK, json={}).status_code in {404, 405}


def test_takes_no_events_when_vk_is_off() -> None:
    with open_site(House(make_settings(vk_group_id=None, vk_access_token=None, vk_secret=None))) as site:
        assert site.post(CALLBACK, json={}).status_code in {404, 405}
        assert site.get("/health/ready").json()["parts"]["vk"] == "off"


def test_gives_the_calendar_to_whoever_has_the_signed_address() -> None:
    with open_site(House(make_settings(secret_key="0123456789abcdef" * 4))) as site:
        url = calendar_url("", "0123456789abcdef" * 4)
        assert site.get(url).text.startswith("BEGIN:VCALENDAR")
        assert site.get("/deadlines.ics").status_code == 404


def test_opens_a_chat(site: TestClient[Litestar]) -> None:
    with site.websocket_connect("/ws") as socket:
        socket.send_json({"type": "hello", "protocol": 1})
        welcome = socket.receive_json()
        socket.close()

    assert (welcome["type"], welcome["answer_price"]) == ("welcome", "5.00")


def test_opens_no_chat_for_a_foreign_page() -> None:
    house = House(make_settings(allowed_origins=("https://shop.example",)))
    with open_site(house) as site:
        with site.websocket_connect("/ws", headers={"origin": "https://shop.example"}) as socket:
            socket.close()
        with (
            pytest.raises(WebSocketDisconnect),
            site.websocket_connect("/ws", headers={"origin": "https://evil.example"}),
        ):
            pytest.fail("it was accepted")
    assert "request_failed" not in house.log.events()


class TestReady:
    def test_names_every_part(self, looked_at: TestClient[Litestar]) -> None:
        assert looked_at.get("/health/ready").json() == {
            "status": "ok",
            "parts": {
                "database": "ok",
                "vk": "ok",
                "model": "not asked yet: gpt-4o-mini",
                "notifier": "on",
                "redis": "off",
            },
        }

    def test_says_that_nothing_is_sent_to_vk(self, house: House) -> None:
        # Before the workers are there: a transaction of theirs would bring back the tables without it.
        house.storage.tables.halts["vk"] = HaltRow(reason="vk_error_5", until=house.storage.now, times=1)

        with open_site(house) as site:
            answer = site.get("/health/ready")

        assert (answer.status_code, answer.json()["parts"]["vk"]) == (200, "halted: vk_error_5")

    def test_is_503_when_the_storage_is_down(
        self, site: TestClient[Litestar], house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def down(*_given: object) -> None:
            raise StorageUnavailableError

        monkeypatch.setattr(house.storage, "read", down)

        answer = site.get("/health/ready")

        assert (answer.status_code, answer.json()["parts"]["database"]) == (503, "failed: StorageUnavailableError")
        assert answer.json()["parts"]["vk"] == "unknown"
        assert site.get("/health/live").status_code == 200


class TestFaults:
    def test_are_logged_and_told_without_detail(
        self, site: TestClient[Litestar], house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def broken(*_given: object) -> None:
            raise ValueError("canary")

        monkeypatch.setattr(house.storage, "read", broken)

        answer = site.get("/health/ready")

        assert answer.status_code == 500
        assert "canary" not in answer.text
        assert "Traceback" not in answer.text
        (line,) = (line for line in house.log.lines if line.event == "request_failed")
        assert line.facts["path"] == "/health/ready"
        assert line.facts["request_id"] == answer.headers["x-request-id"]

    def test_are_told_without_detail_when_the_environment_asks_the_framework_to_debug(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def broken(*_given: object) -> None:
            raise ValueError("canary")

        monkeypatch.setenv("LITESTAR_DEBUG", "1")
        monkeypatch.setattr(house.storage, "read", broken)

        with open_site(house) as client:
            answer = client.get("/health/ready")

        assert answer.status_code == 500
        assert "canary" not in answer.text
        assert "Traceback" not in answer.text

    @pytest.mark.parametrize("path", ["/nothing", "/static/../settings.py", "/%2e%2e/etc/passwd", "/health"])
    def test_are_not_what_a_visitor_who_asks_for_nothing_causes(
        self, looked_at: TestClient[Litestar], open_house: House, path: str
    ) -> None:
        assert looked_at.get(path).status_code == 404
        assert "request_failed" not in open_house.log.events()


def test_schema_tells_no_secret(looked_at: TestClient[Litestar]) -> None:
    schema = looked_at.get("/schema/openapi.json")

    assert CALLBACK in schema.json()["paths"]
    assert SECRET not in schema.text


def test_act_of_an_operator_names_its_request(house: House) -> None:
    operator = make_user(
        "olga", kind=PersonKind.OPERATOR, password_hash=asyncio.run(FakePasswordHasher().hash(PASSWORD))
    )
    house.storage.tables.people[operator.id] = operator

    with open_site(house) as site:
        entered = site.post(
            "/console/sign-in",
            data={"login": "olga", "password": PASSWORD},
            headers={"Origin": str(site.base_url).rstrip("/")},
            follow_redirects=False,
        )

    signed_in = house.storage.acts[-1]
    assert (signed_in.by, signed_in.deed) == ("olga", Deed.SIGNED_IN)
    assert signed_in.correlation == entered.headers["x-request-id"]


@pytest.mark.parametrize("path", ["/", "/health/live", "/nowhere"])
def test_names_each_request(looked_at: TestClient[Litestar], path: str) -> None:
    claimed = "0" * 32
    first, second = (looked_at.get(path, headers={"X-Request-Id": claimed}) for _ in range(2))

    assert len({claimed, first.headers["x-request-id"], second.headers["x-request-id"]}) == 3
