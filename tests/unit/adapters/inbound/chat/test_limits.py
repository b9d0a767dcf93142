"""Who sends too much is told to wait, and is cut when they go on; nobody else is."""

from dataclasses import replace

import pytest

from adapters.inbound.chat import limits
from tests.fakes.throttle import FakeThrottle
from tests.unit.adapters.inbound.chat.room import Tab
from tests.unit.application.house import House

ADDRESS = "203.0.113.7"


@pytest.fixture
def house() -> House:
    return House()


async def test_tells_to_wait_when_a_socket_asks_too_much(house: House) -> None:
    async with Tab(house) as tab:
        await tab.hello()
        for number in range(limits.REQUESTS.most):
            assert (await tab.writes(id_=f"m{number}"))["type"] == "accepted"

        refused = await tab.writes(id_="one more")

        assert (refused["type"], refused["code"]) == ("error", "rate_limited")
        assert 0 < refused["retry_after"] <= limits.REQUESTS.seconds
        assert (await tab.asks("ping"))["type"] == "pong"
    assert len(house.storage.messages) == limits.REQUESTS.most


async def test_cuts_who_goes_on(house: House) -> None:
    async with Tab(house) as tab:
        await tab.hello()
        for number in range(limits.REQUESTS.most + limits.MOST_REFUSED + 1):
            tab.says("message", id=f"m{number}", text="ещё")

        assert await tab.is_closed() == (1008, "flood")
    assert tab.types.count("error") == limits.MOST_REFUSED + 1


async def test_bounds_frames_that_cost_nothing_too(house: House) -> None:
    async with Tab(house) as tab:
        await tab.hello()
        for _ in range(limits.FRAMES.most + limits.MOST_REFUSED + 1):
            tab.says("ping")

        assert await tab.is_closed() == (1008, "flood")


async def test_counts_a_person_on_all_sockets_together(house: House) -> None:
    throttle = FakeThrottle()
    async with Tab(house, throttle=throttle) as tab:
        person_id = (await tab.hello())["person"]["id"]
        throttle.waits[f"requests:{person_id}"] = 7.5

        refused = await tab.writes()

    assert (refused["code"], refused["retry_after"]) == ("rate_limited", 7.5)


async def test_counts_an_address_when_it_is_known(house: House) -> None:
    throttle = FakeThrottle()
    throttle.waits[f"requests:{ADDRESS}"] = 3.0
    async with Tab(house, throttle=throttle, address=ADDRESS) as near, Tab(house, throttle=throttle) as unknown:
        await near.hello()
        await unknown.hello()

        assert (await near.writes())["type"] == "error"
        assert (await unknown.writes())["type"] == "accepted"


async def test_lets_nobody_in_when_too_many_come_from_an_address(house: House) -> None:
    throttle = FakeThrottle()
    throttle.waits[f"visits:{ADDRESS}"] = 30.0
    async with Tab(house, throttle=throttle, address=ADDRESS) as tab:
        tab.says("hello", protocol=1)

        assert await tab.is_closed() == (1008, "too many visits")
    assert house.storage.sessions == []


async def test_an_address_has_so_many_sockets_open_before_anything_is_said(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SOCKETS_OF_AN_ADDRESS", 2)
    sockets = limits.OpenSockets()
    async with Tab(house, address=ADDRESS, open_sockets=sockets), Tab(house, address=ADDRESS, open_sockets=sockets):
        async with Tab(house, address=ADDRESS, open_sockets=sockets) as third:
            assert await third.is_closed() == (1008, "too many visits")
        async with Tab(house, address="198.51.100.1", open_sockets=sockets) as elsewhere:
            assert (await elsewhere.hello())["type"] == "welcome"
    async with Tab(house, address=ADDRESS, open_sockets=sockets) as later:
        assert (await later.hello())["type"] == "welcome"


async def test_a_person_has_so_many_sockets_open(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SOCKETS_OF_A_PERSON", 1)
    sockets = limits.OpenSockets()
    async with Tab(house, open_sockets=sockets) as tab:
        token = (await tab.hello())["token"]
        async with Tab(house, open_sockets=sockets) as second, Tab(house, open_sockets=sockets) as stranger:
            refused = await second.hello(token=token)
            assert await second.is_closed() == (1008, "too many visits")
            assert (await stranger.hello())["type"] == "welcome"
    async with Tab(house, open_sockets=sockets) as back:
        assert (await back.hello(token=token))["type"] == "welcome"
    assert (refused["code"], refused["retry_after"]) == ("rate_limited", limits.LATER_SECONDS)


@pytest.mark.parametrize(
    ("type_", "fields"),
    [
        ("login", {"login": "anna", "password": "correct horse battery"}),
        ("register", {"login": "anna", "password": "correct horse battery"}),
        ("change_password", {"password": "correct horse battery", "new_password": "another horse battery"}),
        ("erase", {"password": "correct horse battery"}),
        ("message", {"id": "1", "text": "/login anna correct horse battery"}),
    ],
)
async def test_counts_what_tries_a_password_by_address(house: House, type_: str, fields: dict[str, str]) -> None:
    throttle = FakeThrottle()
    throttle.waits[f"sign_ins:{ADDRESS}"] = 9.0
    async with Tab(house, throttle=throttle, address=ADDRESS) as tab:
        await tab.hello()

        refused = await tab.asks(type_, **fields)
        said = await tab.writes(id_="2")

    assert (refused["code"], refused["retry_after"]) == ("rate_limited", 9.0)
    assert house.hasher.hashed == 0
    assert said["type"] == "accepted"


async def test_tells_how_long_a_login_has_to_wait(house: House) -> None:
    house.throttle.waits["tries:anna"] = 12.5
    async with Tab(house) as tab:
        await tab.hello()

        refused = await tab.asks("login", login="anna", password="correct horse battery")

    assert (refused["code"], refused["retry_after"]) == ("rate_limited", 12.5)


async def test_blocked_person_is_refused(house: House) -> None:
    async with Tab(house) as tab:
        welcome = await tab.hello()
        blocked = replace(house.storage.people[0], blocked_at=house.clock.now())
        house.storage.tables.people[blocked.id] = blocked

        assert (await tab.writes())["code"] == "forbidden"
    assert welcome["person"]["id"] == str(blocked.id)
