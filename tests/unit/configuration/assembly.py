"""The real container on fakes: nothing of it opens a connection."""

from decimal import Decimal
from typing import Any, cast

from dependency_injector import providers

from adapters.outbound.database.engine import Database
from configuration.container import Container
from configuration.model import Model
from configuration.resources import Resources
from configuration.settings import Settings
from configuration.vk import Vk
from tests.fakes.community import FakeCommunity
from tests.fakes.dialogs import FakeDialogs
from tests.fakes.event_inbox import FakeEventInbox
from tests.fakes.live_feed import FakeLiveFeed
from tests.fakes.log import FakeLog
from tests.fakes.notifier import FakeNotifier
from tests.fakes.password_hasher import FakePasswordHasher
from tests.fakes.storage import FakeStorage
from tests.fakes.throttle import FakeThrottle
from tests.fakes.transcript import FakeTranscript

GROUP = 123
SECRET = "a-made-up-secret"


def make_settings(**overrides: Any) -> Settings:
    """Everything is on."""
    values: dict[str, Any] = {
        "vk_group_id": GROUP,
        "vk_access_token": "a token",
        "vk_secret": SECRET,
        "vk_confirmation_code": "abc123",
        "openai_api_key": "a key",
        "openai_fallback_model": "a-second-model",
        "notifier_url": "ws://127.0.0.1:1",
        "daily_spend_limit": Decimal("100.00"),
    }
    return Settings(**(values | overrides))


class House:
    """A container whose storage, log and surroundings are fakes."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or make_settings()
        self.storage = FakeStorage()
        self.log = FakeLog()
        self.feed = FakeLiveFeed()
        self.container = Container(
            settings=self.settings,
            resources=Resources(
                owner="this process",
                database=cast("Database", object()),
                inbox=FakeEventInbox(self.storage),
                vk=Vk(community=FakeCommunity(), dialogs=FakeDialogs()),
                model=Model(self.settings),
                notifier=FakeNotifier() if self.settings.notifier_url else None,
                feed=self.feed,
                throttle=FakeThrottle(),
                hasher=FakePasswordHasher(),
                transcript=FakeTranscript(),
            ),
        )
        self.container.storage.override(providers.Object(self.storage))
        self.container.log.override(providers.Object(self.log))
