import pytest

from domain.channel import Channel
from domain.message import Author, WallSource
from domain.policy import Policy, Selection
from domain.turn import TurnState
from tests.unit.application.house import ANN, GROUP, POST, WALL, House


async def test_records_the_post_and_answers_it_when_a_person_wrote_it(house: House) -> None:
    await house.post("Вы открыты?", by=ANN)

    await house.drain_events.execute()

    (message,) = house.storage.messages
    assert (message.author, message.text) == (Author.PERSON, "Вы открыты?")
    assert message.source == WallSource(owner_id=WALL, post_id=POST, comment_id=0)
    assert house.turn.channel is Channel.VK_POST


@pytest.mark.parametrize("author", [-GROUP, GROUP])
async def test_records_but_does_not_answer_when_the_community_wrote_it(house: House, author: int) -> None:
    await house.post("Мы открыты?", by=author)

    await house.drain_events.execute()

    assert [message.author for message in house.storage.messages] == [Author.OPERATOR]
    assert house.storage.turns == []


async def test_records_but_does_not_answer_when_another_community_wrote_it(house: House) -> None:
    await house.post("Мы открыты?", by=-999)

    await house.drain_events.execute()

    assert len(house.storage.messages) == 1
    assert house.storage.turns == []


@pytest.mark.parametrize("author", [ANN, WALL])
async def test_is_not_answered_when_it_cannot_be_commented(author: int) -> None:
    house = House(answer_own_posts=True)
    await house.post("Вы открыты?", by=author, is_open=False)

    await house.drain_events.execute()

    assert len(house.storage.messages) == 1
    assert house.storage.turns == []


@pytest.mark.parametrize("author", [ANN, WALL])
async def test_is_not_answered_when_it_has_no_words(author: int) -> None:
    house = House(answer_own_posts=True)
    await house.post(" ", by=author)

    await house.drain_events.execute()

    assert house.storage.turns == []


async def test_obeys_the_policy_when_a_person_wrote_it() -> None:
    house = House(post_policy=Policy(selection=Selection.NONE))
    await house.post("Вы открыты?", by=ANN)

    await house.drain_events.execute()

    assert len(house.storage.messages) == 1
    assert house.storage.turns == []


async def test_is_answered_below_it_when_the_owner_wants_own_posts_answered() -> None:
    house = House(answer_own_posts=True)
    await house.top_up()
    await house.post("Мы открылись. Приходите!")

    await house.run_until_idle()

    (comment,) = house.community.comments
    assert house.turn.state is TurnState.SETTLED
    assert (comment.target.owner_id, comment.target.post_id, comment.target.reply_to) == (WALL, POST, None)
    assert [line.text for line in house.writer.asked[0]][1:] == ["Мы открылись. Приходите!"]


async def test_keeps_its_deadline_when_it_names_one(house: House) -> None:
    await house.post("Заявки принимаем до 5 июля")

    await house.drain_events.execute()

    assert [deadline.quote for deadline in house.storage.deadlines] == ["до 5 июля"]
