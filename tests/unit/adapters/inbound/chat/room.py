"""The chat without a network: tabs of a visitor, each with a real visit on the use cases over fakes."""

import asyncio
import json
import time
from dataclasses import fields, replace
from types import TracebackType
from typing import Any, Final, Self

from adapters.inbound.chat.channel import Channel, ClosedError
from adapters.inbound.chat.encode import FrameEncoder
from adapters.inbound.chat.encoded_once import encode_frame
from adapters.inbound.chat.frames import ServerFrame
from adapters.inbound.chat.limits import OpenSockets, VisitLimits
from adapters.inbound.chat.replies import Replies
from adapters.inbound.chat.services import ChatServices
from adapters.inbound.chat.visit import Visit
from ports.live_feed import LiveFeed
from tests.fakes.throttle import FakeThrottle
from tests.unit.application.house import House

Frame = dict[str, Any]
PATIENCE: Final = 60.0


def services_of(house: House, *, feed: LiveFeed | None = None) -> ChatServices:
    """The house calls its use cases as the services do; ``feed`` is that of another node."""
    services = ChatServices(**{field.name: getattr(house, field.name) for field in fields(ChatServices)})
    return services if feed is None else replace(services, feed=feed)


def make_encoder() -> FrameEncoder:
    return FrameEncoder(render=lambda text: f"<p>{text}</p>", answer_price="5.00")


class ScriptedChannel(Channel):
    """Gives the frames that a test says, and keeps those that are sent, as the JSON they would be."""

    def __init__(self) -> None:  # there is no socket below it
        self.sent: list[Frame] = []
        self.closed: tuple[int, str] | None = None
        self.says: asyncio.Queue[str | bytes | None] = asyncio.Queue()
        self.changed = asyncio.Event()

    async def send(self, frame: ServerFrame) -> None:
        await self.send_text(encode_frame(frame))

    async def send_text(self, frame: str) -> None:
        if self.closed is not None:
            raise ClosedError
        self.sent.append(json.loads(frame))
        self.changed.set()
        await asyncio.sleep(0)

    async def receive(self) -> str | bytes:
        data = await self.says.get()
        if data is None or self.closed is not None:
            raise ClosedError
        return data

    async def close(self, code: int, reason: str) -> None:
        if self.closed is None:
            self.closed = (code, reason)
            self.says.put_nowait(None)
            self.changed.set()


class Tab:
    """One socket of a visitor. Inside the ``with`` its visit runs; on leaving, the visitor hangs up."""

    def __init__(
        self,
        house: House,
        *,
        lang: str = "ru",
        address: str | None = None,
        throttle: FakeThrottle | None = None,
        feed: LiveFeed | None = None,
        open_sockets: OpenSockets | None = None,
    ) -> None:
        self.channel = ScriptedChannel()
        self._read = 0
        services, encoder = services_of(house, feed=feed), make_encoder()
        self._visit = Visit(
            services=services,
            replies=Replies(services=services, encoder=encoder),
            channel=self.channel,
            encoder=encoder,
            limits=VisitLimits(
                throttle or FakeThrottle(), open_sockets or OpenSockets(), address=address, now=time.monotonic()
            ),
            lang=lang,
        )
        self._running: asyncio.Task[None] | None = None
        self._refs = 0

    async def __aenter__(self) -> Self:
        self._running = asyncio.create_task(self._visit.run())
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _where: TracebackType | None
    ) -> None:
        self.channel.says.put_nowait(None)
        assert self._running is not None
        async with asyncio.timeout(PATIENCE):
            await self._running

    @property
    def sent(self) -> list[Frame]:
        return self.channel.sent

    @property
    def types(self) -> list[str]:
        return [frame["type"] for frame in self.sent]

    def says(self, type_: str, **fields: Any) -> None:
        self.channel.says.put_nowait(json.dumps({"type": type_, **fields}))

    def says_raw(self, data: str | bytes) -> None:
        self.channel.says.put_nowait(data)

    async def hears(self, type_: str) -> Frame:
        """The next frame of that type that was not read yet; those before it are passed over."""
        async with asyncio.timeout(PATIENCE):
            while True:
                self.channel.changed.clear()
                while self._read < len(self.sent):
                    self._read += 1
                    if self.sent[self._read - 1]["type"] == type_:
                        return self.sent[self._read - 1]
                await self.channel.changed.wait()

    async def asks(self, type_: str, **fields: Any) -> Frame:
        """The direct reply."""
        self._refs += 1
        ref = f"r{self._refs}"
        self.says(type_, **fields, ref=ref)
        async with asyncio.timeout(PATIENCE):
            while True:
                self.channel.changed.clear()
                for frame in self.sent:
                    if frame.get("ref") == ref:
                        return frame
                await self.channel.changed.wait()

    async def hello(self, **fields: Any) -> Frame:
        return await self.asks("hello", protocol=1, **fields)

    async def writes(self, text: str = "Вы открыты?", *, id_: str = "1") -> Frame:
        return await self.asks("message", id=id_, text=text)

    async def is_closed(self) -> tuple[int, str]:
        async with asyncio.timeout(PATIENCE):
            while self.channel.closed is None:
                self.channel.changed.clear()
                await self.channel.changed.wait()
        return self.channel.closed

    async def settle(self) -> None:
        """Until everything that was said and published has been dealt with."""
        await self.asks("ping")
        for _ in range(10):
            await asyncio.sleep(0)
