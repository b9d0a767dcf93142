import httpx2
from litestar import Litestar

from adapters.inbound.refusal_limit import MOST_REFUSALS
from adapters.inbound.vk_callback import TOO_MANY, create_vk_callback
from application.events.receive_event import ReceiveEvent
from tests.fakes.clock import FakeClock
from tests.fakes.community import FakeCommunity
from tests.fakes.event_inbox import FakeEventInbox
from tests.fakes.ids import FakeIds
from tests.fakes.metrics import FakeMetrics
from tests.fakes.storage import FakeStorage
from tests.fakes.wakeup import FakeWakeup
from tests.unit.adapters.inbound.callback_bodies import CONFIRMATION, GROUP, SECRET, comment, raw

PATH = "/vk"
PUBLIC, OTHER, PROXY = "87.240.0.1", "87.240.0.2", "127.0.0.1"
WRONG = comment(secret="wrong")


class Site:
    """One server, asked from several addresses."""

    def __init__(self) -> None:
        self.storage = FakeStorage()
        self.community = FakeCommunity()
        self.metrics = FakeMetrics()
        receive = ReceiveEvent(
            inbox=FakeEventInbox(self.storage),
            community=self.community,
            clock=FakeClock(),
            ids=FakeIds(),
            wakeup=FakeWakeup(),
            group_id=GROUP,
            secret=SECRET,
            confirmation_code="abc123",
        )
        handler = create_vk_callback(path=PATH, receive=receive, metrics=self.metrics)
        self.app = Litestar([handler], logging_config=None, openapi_config=None)

    async def post(self, body: bytes, *, peer: str, times: int = 1, headers: dict[str, str] | None = None) -> list[int]:
        transport = httpx2.ASGITransport(self.app, client=(peer, 5))  # type: ignore[arg-type]  # Litestar types ASGI in its own words
        async with httpx2.AsyncClient(transport=transport, base_url="http://house.test") as client:
            answers = [await client.post(PATH, content=body, headers=headers) for _ in range(times)]
        for answer in answers:
            if answer.status_code == 429:
                assert answer.text == TOO_MANY
                assert 0 < int(answer.headers["retry-after"]) <= 60
        return [answer.status_code for answer in answers]


async def test_answers_429_when_an_address_was_refused_too_often() -> None:
    site = Site()

    statuses = await site.post(WRONG, peer=PUBLIC, times=MOST_REFUSALS + 3)

    assert statuses == [403] * MOST_REFUSALS + [429] * 3
    assert site.metrics.counts["event_received", "forbidden"] == MOST_REFUSALS
    assert site.metrics.counts["event_received", "limited"] == 3
    assert await site.post(WRONG, peer=OTHER) == [403]


async def test_counts_what_is_no_event_too() -> None:
    site = Site()

    assert await site.post(b"x", peer=PUBLIC, times=MOST_REFUSALS + 1) == [400] * MOST_REFUSALS + [429]
    assert await site.post(b"x", peer=PUBLIC, headers={"content-length": "99999999"}) == [429]


async def test_the_right_secret_passes_when_a_proxy_shares_its_address_with_an_attacker() -> None:
    site = Site()
    await site.post(WRONG, peer=PROXY, times=MOST_REFUSALS)

    assert await site.post(WRONG, peer=PROXY) == [429]
    assert await site.post(comment(), peer=PROXY) == [200]
    assert len(site.storage.events) == 1


async def test_the_right_secret_passes_when_its_address_has_brought_it_before() -> None:
    site = Site()
    await site.post(comment(), peer=PUBLIC)
    await site.post(WRONG, peer=PUBLIC, times=MOST_REFUSALS)

    assert await site.post(WRONG, peer=PUBLIC) == [429]
    assert await site.post(comment(event_id="another"), peer=PUBLIC) == [200]


async def test_another_address_is_not_believed_when_a_header_names_it() -> None:
    site = Site()
    await site.post(WRONG, peer=PUBLIC, times=MOST_REFUSALS, headers={"x-forwarded-for": OTHER})

    assert await site.post(WRONG, peer=PUBLIC, headers={"x-forwarded-for": "9.9.9.9"}) == [429]
    assert await site.post(WRONG, peer=OTHER) == [403]


async def test_confirmations_without_a_secret_are_counted_too() -> None:
    site = Site()

    statuses = await site.post(raw(CONFIRMATION), peer=PROXY, times=MOST_REFUSALS + 1)

    assert statuses == [200] * MOST_REFUSALS + [429]
    assert await site.post(raw(CONFIRMATION | {"secret": SECRET}), peer=PROXY) == [200]
