import httpx2
import pytest

from domain.answer import Fault
from tests.unit.adapters.outbound.model_stub import KEY, STOP, Model, piece, replying, stream


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (stream(piece("Да"), done=False), Fault.CUT),
        (stream(piece("Да")), Fault.CUT),
        (b"", Fault.CUT),
        (b"<html>hello</html>", Fault.CUT),
        (stream(piece("Да"), done=False) + b"data: {broken\n\n", Fault.MALFORMED),
        (b"data: \xff\n\n", Fault.MALFORMED),
        (b"data: " + b"[" * 100_000 + b"\n\n", Fault.MALFORMED),
        (b"data: " + b"x" * 2_000_000, Fault.MALFORMED),
        (b"data\n\n", Fault.MALFORMED),
        (stream(STOP), Fault.MALFORMED),
        (stream(piece(" \n"), STOP), Fault.MALFORMED),
        (stream(piece("Да"), piece(None, "content_filter")), Fault.REFUSED),
        (stream({"error": {"message": KEY, "type": "server_error"}}), Fault.UNAVAILABLE),
        (stream(piece("Да"), {"error": {"message": KEY, "code": "overloaded"}}), Fault.CUT),
        (stream({"error": {"message": "Вы открыты", "code": 429}}), Fault.RATE_LIMITED),
        (stream({"error": "prose"}), Fault.UNAVAILABLE),
    ],
)
async def test_names_the_fault_when_the_stream_is_not_an_answer(body: bytes, fault: Fault) -> None:
    assert (await Model(replying(body)).fault()).fault is fault


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        (302, Fault.REFUSED),
        (400, Fault.REFUSED),
        (401, Fault.UNAUTHORISED),
        (403, Fault.UNAUTHORISED),
        (404, Fault.REFUSED),
        (408, Fault.UNAVAILABLE),
        (409, Fault.UNAVAILABLE),
        (422, Fault.REFUSED),
        (429, Fault.RATE_LIMITED),
        (500, Fault.UNAVAILABLE),
        (502, Fault.UNAVAILABLE),
        (503, Fault.UNAVAILABLE),
        (529, Fault.UNAVAILABLE),
    ],
)
@pytest.mark.parametrize("body", [b"", b"<html>", f'{{"error":{{"message":"{KEY} Вы открыты"}}}}'.encode(), b"[1]"])
async def test_names_the_fault_when_the_server_refuses(status: int, body: bytes, fault: Fault) -> None:
    model = Model(replying(body, status))

    error = await model.fault()

    assert (error.fault, error.retry_after) == (fault, None)
    assert len(model.requests) == 1


@pytest.mark.parametrize(
    ("value", "seconds"), [("7", 7.0), ("Sun, 22 Nov 2026 12:00:30 GMT", 30.0), ("600", 600.0), ("soon", None)]
)
async def test_tells_when_to_come_back_when_the_server_says_it(value: str, seconds: float | None) -> None:
    body = b'{"error":{"message":"slow down","code":"rate_limit_exceeded","type":"requests"}}'
    headers = {"retry-after": value, "date": "Sun, 22 Nov 2026 12:00:00 GMT"}

    error = await Model(replying(body, 429, **headers)).fault()

    assert (error.fault, error.retry_after) == (Fault.RATE_LIMITED, seconds)
    assert error.detail == "HTTP 429, rate_limit_exceeded, requests"


@pytest.mark.parametrize(
    ("raised", "fault"),
    [
        (httpx2.ConnectError("refused"), Fault.UNAVAILABLE),
        (httpx2.ConnectTimeout("slow"), Fault.TIMED_OUT),
        (httpx2.RemoteProtocolError("gone"), Fault.UNAVAILABLE),
    ],
)
async def test_names_the_fault_when_there_is_no_connection(raised: httpx2.HTTPError, fault: Fault) -> None:
    def answer(_: httpx2.Request) -> httpx2.Response:
        raise raised

    assert (await Model(answer).fault()).fault is fault
