"""What brings new work by itself in the background of a server process: from VK, and by the time of day."""

from collections.abc import Awaitable, Callable

from adapters.inbound.repeated_look import RepeatedLook
from adapters.inbound.stop_watcher import StopWatcher
from adapters.inbound.vk_long_poll import VkLongPoll
from adapters.inbound.vk_sweeper import VkSweeper
from adapters.inbound.workers import Receiver
from application.alerts.watch_alerts import EVERY
from application.audit.seal_overlooked import EVERY_SECONDS
from configuration.container import Container
from configuration.settings import Settings

RENEWALS_PER_LEASE = 3
SEAL_SECONDS = 1.0
LOOK_SECONDS = 2.0
"""Deadlines are read to the minute; a socket is to be closed five seconds after its session at the latest."""
RARE_LOOK_SECONDS = 60.0
HOUR_SECONDS = 3_600.0


def create_receivers(container: Container, settings: Settings) -> list[Receiver]:
    return [
        *_from_vk(container, settings),
        *_of_deadlines(container, settings),
        *_of_sessions(container),
        *_of_retention(container, settings),
        _of_alerts(container),
        *_of_knowledge(container, settings),
    ]


def create_listeners(container: Container) -> list[Receiver]:
    """What serves those who are here, and seals what the last answers cost, until they have left."""
    clock, log = container.clock(), container.log()
    close = _nothing_more(container.close_ended_sessions().execute)
    return [
        StopWatcher(find_stops=container.find_stops(), log=log),
        RepeatedLook(close, what="ended sessions", clock=clock, log=log, look_seconds=LOOK_SECONDS),
        *_of_audit(container),
    ]


def _of_audit(container: Container) -> list[Receiver]:
    clock, log = container.clock(), container.log()
    seal, walk = container.seal_records().execute, _nothing_more(container.seal_overlooked().execute)
    return [
        RepeatedLook(seal, what="what is to be sealed", clock=clock, log=log, look_seconds=SEAL_SECONDS),
        RepeatedLook(walk, what="what was not sealed", clock=clock, log=log, look_seconds=EVERY_SECONDS),
    ]


def _of_sessions(container: Container) -> list[Receiver]:
    clock, log = container.clock(), container.log()
    looks = {
        "lapsed sessions": container.expire_sessions().execute,
        "erasures": _nothing_more(container.finish_erasures().execute),
    }
    return [
        RepeatedLook(look, what=what, clock=clock, log=log, look_seconds=RARE_LOOK_SECONDS)
        for what, look in looks.items()
    ]


def _of_retention(container: Container, settings: Settings) -> list[Receiver]:
    if settings.retention is None:
        return []
    look = _nothing_more(container.forget_old().execute)
    clock, log = container.clock(), container.log()
    return [RepeatedLook(look, what="old words", clock=clock, log=log, look_seconds=HOUR_SECONDS)]


def _of_alerts(container: Container) -> Receiver:
    watch = _nothing_more(container.watch_alerts().execute)
    return RepeatedLook(
        watch, what="alerts", clock=container.clock(), log=container.log(), look_seconds=EVERY.total_seconds()
    )


def _of_knowledge(container: Container, settings: Settings) -> list[Receiver]:
    if settings.knowledge_dir is None:
        return []
    look = _nothing_more(container.index_knowledge().execute)
    clock, log = container.clock(), container.log()
    return [RepeatedLook(look, what="knowledge", clock=clock, log=log, look_seconds=RARE_LOOK_SECONDS)]


def _nothing_more(look: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[bool]]:
    """Done in one go."""

    async def once() -> bool:
        await look()
        return False

    return once


def _of_deadlines(container: Container, settings: Settings) -> list[Receiver]:
    looks: dict[str, Callable[[], Awaitable[int | bool]]] = {}
    if settings.deadline_reminders:
        looks["reminders"] = container.remind_of_deadlines().execute
    if settings.deadline_model:
        looks["second reader"] = container.ask_second_reader().execute
    clock, log = container.clock(), container.log()
    return [
        RepeatedLook(look, what=what, clock=clock, log=log, look_seconds=LOOK_SECONDS) for what, look in looks.items()
    ]


def _from_vk(container: Container, settings: Settings) -> list[Receiver]:
    """None when VK is off."""
    if not settings.vk_is_on:
        return []
    sweeper = VkSweeper(
        sweep=container.sweep_dialogs(),
        clock=container.clock(),
        randomness=container.randomness(),
        log=container.log(),
    )
    return [sweeper, _long_poll(container, settings)] if settings.vk_long_poll else [sweeper]


def _long_poll(container: Container, settings: Settings) -> VkLongPoll:
    return VkLongPoll(
        source=container.event_source(),
        position=container.poll_position(),
        take=container.take_polled_events(),
        clock=container.clock(),
        randomness=container.randomness(),
        metrics=container.metrics(),
        log=container.log(),
        renew_seconds=settings.lease_seconds / RENEWALS_PER_LEASE,
    )
