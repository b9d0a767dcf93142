"""The chunks of an answer that an OpenAI-compatible server streams."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

import httpx2
import msgspec
from openai import APIError

from adapters.outbound.event_stream import EventDecoder

_DONE: Final = b"[DONE]"
_DRAIN_TIMEOUT: Final = 0.1
"""Seconds that the end of a response may take after the end of the answer."""

_decode = msgspec.json.Decoder().decode


class OpenAiChunks:
    """
    Reads a response that the client has opened; whoever opened it closes it.

    The client would read it line by line, through four generators, for half as much time again.
    """

    def __init__(self, response: httpx2.Response) -> None:
        self._response = response
        self._pieces = response.aiter_bytes()
        self._decoder = EventDecoder()
        self._events: Iterator[bytes] = iter(())

    async def next(self) -> dict[str, object] | None:
        """
        Wait for the next chunk, which is empty where the server sent no object; None when there are no more.

        Raises what openai_faults.FAULTS names: APIError for an error within the stream, ValueError or RecursionError
        for what is no JSON, and the transport's own.
        """
        while (event := next(self._events, None)) is None:
            piece = await anext(self._pieces, None)
            if piece is None:
                return None
            self._events = iter(self._decoder.feed(piece))
        if event.startswith(_DONE):
            await self._drain()
            return None
        chunk = _read(event)
        if not isinstance(chunk, dict):
            return {}
        if error := chunk.get("error"):
            raise APIError("an error in the stream", self._response.request, body=error)
        return chunk

    async def _drain(self) -> None:
        """Read the response to its end, or its connection could not be used again; to need a new one is no fault."""
        with suppress(httpx2.HTTPError, httpx2.StreamError, OSError, TimeoutError):
            async with asyncio.timeout(_DRAIN_TIMEOUT):
                async for _ in self._pieces:
                    pass


def _read(event: bytes) -> object:
    """Half a surrogate pair, as servers send that cut between characters, is JSON to the standard library only."""
    try:
        return _decode(event)
    except msgspec.DecodeError:
        return json.loads(event.decode())
