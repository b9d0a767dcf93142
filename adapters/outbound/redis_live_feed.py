"""The live feed of several processes or machines, over Redis."""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from typing import Any, Final, Self, TypeVar

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.connection import parse_url
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from adapters.outbound.live_feed import conversation_topic, session_topic, sessions_among
from adapters.outbound.live_hub import BOUND, LiveHub
from adapters.outbound.live_wire import UnreadableNewsError, decode, encode
from adapters.outbound.redis_batches import Command, RedisBatches
from adapters.outbound.redis_subscriptions import RedisSubscriptions
from adapters.outbound.running_answers import RunningAnswers
from domain.errors import OtklikError
from domain.identifiers import ConversationId, SessionId, TurnId
from domain.live import (
    AnswerRestarted,
    ConversationNews,
    FragmentWritten,
    MessageAdded,
    News,
    RunningAnswer,
    SessionChanged,
    TurnEnded,
)

_CONNECTIONS: Final = 16
_NODE_BYTES: Final = 8
_KEPT_SECONDS: Final = 600
_REST_SECONDS: Final = 1.0

_FORGOTTEN: Final = -1
_EXTEND: Final = """
if redis.call('STRLEN', KEYS[1]) ~= tonumber(ARGV[1]) then return -1 end
redis.call('APPEND', KEYS[1], ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
"""

_Result = TypeVar("_Result")


class LiveFeedAddressError(OtklikError):
    """The address of Redis cannot be read; it may hold a password and is not repeated."""

    def __str__(self) -> str:
        return "REDIS_URL is no address of Redis: redis://, rediss:// or unix:// is expected"


class RedisLiveFeed:
    """
    News go to the followers of this process directly and to those of other processes through Redis.

    While Redis is away only the others miss something; whoever follows is told of that by FeedGapError as soon
    as Redis is back.

    ``running`` is exact or None: the text is kept in Redis for ten minutes after its last fragment, is written anew
    when Redis has forgotten it, and is taken from this process while Redis is away.
    ``publish_within``, ``confirm_within`` and ``ping_every`` are in seconds. ``on_problem`` is told once when the
    connection is lost and once when it is back.
    """

    def __init__(
        self,
        url: str,
        *,
        bound: int = BOUND,
        publish_within: float = 0.5,
        confirm_within: float = 2.0,
        ping_every: float = 5.0,
        on_problem: Callable[[str], None] | None = None,
    ) -> None:
        """Prepare; raises LiveFeedAddressError."""
        self._node = secrets.token_bytes(_NODE_BYTES)
        self._hub = LiveHub(bound)
        self._running = RunningAnswers()
        self._pool = _make_pool(url, publish_within)
        self._redis = Redis(connection_pool=self._pool)
        self._batches = RedisBatches(self._redis, within=publish_within)
        self._subscriptions = RedisSubscriptions(
            self, connect=self._pool.make_connection, confirm_within=confirm_within, ping_every=ping_every
        )
        self._publish_within = publish_within
        self._on_problem = on_problem or (lambda _problem: None)
        self._is_away = False
        self._rest_until = 0.0
        self._lost = 0
        self._reader: asyncio.Task[None] | None = None

    @property
    def is_connected(self) -> bool:
        return self._subscriptions.is_connected

    @property
    def lost(self) -> int:
        """News that did not reach Redis since the start."""
        return self._lost

    async def __aenter__(self) -> Self:
        self._reader = asyncio.create_task(self._subscriptions.run(), name="live-feed")
        return self

    async def __aexit__(self, *_error: object) -> None:
        if self._reader is not None:
            self._reader.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._reader
        await self._batches.close()
        await self._pool.aclose()

    async def publish(self, news: ConversationNews) -> None:
        self._running.note(news)
        topic = conversation_topic(news.conversation_id)
        try:
            await self._tell_others(topic, news)
        finally:
            # Not before Redis: the text so far must never be behind what was handed over.
            self._hub.deliver(topic, news)

    async def publish_to_session(self, news: SessionChanged) -> None:
        topic = session_topic(news.session_id)
        try:
            await self._tell_others(topic, news)
        finally:
            self._hub.deliver(topic, news)

    @asynccontextmanager
    async def follow(
        self, *, conversation_id: ConversationId, session_id: SessionId
    ) -> AsyncIterator[AsyncIterator[News]]:
        topics = conversation_topic(conversation_id), session_topic(session_id)
        try:
            with self._hub.follow(*topics) as news:
                await self._subscriptions.settled(topics)
                yield news
        finally:
            self._subscriptions.changed()

    def followed(self) -> Collection[SessionId]:
        return sessions_among(self._hub.topics)

    async def running(self, turn_id: TurnId) -> RunningAnswer | None:
        kept = await self._ask(lambda: self._redis.get(_key(turn_id)))
        text = kept.decode() if isinstance(kept, bytes) else self._running.text(turn_id)
        return None if text is None else RunningAnswer(turn_id=turn_id, text=text)

    def wanted(self) -> Collection[str]:
        return self._hub.topics

    def received(self, channel: str, data: bytes) -> None:
        if data.startswith(self._node):
            return
        try:
            news = decode(data[_NODE_BYTES:])
        except UnreadableNewsError:
            # Another version's news: what they say is in the database.
            self._hub.interrupt(channel)
            return
        if not isinstance(news, MessageAdded | SessionChanged):
            # Another process has taken the turn over.
            self._running.forget(news.turn_id)
        self._hub.deliver(channel, news)

    def missed(self, channel: str) -> None:
        self._hub.interrupt(channel)

    def connected(self) -> None:
        self._rest_until = 0.0
        if self._is_away:
            self._is_away = False
            self._on_problem(f"Redis is back; news lost so far: {self._lost}")

    def disconnected(self, problem: str) -> None:
        if not self._is_away:
            self._is_away = True
            self._on_problem(f"Redis is away, other nodes get no live news: {problem}")

    async def _tell_others(self, topic: str, news: News) -> None:
        try:
            payload = self._node + encode(news)
        except UnicodeEncodeError:
            self._lost += 1
            if isinstance(news, FragmentWritten):
                self._running.forget(news.turn_id)
            return
        if await self._ask(lambda: self._send(topic, payload, news)) is None:
            self._lost += 1

    async def _send(self, topic: str, payload: bytes, news: News) -> bool:
        kept = self._keep_text(news)
        told: Command = ("PUBLISH", topic, payload)
        results = await self._batches.execute(*(command for command in (kept, told) if command is not None))
        if results[0] == _FORGOTTEN and isinstance(news, FragmentWritten):
            text = self._running.text(news.turn_id)
            await self._redis.set(_key(news.turn_id), text or "", ex=_KEPT_SECONDS)
        return True

    def _keep_text(self, news: News) -> Command | None:
        """Give the command that brings the text so far in Redis up to date."""
        match news:
            case FragmentWritten(turn_id=turn_id, offset=0, text=fragment):
                return "SET", _key(turn_id), fragment, "EX", _KEPT_SECONDS
            case FragmentWritten(turn_id=turn_id, text=fragment):
                text = self._running.text(turn_id)
                if text is None:
                    return "DEL", _key(turn_id)
                before = len(text.encode()) - len(fragment.encode())
                return "EVAL", _EXTEND, 1, _key(turn_id), before, fragment, _KEPT_SECONDS
            case AnswerRestarted(turn_id=turn_id):
                return "SET", _key(turn_id), "", "EX", _KEPT_SECONDS
            case TurnEnded(turn_id=turn_id):
                return "DEL", _key(turn_id)
            case _:
                return None

    async def _ask(self, question: Callable[[], Awaitable[_Result]]) -> _Result | None:
        """Ask within the time set; after a failure Redis is left alone for a second, None is the answer."""
        loop = asyncio.get_running_loop()
        if loop.time() < self._rest_until:
            return None
        try:
            async with asyncio.timeout(self._publish_within):
                return await question()
        except Exception:  # noqa: BLE001 - no trouble of the feed is the publisher's
            self._rest_until = loop.time() + _REST_SECONDS
            return None


def _make_pool(url: str, within: float) -> BlockingConnectionPool:
    usual: dict[str, Any] = {
        "max_connections": _CONNECTIONS,
        "timeout": within,
        "socket_connect_timeout": within,
        "retry": Retry(NoBackoff(), 0),
    }
    # What an address may not change: how answers are read, and that the limits are ours. redis-py's own limit for a
    # socket rests on asyncio.wait_for, which before Python 3.12 can swallow the cancellation of its caller.
    fixed: dict[str, Any] = {"protocol": 2, "decode_responses": False, "socket_timeout": None}
    try:
        return BlockingConnectionPool(**{**usual, **parse_url(url), **fixed})
    except ValueError:
        raise LiveFeedAddressError from None


def _key(turn_id: TurnId) -> str:
    return f"otklik:running:{turn_id}"
