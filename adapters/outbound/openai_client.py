"""The openai client, which opens a stream in fewer steps."""

from collections.abc import Mapping
from functools import cached_property
from typing import Final

import httpx2
import msgspec
from openai import APIConnectionError, APITimeoutError, AsyncOpenAI

from adapters.outbound.aiohttp_transport import AiohttpTransport
from adapters.outbound.http_client import certificates, has_proxy, open_http_client

OPENAI_URL: Final = "https://api.openai.com/v1"


class OpenAiClient(AsyncOpenAI):
    """
    Address, key, headers, connections and errors are the library's.

    Its own way from a body to a request, through options that are copied, merged and validated for retries, costs four
    times the processor time of the request itself (docs/performance.md).
    """

    async def open_stream(self, body: Mapping[str, object], waits: httpx2.Timeout) -> httpx2.Response:
        """
        Ask for chat completions once; of the response its head has arrived. The caller closes it.

        Raises what ``post`` would: APIStatusError of the status's kind, APITimeoutError, APIConnectionError.
        """
        request = self._client.build_request(
            "POST",
            self._completions,
            content=msgspec.json.encode(body),
            headers=self._all_headers,
            timeout=waits,
        )
        try:
            response = await self._client.send(request, stream=True)
        except httpx2.TimeoutException as error:
            raise APITimeoutError(request=request) from error
        except httpx2.HTTPError as error:
            raise APIConnectionError(request=request) from error
        if not response.is_success:
            await response.aread()
            raise self._make_status_error_from_response(response)
        return response

    @cached_property
    def _completions(self) -> httpx2.URL:
        return self._prepare_url("/chat/completions")

    @cached_property
    def _all_headers(self) -> dict[str, str]:
        """Those that are left out have a value of another kind."""
        headers = {**self.default_headers, **self.auth_headers}
        return {name: value for name, value in headers.items() if isinstance(value, str)}


def open_openai_client(base_url: str | None, api_key: str, *, connections: int = 200) -> OpenAiClient:
    """
    A client without retries of its own; the caller closes it.

    ``connections``: as many as answers are written at once, or some would wait for one as for their first token.

    None is OpenAI itself. Servers that ask for no key are given a word in its place, since the client insists.
    """
    if not (api_key.isascii() and api_key.isprintable()):
        # Found out here, because the transport would repeat the header in its complaint.
        raise ValueError("the OpenAI key has characters that a header cannot carry")
    url = base_url or OPENAI_URL
    # Proxies, of several kinds, are httpx2's own transport's business.
    transport = None if has_proxy(url) else AiohttpTransport(certificates(url), connections=connections)
    client = open_http_client(url, read_timeout=120.0, connections=connections, transport=transport)
    return OpenAiClient(api_key=api_key or "none", base_url=url, max_retries=0, http_client=client)
