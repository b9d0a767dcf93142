"""Traces by OTLP over HTTP, in JSON: sent in batches, in the background."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any, Final, Self
from uuid import UUID, uuid4

import httpx2
import msgspec

from adapters.outbound.http_client import open_http_client
from adapters.outbound.otlp_span import OtlpSpan, encode_attributes
from ports.tracing import NOTHING, Attributes, Span

FLUSH_SECONDS: Final = 2.0
BATCH: Final = 256
MOST_WAITING: Final = 4_096
"""Spans that wait while the receiver is away; the oldest are dropped."""
SEND_TIMEOUT: Final = 5.0
PATH: Final = "/v1/traces"
"""Put behind the endpoint, as the specification of the exporter says."""

_current: ContextVar[OtlpSpan | None] = ContextVar("span", default=None)


class OtlpTracing:
    """
    As long as the ``async with`` lasts; what waits at its end is sent once more, and not waited for any longer.

    A receiver that is away, slow or refuses costs its spans and nothing else: ``dropped`` counts them, and ``on_fault``
    is told the first time in a row.
    """

    def __init__(self, endpoint: str, *, service: str, instance: str, on_fault: Callable[[str], None]) -> None:
        self._url = endpoint.rstrip("/") + PATH
        self._resource = {"service.name": service, "service.instance.id": instance}
        self._on_fault = on_fault
        self._client = open_http_client(endpoint, read_timeout=SEND_TIMEOUT, connections=2)
        self._waiting: deque[OtlpSpan] = deque()
        self._sender: asyncio.Task[None] | None = None
        self._is_faulty = False
        self.dropped = 0

    async def __aenter__(self) -> Self:
        self._sender = asyncio.create_task(self._send_for_ever())
        return self

    async def __aexit__(self, *_error: object) -> None:
        if self._sender is not None:
            self._sender.cancel()
            with suppress(asyncio.CancelledError):
                await self._sender
        await self.flush()
        await self._client.aclose()

    @contextmanager
    def span(
        self, name: str, attributes: Attributes = NOTHING, *, trace: UUID | None = None, calls_out: bool = False
    ) -> Iterator[Span]:
        parent = _current.get()
        made = parent.trace if parent else trace or uuid4()
        span = OtlpSpan(name=name, trace=made, parent=parent.id if parent else None, calls_out=calls_out)
        span.note(attributes)
        token = _current.set(span)
        fault: BaseException | None = None
        try:
            yield span
        except BaseException as error:
            fault = error
            raise
        finally:
            _current.reset(token)
            span.end(fault)
            self._keep(span)

    def _keep(self, span: OtlpSpan) -> None:
        if len(self._waiting) >= MOST_WAITING:
            self._waiting.popleft()
            self.dropped += 1
        self._waiting.append(span)

    async def _send_for_ever(self) -> None:
        while True:
            await asyncio.sleep(FLUSH_SECONDS)
            await self.flush()

    async def flush(self) -> None:
        """Send what waits, until a batch is not taken."""
        while self._waiting and await self._send_batch():
            pass

    async def _send_batch(self) -> bool:
        """False when there was nothing, or when it was dropped."""
        batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
        if not batch:
            return False
        try:
            async with asyncio.timeout(SEND_TIMEOUT):
                answer = await self._client.post(
                    self._url, content=self._encode(batch), headers={"content-type": "application/json"}
                )
            fault = None if answer.is_success else f"status {answer.status_code}"
        except (httpx2.HTTPError, TimeoutError) as error:
            fault = type(error).__name__
        if fault is not None:
            self.dropped += len(batch)
            if not self._is_faulty:
                self._on_fault(fault)
        self._is_faulty = fault is not None
        return fault is None

    def _encode(self, batch: list[OtlpSpan]) -> bytes:
        scope: dict[str, Any] = {"scope": {"name": "otklik"}, "spans": [span.encode() for span in batch]}
        resource = {"attributes": encode_attributes(self._resource)}
        return msgspec.json.encode({"resourceSpans": [{"resource": resource, "scopeSpans": [scope]}]})
