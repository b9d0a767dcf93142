"""What ``/health/ready`` and ``otklik doctor`` look at."""

from collections.abc import Mapping

from adapters.inbound.health import Check
from adapters.outbound.redis_live_feed import RedisLiveFeed
from configuration.container import Container
from configuration.settings import Settings


def readiness_checks(container: Container, settings: Settings) -> Mapping[str, Check]:
    """Only what the server cannot work without fails; a Redis or a notifier that is away is said, and waited for."""

    async def database() -> str:
        await container.show_balance().execute()
        return "ok"

    async def vk() -> str:
        return "ok" if settings.vk_is_on else "off"

    async def model() -> str:
        return settings.openai_model

    async def notifier() -> str:
        return "on" if settings.notifier_url else "off"

    async def redis() -> str:
        feed = container.feed()
        if not isinstance(feed, RedisLiveFeed):
            return "off"
        return "ok" if feed.is_connected else "away"

    return {"database": database, "vk": vk, "model": model, "notifier": notifier, "redis": redis}
