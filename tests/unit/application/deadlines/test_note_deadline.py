from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from domain.message import Message, WallSource
from domain.occurrence import CopiedPost
from domain.stored_deadline import Review, StoredDeadline
from tests.factories import MOMENT, make_message
from tests.unit.application.house import POST, WALL, House


async def note(house: House, message: Message, *copied: CopiedPost) -> StoredDeadline | None:
    return await house.storage.run(lambda uow: house.note_deadline.execute(uow, message, copied=copied))


async def read_again(house: House, message: Message, text: str | None = None) -> StoredDeadline | None:
    said = message if text is None else replace(message, text=text)
    return await house.storage.run(lambda uow: house.note_deadline.again(uow, said))


def post(text: str, number: int = POST, **overrides: Any) -> Message:
    return make_message(text=text, source=WallSource(owner_id=WALL, post_id=number, comment_id=0), **overrides)


async def test_keeps_the_moment_and_its_words_when_a_deadline_is_named(house: House) -> None:
    message = make_message(text="Заявки принимаем до 5 июля 18:00, приходите")
    house.clock.advance(3600)

    noted = await note(house, message)

    assert noted is not None
    assert house.storage.deadlines == [noted]
    assert noted.at == datetime(2026, 7, 5, 15, 0, tzinfo=UTC)
    assert noted.quote in message.text
    assert (noted.conversation_id, noted.message_id) == (message.conversation_id, message.id)
    assert noted.created_at == noted.changed_at == house.clock.now()
    assert (noted.zone, noted.local.isoformat()) == ("Europe/Moscow", "2026-07-05T18:00:00+03:00")


async def test_keeps_the_zone_that_the_words_state(house: House) -> None:
    noted = await note(house, make_message(text="Сдать до 5 июля 18:00 по Екатеринбургу"))

    assert noted is not None
    assert (noted.zone, noted.local.isoformat()) == ("+05:00", "2026-07-05T18:00:00+05:00")


async def test_keeps_nothing_when_none_is_named(house: House) -> None:
    assert await note(house, make_message(text="Вы открыты?")) is None
    assert house.storage.deadlines == []
    assert house.storage.tables.deadline_sources == {}


async def test_keeps_one_when_the_message_is_read_twice(house: House) -> None:
    message = make_message(text="Сдать до 5 июля")

    first = await note(house, message)
    house.clock.advance(60)
    second = await read_again(house, message)

    assert first == second
    assert house.storage.deadlines == [first]


async def test_counts_tomorrow_from_the_message_where_the_owner_lives_when_it_is_late(house: House) -> None:
    # 22:30 UTC is half past one of the next day in Moscow.
    message = make_message(text="Сдать завтра до 12:00", at=datetime(2026, 7, 1, 22, 30, tzinfo=UTC))
    house.clock.advance(10 * 86_400)

    noted = await note(house, message)

    assert noted is not None
    assert noted.at == datetime(2026, 7, 3, 9, 0, tzinfo=UTC)


async def test_moves_the_deadline_when_the_message_says_another_moment(house: House) -> None:
    message = make_message(text="Сдать до 5 июля")
    first = await note(house, message)
    assert first is not None
    await review(house, first, Review.CONFIRMED)
    house.clock.advance(60)

    moved = await read_again(house, message, "Сдать до 6 июля!")

    assert moved is not None
    assert house.storage.deadlines == [moved]
    assert (moved.id, moved.at) == (first.id, datetime(2026, 7, 6, 20, 59, tzinfo=UTC))
    assert "6 июля" in moved.quote
    assert (moved.review, moved.changed_at) == (Review.NONE, house.clock.now())


async def test_keeps_what_the_owner_said_when_the_moment_stays(house: House) -> None:
    message = make_message(text="Сдать до 5 июля")
    first = await note(house, message)
    assert first is not None
    await review(house, first, Review.DISMISSED)

    again = await read_again(house, message, "Надо сдать до 5 июля, 23:59")

    assert again is not None
    assert again.review is Review.DISMISSED


async def test_withdraws_and_brings_back_when_the_message_says_it_no_more_and_again(house: House) -> None:
    message = make_message(text="Сдать до 5 июля")
    first = await note(house, message)

    assert await read_again(house, message, "Отбой") is None
    assert [each.state for each in house.storage.deadlines] == ["withdrawn"]
    assert await read_again(house, message, "Отбой, точно") is None

    back = await read_again(house, message)
    assert first is not None
    assert back == replace(first, changed_at=house.clock.now())
    assert house.storage.deadlines == [back]


async def test_keeps_one_row_when_a_post_is_posted_anew(house: House) -> None:
    first = await note(house, post("Приём заявок до 5 июля!"))
    second = post("приём  заявок\nдо 5 июля!", 11)

    assert await note(house, second) == first
    assert house.storage.deadlines == [first]
    found = await house.storage.read(lambda uow: uow.deadlines.of_conversations([second.conversation_id]))
    assert list(found) == [first]


async def test_keeps_two_when_posts_say_different_things(house: House) -> None:
    await note(house, post("Эссе сдать до 5 июля"))
    await note(house, post("Проект сдать до 5 июля", 11))

    assert len(house.storage.deadlines) == 2


async def test_keeps_two_when_two_people_comment_the_same(house: House) -> None:
    await note(house, make_message(text="Кто сделает до пятницы?"))
    await note(house, make_message(text="Кто сделает до пятницы?"))

    assert len(house.storage.deadlines) == 2


async def test_reads_what_a_post_repeats_counted_from_that_moment(house: House) -> None:
    original = await note(house, post("Сдать завтра до 12:00"))

    repost = await note(
        house,
        post("Напоминаем!", 11, at=datetime(2026, 7, 9, tzinfo=UTC)),
        CopiedPost(text="", at=MOMENT),
        CopiedPost(text="Сдать завтра до 12:00", at=MOMENT),
    )

    assert repost == original is not None
    assert len(house.storage.deadlines) == 1


async def test_prefers_its_own_words_to_those_it_repeats(house: House) -> None:
    noted = await note(house, post("Продлили до 9 июля"), CopiedPost(text="Сдать до 5 июля", at=MOMENT))

    assert noted is not None
    assert noted.at == datetime(2026, 7, 9, 20, 59, tzinfo=UTC)


async def review(house: House, deadline: StoredDeadline, review: Review) -> None:
    await house.storage.run(lambda uow: uow.deadlines.save(deadline.reviewed(review, now=house.clock.now())))
