"""A stream that broke half way: nothing half-written is kept, sent or charged."""

from domain.answer import AnswerWriterError, Fault
from domain.live import AnswerRestarted, FragmentWritten, TurnEnded, TurnStarted
from domain.turn import Reason, TurnState
from tests.unit.application.house import House


async def test_has_failed_and_may_be_retried_when_the_sites_stream_was_cut_after_a_fragment(rich: House) -> None:
    await rich.say(await rich.visit())
    rich.writer.fail_next(AnswerWriterError(Fault.CUT), partial="Да, мы")

    await rich.run_until_idle()

    assert (rich.turn.state, rich.turn.reason) == (TurnState.FAILED, Reason.ANSWER_CUT)
    assert len(rich.writer.asked) == 1
    assert (await rich.storage.balance()).available == 100
    assert rich.turn.answer is None
    ended = rich.feed.published[-1]
    assert isinstance(ended, TurnEnded)
    assert (ended.state, ended.charged, ended.code, ended.retryable) == ("failed", "0.00", "answer_cut", True)


async def test_is_tried_again_when_the_sites_stream_broke_before_its_first_fragment(rich: House) -> None:
    await rich.say(await rich.visit())
    rich.writer.fail_next(AnswerWriterError(Fault.CUT))

    await rich.run_until_idle()
    rich.clock.advance(60)
    await rich.run_until_idle()

    assert rich.turn.state is TurnState.SETTLED
    assert len(rich.writer.asked) == 2


async def test_sends_nothing_half_written_when_the_stream_broke_in_vk(rich: House) -> None:
    await rich.comment()
    rich.writer.fail_next(AnswerWriterError(Fault.CUT), partial="Да, мы")
    rich.writer.answer_next("Нет, закрыты.")

    await rich.run_until_idle()
    assert rich.turn.state is TurnState.WRITING
    rich.clock.advance(60)
    await rich.run_until_idle()

    assert [comment.text for comment in rich.community.comments] == ["Нет, закрыты."]
    kinds = [type(news) for news in rich.feed.published]
    restarted = kinds.index(AnswerRestarted)
    assert kinds[0] is TurnStarted
    first_again = rich.feed.published[restarted + 1]
    assert isinstance(first_again, FragmentWritten)
    assert first_again.offset == 0
