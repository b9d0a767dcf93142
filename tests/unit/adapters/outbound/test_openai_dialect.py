from collections.abc import Iterator

import httpx2

from domain.answer import Fault
from tests.unit.adapters.outbound.model_stub import STOP, Answer, Model, piece, replying, stream


def complaining(complaints: Iterator[bytes], body: bytes = stream(piece("Да"), STOP)) -> Answer:
    def answer(request: httpx2.Request) -> httpx2.Response:
        complaint = next(complaints, None)
        return replying(body)(request) if complaint is None else httpx2.Response(400, content=complaint)

    return answer


async def test_asks_without_usage_when_the_server_knows_no_stream_options() -> None:
    complaint = b'{"error":{"message":"Unrecognized request argument supplied: stream_options"}}'
    model = Model(complaining(iter([complaint])))

    assert (await model.write()).text == "Да"
    assert (await model.write()).text == "Да"

    assert ["stream_options" in request for request in model.requests] == [True, False, False]


async def test_names_the_limit_anew_when_the_model_wants_the_new_name() -> None:
    complaint = (
        b'{"error":{"message":"Unsupported parameter: \'max_tokens\' is not supported with this model. '
        b'Use \'max_completion_tokens\' instead.","param":"max_tokens","code":"unsupported_parameter"}}'
    )
    model = Model(complaining(iter([complaint])))

    await model.write()
    await model.write()

    assert [(r.get("max_tokens"), r.get("max_completion_tokens")) for r in model.requests] == [
        (800, None),
        (None, 800),
        (None, 800),
    ]


async def test_gives_up_when_the_server_complains_of_everything() -> None:
    complaint = b'{"detail":"stream_options max_completion_tokens"}'
    model = Model(complaining(iter([complaint] * 10)))

    error = await model.fault()

    assert error.fault is Fault.REFUSED
    assert len(model.requests) == 3
