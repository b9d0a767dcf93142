"""A writer of answers whose calls are seen in traces."""

from collections.abc import Sequence

from adapters.outbound import gen_ai
from domain.answer import AnswerWriterError, Line, WrittenAnswer
from ports.answer_writer import AnswerWriter, OnFragment
from ports.tracing import Tracing


class TracedAnswerWriter:
    def __init__(self, writer: AnswerWriter, *, model: str, tracing: Tracing) -> None:
        self._writer = writer
        self._model = model
        self._tracing = tracing

    async def write(self, lines: Sequence[Line], *, on_fragment: OnFragment) -> WrittenAnswer:
        asked = {
            gen_ai.OPERATION: gen_ai.CHAT,
            gen_ai.PROVIDER: gen_ai.OPENAI,
            gen_ai.REQUEST_MODEL: self._model,
        }
        with self._tracing.span(f"{gen_ai.CHAT} {self._model}", asked, calls_out=True) as span:
            try:
                answer = await self._writer.write(lines, on_fragment=on_fragment)
            except AnswerWriterError as error:
                span.note({"otklik.model.fault": error.fault.value})
                raise
            span.note(
                {
                    gen_ai.RESPONSE_MODEL: answer.model,
                    gen_ai.INPUT_TOKENS: answer.input_tokens,
                    gen_ai.OUTPUT_TOKENS: answer.output_tokens,
                }
            )
            return answer
