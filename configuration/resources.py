"""What must be opened before the server works and closed after it: connections, clients, writers."""

import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from os import getpid

from adapters.outbound.database.engine import Database, open_database
from adapters.outbound.database.event_inbox import GroupCommitInbox
from adapters.outbound.file_log import AsyncFileHandler, LogDirectoryError, check_writable
from adapters.outbound.ids import TimeOrderedIds
from adapters.outbound.live_feed import MemoryLiveFeed
from adapters.outbound.log import StructlogLog
from adapters.outbound.password_hasher import Argon2PasswordHasher
from adapters.outbound.throttle import MemoryThrottle
from adapters.outbound.transcript import FileTranscript, NoTranscript
from configuration.model import Model
from configuration.settings import Settings
from configuration.settings_error import Problem, SettingsError
from configuration.tracing import open_tracing
from configuration.vk import Vk, open_vk
from ports.event_inbox import EventInbox
from ports.live_feed import LiveFeed
from ports.notifier import Notifier
from ports.password_hasher import PasswordHasher
from ports.throttle import Throttle
from ports.tracing import NO_TRACING, Tracing
from ports.transcript import Transcript


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """``owner`` names this process in leases; ``notifier`` is None when nobody is to be told."""

    owner: str
    database: Database
    inbox: EventInbox
    vk: Vk
    model: Model
    notifier: Notifier | None
    feed: LiveFeed
    throttle: Throttle
    hasher: PasswordHasher
    transcript: Transcript
    tracing: Tracing = NO_TRACING


@asynccontextmanager
async def open_resources(settings: Settings) -> AsyncIterator[Resources]:
    """Close in reverse order, whatever happened."""
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(settings.database_url))
        inbox = await stack.enter_async_context(GroupCommitInbox(database))
        model = Model(settings)
        stack.push_async_callback(model.close)
        hasher = Argon2PasswordHasher()
        stack.callback(hasher.close)
        owner = f"{socket.gethostname()}:{getpid()}:{TimeOrderedIds().new().hex[-8:]}"
        tracing = await open_tracing(settings, instance=owner, log=StructlogLog(name="otklik"), stack=stack)
        yield Resources(
            owner=owner,
            database=database,
            inbox=inbox,
            vk=await open_vk(settings, database, stack),
            model=model,
            notifier=await _open_notifier(settings, stack),
            feed=await _open_feed(settings, stack),
            throttle=await _open_throttle(settings, stack),
            hasher=hasher,
            transcript=_open_transcript(settings, stack),
            tracing=tracing,
        )


async def _open_notifier(settings: Settings, stack: AsyncExitStack) -> Notifier | None:
    if settings.notifier_url is None:
        return None
    from adapters.outbound.websocket_notifier import WebSocketNotifier

    return await stack.enter_async_context(WebSocketNotifier(settings.notifier_url, ack=settings.notifier_ack))


async def _open_feed(settings: Settings, stack: AsyncExitStack) -> LiveFeed:
    if settings.redis_url is None:
        return MemoryLiveFeed()
    from adapters.outbound.redis_live_feed import RedisLiveFeed

    return await stack.enter_async_context(RedisLiveFeed(settings.redis_url))


async def _open_throttle(settings: Settings, stack: AsyncExitStack) -> Throttle:
    if settings.redis_url is None:
        return MemoryThrottle()
    from adapters.outbound.redis_throttle import open_throttle

    return await stack.enter_async_context(open_throttle(settings.redis_url))


def _open_transcript(settings: Settings, stack: AsyncExitStack) -> Transcript:
    if settings.transcript_dir is None:
        return NoTranscript()
    try:
        check_writable(settings.transcript_dir, "transcript")
    except LogDirectoryError as error:
        raise SettingsError(Problem("TRANSCRIPT_DIR", str(error))) from error
    writer = AsyncFileHandler(name="transcripts")
    stack.callback(writer.close)
    return FileTranscript(directory=settings.transcript_dir, tz=settings.zone, writer=writer)
