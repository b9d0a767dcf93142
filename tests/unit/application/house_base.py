"""The fakes that a house is built on."""

from itertools import count
from typing import Any

from application.audit.note_act import NoteAct
from application.turns.stop_bells import StopBells
from ports.event_inbox import EventInbox
from ports.ids import Ids
from ports.storage import Storage
from tests.factories import MOMENT
from tests.fakes.answer_writer import FakeAnswerWriter
from tests.fakes.clock import FakeClock
from tests.fakes.correlation import FakeCorrelation
from tests.fakes.event_inbox import FakeEventInbox
from tests.fakes.event_reader import FakeEventReader
from tests.fakes.ids import FakeIds
from tests.fakes.live_feed import FakeLiveFeed
from tests.fakes.log import FakeLog
from tests.fakes.metrics import FakeMetrics
from tests.fakes.notifier import FakeNotifier
from tests.fakes.password_hasher import FakePasswordHasher
from tests.fakes.profiles import FakeProfiles
from tests.fakes.prompt_library import FakePromptLibrary
from tests.fakes.randomness import FakeRandomness
from tests.fakes.storage import FakeStorage
from tests.fakes.throttle import FakeThrottle
from tests.fakes.tracing import FakeTracing
from tests.fakes.transcript import FakeTranscript
from tests.fakes.wakeup import FakeWakeup
from tests.fakes.wall import FakeWall
from tests.unit.application.forgetful_community import ForgetfulCommunity
from tests.unit.application.fragile_storage import FragileStorage
from tests.unit.application.house_rules import make_rules


class HouseOfFakes:
    """
    ``rules`` are overrides of the owner's decisions; with ``fallback`` there is a second model, with
    ``looks_around`` VK may be asked for what was before us.

    ``storage`` and ``inbox`` take the place of the fakes; then ``clock`` is the one that the database goes by.
    """

    def __init__(
        self,
        *,
        fallback: bool = False,
        looks_around: bool = False,
        storage: Storage | None = None,
        inbox: EventInbox | None = None,
        clock: FakeClock | None = None,
        feed: FakeLiveFeed | None = None,
        ids: Ids | None = None,
        **rules: Any,
    ) -> None:
        self.rules = make_rules(**rules)
        self.clock = clock or FakeClock(MOMENT)
        self.storage = FakeStorage(clock=self.clock)
        self.inbox = inbox or FakeEventInbox(self.storage)
        self.fragile = FragileStorage(storage or self.storage)
        self.ids: Ids = ids or FakeIds()
        self.randomness = FakeRandomness()
        self.wakeup = FakeWakeup()
        self.log = FakeLog()
        self.metrics = FakeMetrics()
        self.tracing = FakeTracing()
        self.community = ForgetfulCommunity(self.clock)
        self.reader = FakeEventReader()
        self.writer = FakeAnswerWriter()
        self.fallback = FakeAnswerWriter("Запасной ответ.", model="fallback-model") if fallback else None
        self.wall = FakeWall() if looks_around else None
        self.profiles = FakeProfiles() if looks_around else None
        self.prompts = FakePromptLibrary()
        self.feed = feed or FakeLiveFeed()
        self.notifier = FakeNotifier()
        self.transcript = FakeTranscript()
        self.hasher = FakePasswordHasher()
        self.throttle = FakeThrottle()
        self.bells = StopBells()
        self.correlation = FakeCorrelation()
        self.note_act = NoteAct(clock=self.clock, correlation=self.correlation)
        self._numbers = count(101)
