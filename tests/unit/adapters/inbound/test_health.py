from collections.abc import Mapping

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from adapters.inbound.health import Check, create_health
from domain.errors import OtklikError, StorageUnavailableError


def make_client(checks: Mapping[str, Check]) -> TestClient[Litestar]:
    async def render() -> tuple[bytes, str]:
        return b"otklik_sockets 0.0\n", "text/plain; version=0.0.4"

    handlers = create_health(checks=checks, render_metrics=render)
    return TestClient(Litestar(handlers, logging_config=None, openapi_config=None))


async def fine() -> str:
    return "ok"


async def off() -> str:
    return "off"


async def database_is_down() -> str:
    raise StorageUnavailableError


async def broken() -> str:
    raise OtklikError("mysql://user:password@host")


def test_live_asks_nobody() -> None:
    with make_client({"database": database_is_down}) as client:
        answer = client.get("/health/live")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_ready_names_every_part_when_all_work() -> None:
    with make_client({"database": fine, "vk": off}) as client:
        answer = client.get("/health/ready")

    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "parts": {"database": "ok", "vk": "off"}}


@pytest.mark.parametrize(
    ("check", "says"), [(database_is_down, "failed: StorageUnavailableError"), (broken, "failed: OtklikError")]
)
def test_ready_is_503_and_shows_no_detail_when_a_part_fails(check: Check, says: str) -> None:
    with make_client({"vk": fine, "database": check, "redis": off}) as client:
        answer = client.get("/health/ready")

    assert answer.status_code == 503
    assert answer.json() == {"status": "failed", "parts": {"vk": "ok", "database": says, "redis": "off"}}


def test_metrics_are_given_with_their_content_type() -> None:
    with make_client({}) as client:
        answer = client.get("/metrics")

    assert (answer.status_code, answer.text) == (200, "otklik_sockets 0.0\n")
    assert answer.headers.get_list("content-type") == ["text/plain; version=0.0.4"]
