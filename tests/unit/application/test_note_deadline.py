from datetime import UTC, datetime

from domain.message import Message
from domain.stored_deadline import StoredDeadline
from tests.factories import make_message
from tests.unit.application.house import House


async def note(house: House, message: Message) -> StoredDeadline | None:
    return await house.storage.run(lambda uow: house.note_deadline.execute(uow, message))


async def test_keeps_the_moment_and_its_words_when_a_deadline_is_named(house: House) -> None:
    message = make_message(text="Заявки принимаем до 5 июля 18:00, приходите")
    house.clock.advance(3600)

    noted = await note(house, message)

    assert noted is not None
    assert house.storage.deadlines == [noted]
    assert noted.at == datetime(2026, 7, 5, 15, 0, tzinfo=UTC)
    assert noted.quote in message.text
    assert (noted.conversation_id, noted.message_id) == (message.conversation_id, message.id)
    assert noted.created_at == house.clock.now()


async def test_keeps_nothing_when_none_is_named(house: House) -> None:
    assert await note(house, make_message(text="Вы открыты?")) is None
    assert house.storage.deadlines == []


async def test_keeps_one_when_the_message_is_read_twice(house: House) -> None:
    message = make_message(text="Сдать до 5 июля")

    await note(house, message)
    await note(house, message)

    assert len(house.storage.deadlines) == 1


async def test_counts_tomorrow_from_the_message_where_the_owner_lives_when_it_is_late(house: House) -> None:
    # 22:30 UTC is half past one of the next day in Moscow.
    message = make_message(text="Сдать завтра до 12:00", at=datetime(2026, 7, 1, 22, 30, tzinfo=UTC))
    house.clock.advance(10 * 86_400)

    noted = await note(house, message)

    assert noted is not None
    assert noted.at == datetime(2026, 7, 3, 9, 0, tzinfo=UTC)
