"""What ``/health/ready`` and ``otklik doctor`` look at."""

from collections.abc import Mapping
from datetime import UTC

from adapters.inbound.health import Check
from adapters.outbound.watched_answer_writer import LatestCall, WatchedAnswerWriter
from application.turns.delivery_failure import VK
from configuration.container import Container
from configuration.settings import Settings
from domain.errors import StorageUnavailableError


def say_model(model: str, latest: LatestCall | None) -> str:
    """How its latest call from this process has ended: nobody is asked for the sake of the answer."""
    if latest is None:
        return f"not asked yet: {model}"
    when = latest.ended_at.astimezone(UTC).isoformat(timespec="seconds")
    if latest.fault is None:
        return f"ok: {model} answered at {when}"
    return f"failing: {model}, {latest.fault} at {when}, {latest.failed_in_a_row} in a row"


def readiness_checks(container: Container, settings: Settings) -> Mapping[str, Check]:
    """Only what the server cannot work without fails; a Redis or a notifier that is away is said, and waited for."""

    async def database() -> str:
        await container.show_balance().execute()
        return "ok"

    async def vk() -> str:
        if not settings.vk_is_on:
            return "off"
        try:
            halt = await container.storage().read(lambda uow: uow.halts.reason(VK))
        except StorageUnavailableError:
            return "unknown"
        return "ok" if halt is None else f"halted: {halt}"

    async def model() -> str:
        writer = container.writer()
        return say_model(settings.openai_model, writer.latest if isinstance(writer, WatchedAnswerWriter) else None)

    async def notifier() -> str:
        if settings.notifier_url is None:
            return "off"
        return "away" if container.deliver_notifications().is_held_up else "on"

    async def redis() -> str:
        if settings.redis_url is None:
            return "off"
        from adapters.outbound.redis_live_feed import RedisLiveFeed

        feed = container.feed()
        return "ok" if isinstance(feed, RedisLiveFeed) and feed.is_connected else "away"

    return {"database": database, "vk": vk, "model": model, "notifier": notifier, "redis": redis}
