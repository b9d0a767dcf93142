"""An operator's answer: once, for nothing, wherever the conversation is."""

from uuid import UUID

import pytest

from application.chat.post_message import EmptyMessageError, MessageTooLongError
from domain.errors import NotFoundError
from domain.identifiers import ConversationId
from domain.live import MessageAdded
from domain.message import MAX_TEXT, Author
from domain.person import Person
from domain.turn import Reason, TurnState
from tests.factories import make_id
from tests.unit.application.house import ANN, House


@pytest.fixture
async def olga(rich: House) -> Person:
    return await rich.create_operator.execute(login="olga", password="верная лошадь", by="owner")


async def answer(house: House, olga: Person, text: str = "Отвечу сама.", *, key: UUID | None = None) -> UUID:
    """In the latest conversation."""
    key = key or make_id()
    id_ = house.storage.messages[-1].conversation_id
    await house.answer_as_operator.execute(id_, text, operator=olga, key=key)
    return key


def said(house: House) -> list[tuple[Author, str]]:
    return [(message.author, message.text) for message in house.storage.messages]


async def test_is_told_to_whoever_watches_the_chat_and_recorded_once(rich: House, olga: Person) -> None:
    await rich.say(await rich.visit(), "Есть кто живой?")

    key = await answer(rich, olga, "  Я здесь.  ")
    await answer(rich, olga, "Я здесь.", key=key)

    assert said(rich) == [(Author.PERSON, "Есть кто живой?"), (Author.OPERATOR, "Я здесь.")]
    message = rich.storage.messages[-1]
    assert message.person_id == olga.id
    told = [news for news in rich.feed.published if isinstance(news, MessageAdded) and news.message == message]
    assert len(told) == 1


async def test_declines_what_the_assistant_was_about_to_say(rich: House, olga: Person) -> None:
    await rich.message("Вы открыты?")
    await rich.drain_events.execute()

    await answer(rich, olga)
    await rich.run_until_idle()

    first, own = rich.storage.turns
    assert (first.state, first.reason) == (TurnState.DECLINED, Reason.OPERATOR_HERE)
    assert (own.state, own.is_operators) == (TurnState.SETTLED, True)
    assert rich.writer.asked == []


async def test_is_sent_in_the_dialog_for_nothing(rich: House, olga: Person) -> None:
    await rich.message("Вы открыты?")
    await rich.drain_events.execute()

    await answer(rich, olga)
    await rich.run_until_idle()

    assert [(sent.target.peer_id, sent.text) for sent in rich.community.messages] == [(ANN, "Отвечу сама.")]
    assert said(rich)[-1] == (Author.OPERATOR, "Отвечу сама.")
    assert rich.storage.holds == []
    assert set(rich.storage.answers.values()) <= {0}
    assert [note.type for note in rich.storage.notifications if note.type == "responses"] == []


async def test_is_a_reply_to_the_last_comment_of_a_person(rich: House, olga: Person) -> None:
    asked = await rich.comment("Сколько стоит?")
    await rich.drain_events.execute()

    await answer(rich, olga)
    await rich.run_until_idle()

    (sent,) = rich.community.comments
    assert (sent.target.reply_to, sent.text) == (asked.comment_id, "Отвечу сама.")


async def test_is_sent_once_when_the_form_is_sent_twice(rich: House, olga: Person) -> None:
    await rich.message()
    await rich.drain_events.execute()

    key = await answer(rich, olga)
    await rich.run_until_idle()
    await answer(rich, olga, key=key)
    await rich.run_until_idle()

    assert len(rich.community.messages) == 1


@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.parametrize("runs", range(1, 6))
async def test_is_sent_once_whenever_the_process_is_killed(
    rich: House, olga: Person, runs: int, *, committed: bool
) -> None:
    await rich.message()
    await rich.drain_events.execute()
    key = make_id()

    async def all_of_it() -> None:
        await answer(rich, olga, key=key)
        await rich.run_turns()

    await rich.dies_in(runs, all_of_it(), committed=committed)
    await answer(rich, olga, key=key)
    for _ in range(5):
        rich.clock.advance(60)
        await rich.run_until_idle()

    assert len({sent.random_id for sent in rich.community.messages}) == 1
    assert said(rich).count((Author.OPERATOR, "Отвечу сама.")) == 1


async def test_own_event_of_it_is_no_second_message(rich: House, olga: Person) -> None:
    await rich.message()
    await rich.drain_events.execute()
    await answer(rich, olga)
    await rich.run_until_idle()
    (sent,) = rich.community.messages

    await rich.own_message("Отвечу сама.", message_id=9_000, random_id=sent.random_id)
    await rich.run_until_idle()

    assert said(rich).count((Author.OPERATOR, "Отвечу сама.")) == 1


async def test_refuses_an_empty_and_an_endless_text(rich: House, olga: Person) -> None:
    await rich.say(await rich.visit())

    with pytest.raises(EmptyMessageError):
        await answer(rich, olga, " \n ")
    with pytest.raises(MessageTooLongError):
        await answer(rich, olga, "a" * (MAX_TEXT + 1))
    assert len(rich.storage.messages) == 1


async def test_is_not_found_when_there_is_no_such_conversation(rich: House, olga: Person) -> None:
    with pytest.raises(NotFoundError):
        await rich.answer_as_operator.execute(ConversationId(make_id()), "Да.", operator=olga, key=make_id())
