"""What errors of the model's server mean: one table."""

import re
from collections.abc import Mapping
from typing import Final

import httpx2
from openai import (
    APIConnectionError,
    APIError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    OpenAIError,
)

from adapters.outbound.retry_after import retry_after
from domain.answer import AnswerWriterError, Fault

FAULTS: Final = (OpenAIError, httpx2.HTTPError, httpx2.StreamError, OSError, ValueError, TypeError, RecursionError)
"""Whatever the client raises while a stream is opened or read; the last three come out of its reading of JSON."""

_STATUSES: Final[Mapping[int, Fault]] = {
    401: Fault.UNAUTHORISED,
    403: Fault.UNAUTHORISED,
    408: Fault.UNAVAILABLE,
    409: Fault.UNAVAILABLE,
    429: Fault.RATE_LIMITED,
}
_SERVER_ERROR: Final = 500
_NAME: Final = re.compile(r"[A-Za-z0-9_.-]{1,60}")


def answer_writer_error(error: Exception, *, begun: bool) -> AnswerWriterError:
    """
    The error in the core's words; ``begun`` tells whether a part of the answer had arrived.

    Server's messages are dropped: they may quote the conversation or the key.
    """
    if isinstance(error, APIResponseValidationError):
        return AnswerWriterError(Fault.MALFORMED, detail=f"HTTP {error.status_code}, not the promised shape")
    if isinstance(error, APIStatusError):
        return AnswerWriterError(
            _of_status(error.status_code),
            detail=f"HTTP {error.status_code}{_named(error)}",
            retry_after=retry_after(error.response.headers),
        )
    broken = Fault.CUT if begun else Fault.UNAVAILABLE
    if isinstance(error, APITimeoutError | httpx2.TimeoutException):
        return AnswerWriterError(Fault.TIMED_OUT, detail="the connection timed out")
    if isinstance(error, APIConnectionError | httpx2.HTTPError | httpx2.StreamError | OSError):
        return AnswerWriterError(broken, detail=type(error.__cause__ or error).__name__)
    if isinstance(error, APIError):
        return _of_stream_error(error, broken)
    return AnswerWriterError(Fault.MALFORMED, detail=type(error).__name__)


def _of_status(status: int) -> Fault:
    return _STATUSES.get(status, Fault.UNAVAILABLE if status >= _SERVER_ERROR else Fault.REFUSED)


def _of_stream_error(error: APIError, broken: Fault) -> AnswerWriterError:
    """An ``error`` event inside a stream that began with HTTP 200; some servers put an HTTP status into its code."""
    code = error.code or ""
    status = int(code) if code.isdecimal() and len(code) == len("500") else _SERVER_ERROR
    fault = _of_status(status) if status < _SERVER_ERROR else broken
    return AnswerWriterError(fault, detail=f"an error in the stream{_named(error)}")


def _named(error: APIError) -> str:
    """Code and type, as far as they are names and no prose."""
    names = [name for name in (error.code, error.type) if isinstance(name, str) and _NAME.fullmatch(name)]
    return "".join(f", {name}" for name in names)
