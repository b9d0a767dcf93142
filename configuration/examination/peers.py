"""The model, and the other service that is told of answers."""

from collections.abc import AsyncIterator
from typing import Final

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from adapters.outbound.openai_answer_writer import OpenAiAnswerWriter
from adapters.outbound.openai_client import open_openai_client
from configuration.examination.verdict import Verdict, bad, doubtful, good
from configuration.settings import Settings
from domain.answer import AnswerWriterError, Fault, Line, Role

_PATIENCE: Final = 20.0
_QUESTION: Final = (Line(role=Role.USER, text="1"),)


async def examine_model(settings: Settings) -> AsyncIterator[Verdict]:
    """One token is asked for: what it costs is nothing beside an hour of not knowing."""
    if settings.needs_sandbox:
        yield good("model", "model_sandbox")
        return
    client = open_openai_client(settings.openai_base_url, settings.openai_api_key or "")
    writer = OpenAiAnswerWriter(
        client,
        model=settings.openai_model,
        first_token_timeout=_PATIENCE,
        total_timeout=_PATIENCE,
        max_output_tokens=1,
    )
    try:
        await writer.write(_QUESTION, on_fragment=_ignore)
    except AnswerWriterError as error:
        # A model that thinks first has nothing to show after one token, and has answered all the same.
        if error.fault is not Fault.MALFORMED:
            yield bad("model", "model_bad", model=settings.openai_model, problem=error)
            return
    finally:
        await client.close()
    yield good("model", "model_good", model=settings.openai_model)


async def _ignore(_fragment: str) -> None: ...


async def examine_notifier(settings: Settings) -> AsyncIterator[Verdict]:
    if settings.notifier_url is None:
        yield good("notifier", "notifier_off")
        return
    try:
        async with connect(settings.notifier_url, open_timeout=_PATIENCE, close_timeout=1.0):
            pass
    except (WebSocketException, OSError, TimeoutError, ValueError) as error:
        # Only its kind: the text may name the address with its password.
        yield doubtful("notifier", "notifier_away", problem=type(error).__name__)
    else:
        yield good("notifier", "notifier_good")
