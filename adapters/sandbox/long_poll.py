import asyncio
import secrets
from collections import deque

from adapters.sandbox.events import Event

HISTORY = 1000
MAX_WAIT = 90


class LongPoll:
    """The history of events that `a_check` reads; a `ts` is the number of the last event that was seen."""

    def __init__(self) -> None:
        self._events: deque[Event] = deque(maxlen=HISTORY)
        self._keys: set[str] = set()
        self._changed = asyncio.Event()
        self.ts = 0

    def open(self) -> str:
        key = secrets.token_hex(20)
        self._keys.add(key)
        return key

    def add(self, event: Event) -> None:
        self._events.append(event)
        self.ts += 1
        self._changed.set()
        self._changed = asyncio.Event()

    def forget(self) -> None:
        """All keys die and the history is lost: a poller is told `failed` 2, and after a new key 3."""
        self._keys.clear()
        self._events.clear()
        self.ts = 0

    def failure(self, key: str, ts: str) -> dict[str, int] | None:
        """The `failed` answer that this key and `ts` deserve, if any."""
        if key not in self._keys:
            return {"failed": 2}
        if not ts.isdecimal() or int(ts) > self.ts:
            return {"failed": 3}
        if int(ts) < self.ts - len(self._events):
            return {"failed": 1, "ts": self.ts - len(self._events)}
        return None

    async def events_after(self, ts: int, wait: float) -> list[Event]:
        """What came after `ts`; when nothing has, waits up to `wait` seconds (90 at most) for the next event."""
        changed = self._changed
        if ts >= self.ts:
            try:
                async with asyncio.timeout(min(wait, MAX_WAIT)):
                    await changed.wait()
            except TimeoutError:
                return []
        fresh = self.ts - ts
        return list(self._events)[-fresh:] if fresh > 0 else []
