import pytest

from domain.channel import Channel
from domain.message import Author, WallSource
from domain.person import PersonKind
from domain.policy import Policy, Selection
from domain.turn import TurnState
from tests.unit.application.house import ANN, BOB, POST, WALL, House


async def test_records_who_said_what_where_when_a_comment_comes(house: House) -> None:
    written = await house.comment("Вы открыты?")

    await house.drain_events.execute()

    (person,) = house.storage.people
    (conversation,) = house.storage.conversations
    (message,) = house.storage.messages
    assert (person.kind, person.vk_id) == (PersonKind.VK, ANN)
    assert (conversation.channel, conversation.person_id) == (Channel.VK_COMMENT, None)
    assert (message.author, message.text, message.seq, message.at) == (Author.PERSON, "Вы открыты?", 1, written.at)
    assert message.person_id == person.id
    assert message.source == WallSource(owner_id=WALL, post_id=POST, comment_id=written.comment_id)


async def test_owes_an_answer_to_its_author_when_a_comment_comes(house: House) -> None:
    await house.comment()

    await house.drain_events.execute()

    (person,) = house.storage.people
    (message,) = house.storage.messages
    turn = house.turn
    assert (turn.state, turn.channel, turn.person_id) == (TurnState.OWED, Channel.VK_COMMENT, person.id)
    assert turn.price == house.rules.price
    assert turn.opened_by == message.id
    assert message.turn_id == turn.id


@pytest.mark.parametrize(
    ("policy", "answered"),
    [
        (Selection.ALL, ["Спасибо!", "Вы открыты?", "[club123|Отклик], расскажи"]),
        (Selection.QUESTIONS, ["Вы открыты?"]),
        (Selection.MENTIONS, ["[club123|Отклик], расскажи"]),
        (Selection.NONE, []),
    ],
)
async def test_records_all_and_answers_what_the_policy_says_when_it_is_set(
    policy: Selection, answered: list[str]
) -> None:
    house = House(comment_policy=Policy(selection=policy))
    texts = ["Спасибо!", "Вы открыты?", "[club123|Отклик], расскажи", "[club999|Другие], расскажи", " "]
    for text in texts:
        await house.comment(text)

    await house.drain_events.execute()

    assert [message.text for message in house.storage.messages] == texts
    owed = [message.text for message in house.storage.messages if message.turn_id is not None]
    expected = [*answered, "[club999|Другие], расскажи"] if policy is Selection.ALL else answered
    assert owed == expected


async def test_joins_the_conversation_of_its_thread_when_it_is_a_reply(house: House) -> None:
    top = await house.comment("раз", by=ANN)
    await house.comment("два", by=BOB, root=top.comment_id)
    await house.comment("три", by=BOB)

    await house.drain_events.execute()

    first, second, other = sorted(house.storage.messages, key=lambda message: ("раз", "два", "три").index(message.text))
    assert first.conversation_id == second.conversation_id != other.conversation_id
    assert [first.seq, second.seq, other.seq] == [1, 2, 1]


async def test_records_once_when_two_events_tell_of_one_comment(house: House) -> None:
    written = await house.comment()
    await house.happens(written)

    await house.drain_events.execute()

    assert len(house.storage.messages) == len(house.storage.turns) == 1


async def test_knows_the_person_again_when_they_comment_twice(house: House) -> None:
    await house.comment("раз")
    await house.comment("два")

    await house.drain_events.execute()

    assert len(house.storage.people) == 1
