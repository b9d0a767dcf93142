import asyncio
import time
from collections.abc import Callable, Coroutine

import httpx2
import msgspec

from adapters.sandbox.callback_servers import CallbackServer, CallbackServers
from adapters.sandbox.config import SandboxConfig
from adapters.sandbox.deliveries import Attempt, Delivery, next_delay
from adapters.sandbox.events import Event, envelope
from adapters.sandbox.faults import FaultKind, FaultScript
from adapters.sandbox.journal import Journal

JOURNAL_LIMIT = 2000
IN_FLIGHT_LIMIT = 50
_BODY_SHOWN = 200


class CallbackSender:
    """Posts events to the callback servers and posts them again until one answers `ok`, as VK does.

    Every event is a task of its own, so there is no order among them: VK promises none either. Nothing is sent
    before `open`; `close` cancels what is still under way and waits for it.
    """

    def __init__(
        self,
        config: SandboxConfig,
        servers: CallbackServers,
        faults: FaultScript,
        clock: Callable[[], float],
    ) -> None:
        self._config = config
        self._servers = servers
        self._faults = faults
        self._clock = clock
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(IN_FLIGHT_LIMIT)
        self._client: httpx2.AsyncClient | None = None
        self.journal: Journal[Delivery] = Journal(JOURNAL_LIMIT)

    def open(self) -> None:
        limits = httpx2.Limits(max_connections=IN_FLIGHT_LIMIT)
        self._client = httpx2.AsyncClient(timeout=self._config.callback_timeout, limits=limits, trust_env=False)

    async def close(self) -> None:
        await self.drop_pending()
        if self._client is not None:
            await self._client.aclose()

    async def drop_pending(self) -> None:
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def send(self, event: Event) -> None:
        """Starts delivering `event` to every server that wants its type."""
        for server in self._servers:
            if event.raw is None and not server.wants(event.kind):
                continue
            delivery = self.journal.add(
                Delivery(
                    at=self._clock(),
                    event_id=event.event_id,
                    event_type=event.kind,
                    url=server.url,
                    object=event.object,
                )
            )
            if event.is_own and self._faults.of_event(FaultKind.SUPPRESS_OWN_EVENTS, event.kind):
                delivery.state = "suppressed"
            else:
                self._start(self._deliver(event, server, delivery))

    async def confirm(self, server: CallbackServer) -> str:
        """Asks the server for the confirmation string and sets its status; returns what it answered."""
        body = msgspec.json.encode({"type": "confirmation", "group_id": self._config.group_id})
        attempt = await self._post(server.url, body, 0)
        confirmed = attempt.error is None and attempt.body == self._config.confirmation_code
        server.status = "ok" if confirmed else "failed"
        return attempt.error or attempt.body

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, event: Event, server: CallbackServer, delivery: Delivery) -> None:
        delay: float | None = self._first_delay(event)
        body = self._body(event, server)
        copies = 2 if self._faults.of_event(FaultKind.DUPLICATE, event.kind) else 1
        counter = 0
        while delay is not None:
            await asyncio.sleep(delay)
            attempts = await asyncio.gather(
                *(self._attempt(event, server.url, body, counter, delivery) for _ in range(copies))
            )
            if any(attempt.is_removal for attempt in attempts):
                self._servers.remove(server.server_id)
                return self._settle(delivery, "removed")
            if any(attempt.is_accepted for attempt in attempts):
                return self._settle(delivery, "delivered")
            delay = next_delay(self._config.redelivery_delays, attempts[0], self._clock())
            copies, counter = 1, counter + 1
        return self._settle(delivery, "lost")

    def _first_delay(self, event: Event) -> float:
        fault = self._faults.of_event(FaultKind.DELAY_OWN_EVENTS, event.kind) if event.is_own else None
        return fault.seconds if fault else 0.0

    def _body(self, event: Event, server: CallbackServer) -> bytes:
        if event.raw is not None:
            return event.raw
        shape = envelope(event, group_id=self._config.group_id, secret=server.secret, version=server.api_version)
        return msgspec.json.encode(shape)

    def _settle(self, delivery: Delivery, state: str) -> None:
        delivery.state = state
        self.journal.touch()

    async def _attempt(self, event: Event, url: str, body: bytes, counter: int, delivery: Delivery) -> Attempt:
        async with self._slots:
            attempt = await self._post(url, body, counter)
        if self._faults.of_event(FaultKind.LOSE_ANSWER, event.kind):
            attempt.error = "answer lost"
        delivery.attempts.append(attempt)
        self.journal.touch()
        return attempt

    async def _post(self, url: str, body: bytes, counter: int) -> Attempt:
        attempt = Attempt(at=self._clock(), counter=counter)
        begun = time.monotonic()
        try:
            answer = await self._http().post(url, content=body, headers=_headers(counter))
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            attempt.error = type(error).__name__
        else:
            attempt.status = answer.status_code
            attempt.body = answer.content.decode(errors="replace")[:_BODY_SHOWN]
            attempt.retry_after = answer.headers.get("retry-after")
        attempt.seconds = round(time.monotonic() - begun, 4)
        return attempt

    def _http(self) -> httpx2.AsyncClient:
        if self._client is None:
            raise RuntimeError("the sender is not open")
        return self._client


def _headers(counter: int) -> dict[str, str]:
    headers = {"Content-Type": "application/json"}
    if counter:
        headers["X-Retry-Counter"] = str(counter)
    return headers
