"""Show an answer while it is being written."""

import asyncio
from typing import Final, Self

from domain.live import AnswerRestarted, FragmentWritten, TurnStarted
from domain.turn import Turn
from ports.clock import Clock
from ports.live_feed import LiveFeed

JOINED_SECONDS: Final = 0.03


class TellAnswer:
    """
    - The first fragment is told at once, later ones are joined for JOINED_SECONDS: a pause lets the next go at once.
    - Each says how many code points were told before it; joined in order they are what was shown.
    - Whoever writes never waits for the feed, and what is on its way to the feed is not torn by cancelling them.
    """

    def __init__(self, *, feed: LiveFeed, clock: Clock, turn: Turn) -> None:
        self._feed = feed
        self._clock = clock
        self._turn = turn
        self._waiting: list[str] = []
        self._told: list[str] = []
        self._length = 0
        self._publishing = asyncio.Lock()
        self._telling: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        """What was neither flushed nor discarded is told no more."""
        self._waiting.clear()
        if self._telling is not None:
            self._telling.cancel()
            await asyncio.wait({self._telling})
            # It has this object in its frame: both would stay until a search for garbage.
            self._telling = None

    async def begin(self, *, again: bool) -> None:
        kind = AnswerRestarted if again else TurnStarted
        await self._feed.publish(kind(conversation_id=self._turn.conversation_id, turn_id=self._turn.id))

    async def fragment(self, text: str) -> None:
        self._waiting.append(text)
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._keep_telling())

    async def flush(self) -> None:
        """Tell what waits still; when this returns, all of the answer is shown."""
        await self._tell()

    async def discard(self) -> str:
        """Tell nothing more; gives what was shown."""
        self._waiting.clear()
        async with self._publishing:
            return "".join(self._told)

    async def _keep_telling(self) -> None:
        while self._waiting:
            await self._tell()
            await self._clock.sleep(JOINED_SECONDS)

    async def _tell(self) -> None:
        async with self._publishing:
            if not self._waiting:
                return
            text = "".join(self._waiting)
            self._waiting.clear()
            fragment = FragmentWritten(
                conversation_id=self._turn.conversation_id, turn_id=self._turn.id, offset=self._length, text=text
            )
            self._length += len(text)
            self._told.append(text)
            await self._feed.publish(fragment)
