"""A prompt is tried on a past question: the model is asked once, and nothing else happens."""

import pytest

from domain.answer import AnswerWriterError, Fault
from domain.channel import Channel
from domain.errors import NotFoundError, TooManyTriesError
from domain.identifiers import TurnId
from domain.prompt import UnusablePromptError
from domain.turn import TurnState
from tests.factories import make_id
from tests.unit.application.house import SECRETS, House


@pytest.fixture
async def house(rich: House) -> House:
    """Two questions of one visitor were answered; another one waits."""
    visitor = await rich.visit()
    for text in ("Первый?", "Второй?"):
        await rich.say(visitor, text)
        await rich.run_until_idle()
    await rich.comment("Третий?")
    rich.writer.asked.clear()
    return rich


async def test_lists_what_the_model_has_answered_there_latest_first(house: House) -> None:
    found = await house.list_questions.execute(Channel.SITE_CHAT, limit=10)

    assert [each.question for each in found] == ["Второй?", "Первый?"]
    assert all(each.turn.state is TurnState.SETTLED and each.answer for each in found)
    assert await house.list_questions.execute(Channel.VK_POST, limit=10) == []
    assert len(await house.list_questions.execute(Channel.SITE_CHAT, limit=1)) == 1


async def test_asks_the_model_what_it_was_told_then_with_the_new_prompt(house: House) -> None:
    first = house.storage.turns[0]
    house.writer.answer_next("По-новому.")

    preview = await house.preview_prompt.execute("Отвечай иначе.", turn_id=first.id, by="ann")

    [lines] = house.writer.asked
    assert [line.text for line in lines] == ["Отвечай иначе.", "Первый?"]
    assert (preview.asked.question, preview.written.text) == ("Первый?", "По-новому.")
    assert preview.asked.answer == first.answer


async def test_changes_nothing_and_is_in_the_log(house: House) -> None:
    before = house.storage.tables.copy()

    await house.preview_prompt.execute("Отвечай.", turn_id=house.storage.turns[0].id, by="ann")

    assert house.storage.tables == before
    assert house.community.comments == house.community.messages == []
    assert house.log.events().count("prompt_previewed") == 1


async def test_tells_when_the_model_does_not_answer(house: House) -> None:
    house.writer.fail_next(AnswerWriterError(Fault.UNAVAILABLE))

    with pytest.raises(AnswerWriterError):
        await house.preview_prompt.execute("Отвечай.", turn_id=house.storage.turns[0].id, by="ann")


async def test_asks_nothing_when_the_text_cannot_be_used_or_there_is_no_such_question(house: House) -> None:
    with pytest.raises(UnusablePromptError):
        await house.preview_prompt.execute(SECRETS["VK_SECRET"], turn_id=house.storage.turns[0].id, by="ann")
    with pytest.raises(NotFoundError):
        await house.preview_prompt.execute("Отвечай.", turn_id=TurnId(make_id()), by="ann")

    assert house.writer.asked == []


async def test_an_operator_has_so_many_at_once(house: House) -> None:
    turn_id = house.storage.turns[0].id
    house.throttle.waits["preview:ann"] = 30.0

    with pytest.raises(TooManyTriesError):
        await house.preview_prompt.execute("Отвечай.", turn_id=turn_id, by="ann")

    assert house.writer.asked == []
