"""Edits, deletions and restorations, told by VK in any order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.message import Author
from domain.occurrence import (
    CommentChanged,
    CommentDeleted,
    CommentWritten,
    MessageChanged,
    MessageReceived,
    Occurrence,
    OwnCommentSeen,
    OwnMessageSeen,
)
from domain.turn import TurnState
from tests.factories import MOMENT
from tests.unit.application.house import ANN, POST, WALL, House

COMMENT = CommentWritten(
    owner_id=WALL, post_id=POST, comment_id=7, root_id=7, author_vk_id=ANN, text="Сдать до 5 июля", at=MOMENT
)
DELETED = CommentDeleted(owner_id=WALL, comment_id=7)
RESTORED = CommentChanged(now=COMMENT, is_restored=True)
OWN_COMMENT = OwnCommentSeen(owner_id=WALL, post_id=POST, comment_id=8, root_id=8, text="Заявки до 5 июля", at=MOMENT)
OWN_MESSAGE = OwnMessageSeen(
    peer_id=ANN, number=3, message_id=3, random_id=0, text="Пришлите до 5 июля", at=MOMENT, by_manager=True
)
SIXTH = datetime(2026, 7, 6, 20, 59, tzinfo=UTC)


def edited(text: str) -> CommentChanged:
    return CommentChanged(now=replace(COMMENT, text=text))


async def happen(house: House, *occurrences: Occurrence) -> None:
    for occurrence in occurrences:
        await house.happens(occurrence)
        await house.drain_events.execute()


def states(house: House) -> list[str]:
    return [deadline.state for deadline in house.storage.deadlines]


async def test_changes_the_message_and_moves_its_deadline_when_edited(house: House) -> None:
    await happen(house, COMMENT, edited("Сдать до 6 июля"))

    assert [message.text for message in house.storage.messages] == ["Сдать до 6 июля"]
    assert [deadline.at for deadline in house.storage.deadlines] == [SIXTH]
    assert len(house.storage.turns) == 1


async def test_sets_a_deadline_when_an_edit_brings_one(house: House) -> None:
    await happen(house, replace(COMMENT, text="Сдать работу"), edited("Сдать работу до 6 июля"))

    assert [deadline.at for deadline in house.storage.deadlines] == [SIXTH]


async def test_answers_nothing_anew_when_an_answered_comment_is_edited(house: House) -> None:
    await house.top_up()
    await happen(house, COMMENT)
    await house.run_until_idle()

    await happen(house, edited("Сдать до 6 июля, да?"))
    await house.run_until_idle()

    assert [turn.state for turn in house.storage.turns] == [TurnState.SETTLED]


async def test_answers_once_when_the_edit_overtakes_the_comment(house: House) -> None:
    await happen(house, edited("Сдать до 6 июля"))
    assert house.storage.turns == []

    await happen(house, COMMENT)

    assert len(house.storage.turns) == 1
    assert [message.text for message in house.storage.messages] == ["Сдать до 6 июля"]
    assert [deadline.at for deadline in house.storage.deadlines] == [SIXTH]


async def test_withdraws_the_deadline_when_its_comment_is_deleted(house: House) -> None:
    await happen(house, COMMENT, DELETED, DELETED)

    assert states(house) == ["withdrawn"]
    assert len(house.storage.messages) == 1


async def test_brings_it_back_when_its_comment_is_restored(house: House) -> None:
    await happen(house, COMMENT, DELETED, RESTORED)

    assert states(house) == ["open"]


async def test_moves_it_when_the_restored_comment_says_another_moment(house: House) -> None:
    await happen(house, COMMENT, DELETED, replace(RESTORED, now=replace(COMMENT, text="Сдать до 6 июля")))

    assert [(deadline.state, deadline.at) for deadline in house.storage.deadlines] == [("open", SIXTH)]


async def test_keeps_nothing_when_the_deletion_overtakes_the_comment(house: House) -> None:
    await happen(house, DELETED, COMMENT)
    assert states(house) == []

    await happen(house, RESTORED)
    assert states(house) == ["open"]


async def test_remembers_nothing_when_a_comment_without_deadline_is_deleted(house: House) -> None:
    await happen(house, replace(COMMENT, text="Вы открыты?"), DELETED)

    assert house.storage.tables.deadline_sources == {}


async def test_stays_withdrawn_when_a_deleted_comment_is_edited_late(house: House) -> None:
    await happen(house, COMMENT, DELETED, edited("Сдать до 6 июля"))

    assert states(house) == ["withdrawn"]


async def test_changes_the_words_of_a_manager_when_those_are_recorded(house: House) -> None:
    later = replace(OWN_COMMENT, text="Заявки до 6 июля")
    await happen(house, OWN_COMMENT, CommentChanged(now=later))
    await happen(house, OWN_MESSAGE, MessageChanged(now=replace(OWN_MESSAGE, text="Пришлите до 6 июля")))

    assert {(message.author, message.text) for message in house.storage.messages} == {
        (Author.OPERATOR, "Заявки до 6 июля"),
        (Author.OPERATOR, "Пришлите до 6 июля"),
    }
    assert [deadline.at for deadline in house.storage.deadlines] == [SIXTH, SIXTH]


async def test_records_nothing_when_an_answer_of_ours_is_edited(house: House) -> None:
    await happen(house, CommentChanged(now=OWN_COMMENT), MessageChanged(now=OWN_MESSAGE))

    assert house.storage.messages == []


@pytest.mark.parametrize("text", ["/login anna a secret password", "/deadlines"])
async def test_keeps_no_command_when_a_message_becomes_one(house: House, text: str) -> None:
    said = MessageReceived(peer_id=ANN, number=3, message_id=3, author_vk_id=ANN, text="Сдать до 5 июля", at=MOMENT)

    await happen(house, said, MessageChanged(now=replace(said, text=text)))

    assert [message.text for message in house.storage.messages] == ["Сдать до 5 июля"]
    assert any(event.body == b"{}" for event in house.storage.events) is text.startswith("/login")


@given(st.lists(st.sampled_from([COMMENT, DELETED, RESTORED, edited("Сдать до 6 июля")]), min_size=1, max_size=6))
async def test_agrees_with_the_last_word_whatever_the_order(occurrences: list[Occurrence]) -> None:
    house = House()

    await happen(house, *occurrences)

    last = [each for each in occurrences if each in (DELETED, RESTORED)][-1:]
    told = any(isinstance(each, CommentWritten | CommentChanged) for each in occurrences)
    assert len(house.storage.messages) <= 1
    assert len(house.storage.deadlines) <= 1
    assert len(house.storage.turns) == (COMMENT in occurrences)
    if last == [DELETED]:
        assert states(house) in ([], ["withdrawn"])
    elif told:
        assert states(house) == ["open"]


async def test_edit_does_not_bring_back_what_was_forgotten_with_its_author(house: House) -> None:
    await happen(house, COMMENT)
    [said] = house.storage.messages
    assert said.person_id is not None
    await house.forget_person.execute(said.person_id, by="owner")
    people = len(house.storage.people)

    await happen(house, edited("Сдать до 6 июля, это снова я"), RESTORED)

    assert [message.text for message in house.storage.messages] == [""]
    assert [deadline.quote for deadline in house.storage.deadlines] == [""]
    assert len(house.storage.people) == people


async def test_edit_does_not_bring_back_what_was_forgotten_as_too_old() -> None:
    house = House(retention=timedelta(days=30))
    await happen(house, COMMENT)
    [said] = house.storage.messages
    house.clock.advance(timedelta(days=31).total_seconds())
    await house.storage.run(lambda uow: uow.messages.forget([said.id]))

    await happen(house, edited("Сдать до 6 июля"))

    assert [message.text for message in house.storage.messages] == [""]
