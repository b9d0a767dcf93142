import pytest

from domain.errors import NotFoundError
from domain.identifiers import MessageId
from domain.rating import Rating, Verdict
from tests.factories import make_id
from tests.unit.application.house import House


@pytest.mark.parametrize("verdict", Verdict)
async def test_keeps_the_word_once_when_said_twice(rich: House, verdict: Verdict) -> None:
    visitor = await rich.visit()
    await rich.say(visitor)
    await rich.run_until_idle()
    answer = rich.storage.messages[-1]

    for _ in range(2):
        await rich.rate_answer.execute(visitor, answer.id, verdict)

    assert rich.storage.ratings == [
        Rating(message_id=answer.id, person_id=visitor.person.id, verdict=verdict, at=rich.clock.now())
    ]


async def test_keeps_the_latest_word_when_they_change_their_mind(rich: House) -> None:
    visitor = await rich.visit()
    await rich.say(visitor)
    await rich.run_until_idle()
    answer = rich.storage.messages[-1]
    elsewhere = await rich.open_chat.execute(visitor, None)

    await rich.rate_answer.execute(visitor, answer.id, Verdict.GOOD)
    await rich.rate_answer.execute(elsewhere, answer.id, Verdict.BAD)

    assert [rating.verdict for rating in rich.storage.ratings] == [Verdict.BAD]


async def test_does_not_exist_when_it_is_no_answer_or_not_the_visitors(rich: House) -> None:
    visitor, nosy = await rich.visit(), await rich.visit()
    await rich.say(visitor)
    await rich.command(visitor, "/help")
    await rich.run_until_idle()
    question, command, told, answer = rich.storage.messages

    for who, what in ((visitor, question), (visitor, command), (visitor, told), (nosy, answer)):
        with pytest.raises(NotFoundError):
            await rich.rate_answer.execute(who, what.id, Verdict.GOOD)
    with pytest.raises(NotFoundError):
        await rich.rate_answer.execute(visitor, MessageId(make_id(999)), Verdict.GOOD)

    assert rich.storage.ratings == []
