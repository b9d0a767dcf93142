import asyncio
from collections.abc import Callable, Iterator

from litestar.types import Receive, Scope, Send

from adapters.sandbox.asgi import client_gone, cut_connection, send_head, send_part
from adapters.sandbox.model import steps
from adapters.sandbox.sandbox import ModelRequest


class ModelReply:
    """Takes the steps of one answer on the socket and notes in `entry` how it went.

    A client that goes away ends the answer at once, even in the middle of a wait.
    """

    def __init__(self, plan: Iterator[steps.Step], entry: ModelRequest, note: Callable[[], None]) -> None:
        self._plan = plan
        self._entry = entry
        self._note = note

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        gone = asyncio.create_task(client_gone(receive))
        answer = asyncio.create_task(self._answer(send))
        try:
            await asyncio.wait({gone, answer}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            gone.cancel()
            answer.cancel()
            outcome, _ = await asyncio.gather(answer, gone, return_exceptions=True)
        self._settle(outcome)
        if isinstance(outcome, Exception):
            raise outcome
        if outcome == "cut":
            await cut_connection(scope, receive)

    async def _answer(self, send: Send) -> str:
        state = "answered"
        for step in self._plan:
            match step:
                case steps.Start():
                    await send_head(send, step.status, _headers(step))
                    state = "answered" if step.status < 400 else "refused"  # noqa: PLR2004 - HTTP errors
                case steps.Send():
                    await send_part(send, step.data)
                    self._entry.tokens_sent += step.tokens
                case steps.Wait():
                    await asyncio.sleep(step.seconds)
                case steps.Cut():
                    return "cut"
                case steps.Finish():
                    await send_part(send, b"", more=False)
        return state

    def _settle(self, outcome: str | BaseException | None) -> None:
        self._entry.state = outcome if isinstance(outcome, str) else "client_gone"
        self._note()


def _headers(start: steps.Start) -> dict[str, str]:
    headers = {"content-type": start.content_type, "cache-control": "no-store"}
    if start.retry_after is not None:
        headers["retry-after"] = f"{start.retry_after:g}"
    return headers
