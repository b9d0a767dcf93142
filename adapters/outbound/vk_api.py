"""VK's API on the wire: one form in, ``response`` or ``error`` out; calls that have to wait go together."""

import asyncio
from typing import Any, Final

import httpx2
from msgspec import UNSET, DecodeError, Struct, UnsetType
from msgspec.json import Decoder

from adapters.outbound.http_client import open_http_client
from adapters.outbound.rate_limiter import Limiter
from adapters.outbound.storable_text import storable
from adapters.outbound.vk_batches import BATCHED, ScriptRun, VkBatches
from domain.community import CommunityError

TOTAL_TIMEOUT: Final = 20.0
READ_TIMEOUT: Final = 15.0
_DETAIL_LENGTH: Final = 200
_TOO_MANY: Final = 6
"""VK's code for more calls in a second than the token may make."""


class _Refusal(Struct):
    # request_params is left out on purpose: it repeats what was sent, the text among it.
    error_code: int
    error_msg: str = ""
    method: str = ""


class _Answer(Struct):
    error: _Refusal | None = None
    response: Any | UnsetType = UNSET
    execute_errors: list[_Refusal] = []


_ANSWER: Final = Decoder(_Answer, strict=False)


def open_vk_http_client(base_url: str) -> httpx2.AsyncClient:
    return open_http_client(base_url, read_timeout=READ_TIMEOUT)


class VkApi:
    """
    Calls methods with one community's token.

    Every fault is a CommunityError. Whatever is not VK's own answer has no code, a plain HTTP 4xx too: it is some
    proxy's word, which does not tell what VK has done, and a repeat with the same key is harmless.
    """

    def __init__(
        self,
        client: httpx2.AsyncClient,
        base_url: str,
        token: str,
        version: str,
        *,
        limiter: Limiter | None = None,
        total_timeout: float = TOTAL_TIMEOUT,
    ) -> None:
        if not (token.isascii() and token.isprintable()):
            # Found out here, because the transport would repeat the header in its complaint.
            raise ValueError("the VK token has characters that a header cannot carry")
        self._client = client
        self._base_url = base_url.rstrip("/")
        self._token = token
        self._version = version
        self._limiter = limiter
        # Without a limit nobody waits, and there is nothing to put together.
        self._batches = VkBatches(limiter=limiter, call=self._direct, run=self._execute) if limiter else None
        self._total_timeout = total_timeout

    async def call(self, method: str, parameters: dict[str, str]) -> Any:
        """
        VK's ``response``, as plain JSON values.

        Takes at most ``total_timeout`` seconds once the rate allows it to begin; waiting for that is bounded by how
        many calls are made at a time.
        """
        if self._batches is not None and method in BATCHED:
            return await self._batches.call(method, parameters)
        if self._limiter is not None:
            await self._limiter.wait()
        return await self._direct(method, parameters)

    async def _direct(self, method: str, parameters: dict[str, str]) -> Any:
        return (await self._answer(method, parameters)).response

    async def _execute(self, code: str) -> ScriptRun:
        answer = await self._answer("execute", {"code": code})
        if not isinstance(answer.response, list):
            raise self.unexpected("execute")
        failures = [(each.method, each.error_code, self._safe(each.error_msg)) for each in answer.execute_errors]
        if self._limiter is not None and any(each.error_code == _TOO_MANY for each in answer.execute_errors):
            await self._limiter.slow_down()
        return ScriptRun(results=answer.response, failures=failures)

    async def _answer(self, method: str, parameters: dict[str, str]) -> _Answer:
        """With a ``response``; whatever else came is raised."""
        reply = await self._post(method, parameters)
        try:
            answer = _ANSWER.decode(reply.content)
        except (DecodeError, RecursionError) as error:
            raise self._unknown(method, f"HTTP {reply.status_code}, not VK's shape") from error
        if answer.error is not None:
            if answer.error.error_code == _TOO_MANY and self._limiter is not None:
                await self._limiter.slow_down()
            raise CommunityError(method=method, code=answer.error.error_code, detail=self._safe(answer.error.error_msg))
        if reply.status_code != httpx2.codes.OK or answer.response is UNSET:
            raise self._unknown(method, f"HTTP {reply.status_code}, neither response nor error")
        return answer

    async def _post(self, method: str, parameters: dict[str, str]) -> httpx2.Response:
        try:
            async with asyncio.timeout(self._total_timeout):
                return await self._client.post(
                    f"{self._base_url}/method/{method}",
                    data={**parameters, "v": self._version},
                    headers={"Authorization": f"Bearer {self._token}"},
                    follow_redirects=False,
                )
        except (TimeoutError, httpx2.TimeoutException) as error:
            raise self._unknown(method, "timed out") from error
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            # Only the kind of the error: its text may name parts of the request.
            raise self._unknown(method, type(error).__name__) from error

    def unexpected(self, method: str) -> CommunityError:
        """The error for a ``response`` of another shape than the method's."""
        return self._unknown(method, "a response of an unexpected shape")

    @staticmethod
    def _unknown(method: str, detail: str) -> CommunityError:
        return CommunityError(method=method, code=None, detail=detail)

    def _safe(self, message: str) -> str:
        return storable(message.replace(self._token, "***") if self._token else message)[:_DETAIL_LENGTH]
