from adapters.outbound.openai_answer_writer import OpenAiAnswerWriter
from configuration.model import Model
from tests.unit.configuration.assembly import make_settings


async def test_opens_one_client_for_all_writers_and_closes_it() -> None:
    model = Model(make_settings())

    first, second = model.writer("one"), model.writer("two")
    client = model._client
    await model.close()

    assert isinstance(first, OpenAiAnswerWriter)
    assert isinstance(second, OpenAiAnswerWriter)
    assert first._client is second._client is client
    assert client.is_closed()


async def test_opens_nothing_when_nothing_is_written() -> None:
    model = Model(make_settings())

    assert model.writer(None) is None
    await model.close()
    assert "_client" not in model.__dict__
