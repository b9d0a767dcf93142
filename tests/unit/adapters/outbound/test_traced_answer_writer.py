import pytest

from adapters.outbound.traced_answer_writer import TracedAnswerWriter
from domain.answer import AnswerWriterError, Fault, Line, Role
from ports.answer_writer import AnswerWriter
from tests.fakes.answer_writer import FakeAnswerWriter
from tests.fakes.tracing import FakeTracing

LINES = [Line(role=Role.SYSTEM, text="Тайна подсказки"), Line(role=Role.USER, text="Тайна человека")]


async def ignore(_fragment: str) -> None:
    pass


def traced(writer: AnswerWriter, tracing: FakeTracing) -> TracedAnswerWriter:
    return TracedAnswerWriter(writer, model="a-model", tracing=tracing)


async def test_a_call_is_seen_with_the_names_of_the_conventions_and_without_its_texts() -> None:
    writer, tracing = FakeAnswerWriter("Тайна ответа", model="a-model-2026"), FakeTracing()
    answer = await traced(writer, tracing).write(LINES, on_fragment=ignore)
    [span] = tracing.spans

    assert (span.name, span.calls_out) == ("chat a-model", True)
    expected = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "a-model",
        "gen_ai.response.model": "a-model-2026",
        "gen_ai.usage.input_tokens": answer.input_tokens,
        "gen_ai.usage.output_tokens": answer.output_tokens,
    }
    assert span.attributes == {name: value for name, value in expected.items() if value is not None}
    assert "Тайна" not in repr(span)


async def test_a_failed_call_is_seen_with_its_fault() -> None:
    writer, tracing = FakeAnswerWriter(), FakeTracing()
    writer.fail_next(AnswerWriterError(Fault.TIMED_OUT, detail="Тайна"))
    with pytest.raises(AnswerWriterError):
        await traced(writer, tracing).write(LINES, on_fragment=ignore)
    [span] = tracing.spans

    assert (span.error, span.attributes["otklik.model.fault"]) == ("AnswerWriterError", "timed_out")
