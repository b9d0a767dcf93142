from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from adapters.outbound.deferred_answer_writer import DeferredAnswerWriter
from adapters.outbound.openai_answer_writer import OpenAiAnswerWriter
from configuration.model import Model
from domain.answer import AnswerWriterError
from tests.contracts.answer_writer import LINES, Fragments
from tests.unit.configuration.assembly import make_settings


@contextmanager
def nobody_listens() -> Iterator[None]:
    with pytest.raises(AnswerWriterError):
        yield


async def test_opens_one_client_for_all_writers_and_closes_it() -> None:
    model = Model(make_settings(openai_base_url="http://127.0.0.1:1/v1"))
    first, second = model.named("one"), model.named("two")

    for writer in (first, second):
        with nobody_listens():
            await writer.write(LINES, on_fragment=Fragments())
    client = model._client
    await model.close()

    opened = [writer._writer for writer in (first, second) if isinstance(writer, DeferredAnswerWriter)]
    assert [each._client is client for each in opened if isinstance(each, OpenAiAnswerWriter)] == [True, True]
    assert client.is_closed()


async def test_opens_nothing_when_nothing_is_written() -> None:
    model = Model(make_settings())

    assert model.writer(None) is None
    assert model.writer("one") is not None
    await model.close()
    assert "_client" not in model.__dict__
