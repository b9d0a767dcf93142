"""One socket from ``hello`` to its end."""

import asyncio
import contextlib
import time
from collections.abc import Sequence
from typing import Final, NoReturn

from adapters.inbound.chat import frames
from adapters.inbound.chat.channel import (
    COME_BACK,
    NO_HELLO,
    NOT_THE_PROTOCOL,
    POLICY,
    SIGNED_OUT,
    TOO_SLOW,
    Channel,
    ClosedError,
)
from adapters.inbound.chat.client_frames import ClientFrames
from adapters.inbound.chat.decode import parse_id
from adapters.inbound.chat.encode import PROTOCOL, FrameEncoder
from adapters.inbound.chat.limits import LATER_SECONDS, VisitLimits
from adapters.inbound.chat.news_teller import NewsTeller
from adapters.inbound.chat.refusals import refuse
from adapters.inbound.chat.replies import Replies
from adapters.inbound.chat.reply import Reply
from adapters.inbound.chat.services import ChatServices
from application.chat.open_session import OpenedSession
from application.chat.visitor import Visitor
from domain.errors import NotFoundError, OtklikError
from domain.identifiers import ConversationId, TurnId
from domain.live import SessionChanged
from ports.live_feed import FeedGapError, FeedOverflowError

HELLO_SECONDS: Final = 5.0


class Visit:
    """
    Reads frames and answers them one at a time; a second task tells the news of the conversation.

    A lock keeps the two apart, so that a reply is always sent before the news that it caused.

    Thousands are open at once and say nothing: each keeps as little as it can.
    """

    __slots__ = (
        "_channel",
        "_encoder",
        "_frames",
        "_limits",
        "_lock",
        "_replies",
        "_services",
        "_teller",
        "_telling",
        "_visitor",
    )

    def __init__(
        self,
        *,
        services: ChatServices,
        replies: Replies,
        channel: Channel,
        encoder: FrameEncoder,
        limits: VisitLimits,
        lang: str,
    ) -> None:
        self._services = services
        self._channel = channel
        self._encoder = encoder
        self._replies = replies
        self._limits = limits
        self._frames = ClientFrames(channel, lang=lang)
        self._lock = asyncio.Lock()
        self._visitor: Visitor | None = None
        self._teller = self._new_teller()
        self._telling: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Return when the socket is closed, by either side."""
        try:
            if await self._come_in():
                await self._converse()
        except ClosedError:
            return
        finally:
            self._limits.leave()
            await self._stop_telling()

    async def _come_in(self) -> bool:
        """False when the socket was closed instead. Raises ClosedError."""
        if not self._limits.connect():
            await self._turn_away(None, LATER_SECONDS)
        hello = await self._wait_for_hello()
        if hello is None:
            return False
        await self._let_in(hello)
        await self._welcome(hello)
        return True

    async def _wait_for_hello(self) -> frames.Hello | None:
        deadline = time.monotonic() + HELLO_SECONDS
        while True:
            try:
                async with asyncio.timeout(max(0.0, deadline - time.monotonic())):
                    frame = await self._frames.next()
            except TimeoutError:
                await self._channel.close(NO_HELLO, "no hello in time")
                return None
            if not isinstance(frame, frames.Hello):
                if frame is not None:
                    await self._frames.refuse("hello_required", frame.ref)
                continue
            if frame.protocol != PROTOCOL:
                await self._frames.refuse("unsupported_protocol", frame.ref)
                await self._channel.close(NOT_THE_PROTOCOL, "unsupported protocol")
                return None
            return frame

    async def _let_in(self, hello: frames.Hello) -> None:
        """Raises ClosedError when too many have come from this address."""
        wait = await self._limits.enter()
        if wait is not None:
            await self._turn_away(hello.ref, wait)

    async def _turn_away(self, ref: str | None, wait: float) -> NoReturn:
        await self._frames.refuse("rate_limited", ref, retry_after=wait)
        await self._channel.close(POLICY, "too many visits")
        raise ClosedError

    async def _welcome(self, hello: frames.Hello) -> None:
        """Raises ClosedError, also when there is no session to be had: nothing can be done without one."""
        self._frames.lang = hello.lang or self._frames.lang
        try:
            await self._greet(hello)
        except OtklikError as error:
            await self._channel.send(refuse(error, lang=self._frames.lang, ref=hello.ref))
            await self._channel.close(COME_BACK, "try again later")
            raise ClosedError from error
        except ClosedError:
            raise
        except Exception as error:
            self._services.log.error("hello_failed", error=error)
            await self._frames.refuse("internal", hello.ref)
            await self._channel.close(COME_BACK, "come back")
            raise ClosedError from error

    async def _greet(self, hello: frames.Hello) -> None:
        opened = await self._open_session(hello)
        visitor = opened.visitor
        if not self._limits.join(visitor.person.id):
            await self._turn_away(hello.ref, LATER_SECONDS)
        async with self._lock:
            await self._follow(visitor)
            await self._channel.send(self._encoder.welcome(opened, hello.ref))
            after_seq = hello.after_seq if opened.resumed else None
            told_upto = opened.conversation.last_seq if after_seq is None else after_seq
            await self._tell_missed(visitor, told_upto, hello.open_turns)

    async def _open_session(self, hello: frames.Hello) -> OpenedSession:
        wanted = None
        if hello.conversation_id:
            with contextlib.suppress(NotFoundError):
                wanted = ConversationId(parse_id(hello.conversation_id, "conversation"))
        return await self._services.open_session.execute(token=hello.token, conversation_id=wanted)

    async def _tell_missed(self, visitor: Visitor, after_seq: int, waits_for: Sequence[str]) -> None:
        """Tell what came after ``after_seq``, what is being written, and how those of ``waits_for`` ended."""
        open_turns: list[TurnId] = []
        for given in waits_for:
            with contextlib.suppress(NotFoundError):
                open_turns.append(TurnId(parse_id(given, "turn")))
        missed = await self._services.catch_up.execute(visitor, after_seq=after_seq, open_turns=open_turns)
        for message in missed.messages:
            self._teller.know_message(message.id)
        for answer in missed.running:
            self._teller.know_answer(answer)
        for frame in self._encoder.missed(missed):
            await self._channel.send(frame)

    async def _converse(self) -> None:
        while True:
            frame = await self._frames.next()
            if frame is None:
                continue
            async with self._lock:
                if await self._may_be_answered(frame):
                    await self._answer(frame)

    async def _may_be_answered(self, frame: frames.AnyClientFrame) -> bool:
        """False when it has come too soon. Raises ClosedError for who goes on all the same."""
        wait = await self._limits.take(frame, self._current().person.id, now=time.monotonic())
        if wait is None:
            return True
        await self._frames.refuse("rate_limited", frame.ref, retry_after=wait)
        if self._limits.is_flooded:
            await self._channel.close(POLICY, "flood")
            raise ClosedError
        return False

    async def _answer(self, frame: frames.AnyClientFrame) -> None:
        visitor = self._current()
        try:
            reply = await self._replies.reply(frame, visitor, lang=self._frames.lang)
        except OtklikError as error:
            await self._channel.send(refuse(error, lang=self._frames.lang, ref=frame.ref))
            return
        except Exception as error:  # noqa: BLE001 - a fault of ours ends this request, not the visitor's socket
            self._services.log.error("frame_failed", error=error, frame=type(frame).__name__)
            await self._frames.refuse("internal", frame.ref)
            return
        for message_id in reply.posted:
            self._teller.know_message(message_id)
        if reply.stopping is not None:
            self._teller.expect_end(reply.stopping, frame.ref)
        has_moved = reply.visitor.conversation_id != visitor.conversation_id
        if has_moved:
            await self._follow(reply.visitor)
        self._visitor = reply.visitor
        for each in (reply.frame, *reply.more):
            if each is not None:
                await self._channel.send(each)
        if has_moved:
            await self._tell_what_came_meanwhile(reply)
        if reply.signed_out:
            await self._channel.close(SIGNED_OUT, "signed out")
            raise ClosedError

    async def _tell_what_came_meanwhile(self, reply: Reply) -> None:
        """Between the reading of the conversation and the following of it. Raises ClosedError."""
        try:
            await self._tell_missed(reply.visitor, reply.told_upto, ())
        except OtklikError as error:
            await self._channel.close(COME_BACK, "come back")
            raise ClosedError from error

    async def _follow(self, visitor: Visitor) -> None:
        """Follow the visitor's conversation; the subscription stands when this returns."""
        await self._stop_telling()
        self._visitor = visitor
        self._teller = self._new_teller()
        entered: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._telling = asyncio.create_task(self._tell_news(visitor, self._teller, entered))
        await asyncio.wait({entered, self._telling}, return_when=asyncio.FIRST_COMPLETED)

    async def _tell_news(self, visitor: Visitor, teller: NewsTeller, entered: asyncio.Future[None]) -> None:
        try:
            async with self._services.feed.follow(
                conversation_id=visitor.conversation_id, session_id=visitor.session.id
            ) as stream:
                entered.set_result(None)
                async for news in stream:
                    async with self._lock:
                        if isinstance(news, SessionChanged):
                            await self._session_changed(news)
                        else:
                            await teller.tell(news)
        except FeedOverflowError:
            await self._channel.close(TOO_SLOW, "reader too slow")
        except FeedGapError:
            # Whoever comes back is told all that was missed.
            await self._channel.close(COME_BACK, "come back")
        except ClosedError:
            return
        except Exception as error:  # noqa: BLE001 - the visitor reconnects and reads what the feed could not tell
            self._services.log.error("telling_failed", error=error)
            await self._channel.close(COME_BACK, "come back")

    async def _session_changed(self, news: SessionChanged) -> None:
        visitor = self._current()
        if news.signed_out:
            await self._channel.send(frames.SignedOut())
            await self._channel.close(SIGNED_OUT, "signed out")
        elif news.token is not None and news.token != visitor.token:
            opened = await self._services.open_session.execute(
                token=news.token, conversation_id=visitor.conversation_id
            )
            if opened.resumed:
                self._visitor = opened.visitor
                await self._channel.send(self._encoder.signed_in(opened.visitor, opened.conversation, None))

    async def _stop_telling(self) -> None:
        if self._telling is not None and self._telling is not asyncio.current_task():
            self._telling.cancel()
            await asyncio.wait({self._telling})
        self._telling = None

    def _new_teller(self) -> NewsTeller:
        return NewsTeller(channel=self._channel, encoder=self._encoder, feed=self._services.feed)

    def _current(self) -> Visitor:
        if self._visitor is None:
            raise ClosedError
        return self._visitor
