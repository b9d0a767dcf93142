"""A server with nothing but the callback."""

from dataclasses import dataclass, field

from litestar import Litestar
from litestar.testing import TestClient

from adapters.inbound.refusal_limit import RefusalLimit
from adapters.inbound.vk_callback import create_vk_callback
from application.events.receive_event import ReceiveEvent
from ports.event_inbox import EventInbox
from tests.fakes.clock import FakeClock
from tests.fakes.community import FakeCommunity
from tests.fakes.event_inbox import FakeEventInbox
from tests.fakes.ids import FakeIds
from tests.fakes.metrics import FakeMetrics
from tests.fakes.storage import FakeStorage
from tests.fakes.wakeup import FakeWakeup
from tests.unit.adapters.inbound.callback_bodies import GROUP, SECRET

PATH = "/ego18/vk-callback2"


@dataclass(slots=True)
class Site:
    """A server with nothing but the callback, on the real use case."""

    confirmation_code: str | None = None
    storage: FakeStorage = field(default_factory=FakeStorage)
    inbox: EventInbox | None = None
    community: FakeCommunity = field(default_factory=FakeCommunity)
    ids: FakeIds = field(default_factory=FakeIds)
    wakeup: FakeWakeup = field(default_factory=FakeWakeup)
    limit: RefusalLimit = field(default_factory=RefusalLimit)
    metrics: FakeMetrics = field(default_factory=FakeMetrics)

    def open(self) -> TestClient[Litestar]:
        receive = ReceiveEvent(
            inbox=self.inbox or FakeEventInbox(self.storage),
            community=self.community,
            clock=FakeClock(),
            ids=self.ids,
            wakeup=self.wakeup,
            group_id=GROUP,
            secret=SECRET,
            confirmation_code=self.confirmation_code,
        )
        handler = create_vk_callback(path=PATH, receive=receive, metrics=self.metrics, limit=self.limit)
        return TestClient(Litestar([handler], logging_config=None, openapi_config=None))

    def post(self, body: bytes, **headers: str) -> tuple[int, str]:
        with self.open() as client:
            answer = client.post(PATH, content=body, headers=headers)
        return answer.status_code, answer.text

    def counted(self, outcome: str) -> int:
        return self.metrics.counts["event_received", outcome]
