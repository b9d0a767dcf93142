from application.chat.list_chats import MOST, TITLE_LENGTH
from domain.message import Author
from tests.factories import make_new_message
from tests.unit.application.house import House


async def test_shows_the_latest_first_without_empty_ones_when_there_are_several(house: House) -> None:
    first = await house.visit()
    await house.say(first, "  Где\n вы? ")
    house.clock.advance(60)
    second = await house.open_chat.execute(first, None)
    await house.say(second, "Сколько стоит?")
    house.clock.advance(60)
    third = await house.open_chat.execute(second, None)

    items = await house.list_chats.execute(third)

    assert [(item.id, item.title) for item in items] == [
        (second.conversation_id, "Сколько стоит?"),
        (first.conversation_id, "Где вы?"),
    ]


async def test_names_the_last_word_when_it_was_answered(rich: House) -> None:
    visitor = await rich.visit()
    await rich.say(visitor)
    rich.clock.advance(60)
    await rich.run_until_idle()

    (item,) = await rich.list_chats.execute(visitor)

    assert item.last_seq == 2
    assert item.last_at == rich.storage.messages[-1].at == rich.clock.now()


async def test_cuts_the_title_when_the_question_is_long(house: House) -> None:
    visitor = await house.visit()
    await house.say(visitor, "ю" * 500)

    (item,) = await house.list_chats.execute(visitor)

    assert item.title == "ю" * TITLE_LENGTH


async def test_has_no_title_when_the_person_has_said_nothing_there(house: House) -> None:
    visitor = await house.visit()
    (chat,) = house.storage.conversations
    await house.storage.run(
        lambda uow: uow.messages.add(
            make_new_message(conversation_id=chat.id, author=Author.OPERATOR, text="Добрый день")
        )
    )

    (item,) = await house.list_chats.execute(visitor)

    assert (item.title, item.last_seq) == ("", 1)


async def test_shows_nothing_of_strangers_or_of_vk_when_there_is_more(house: House) -> None:
    await house.say(await house.visit())
    await house.comment()
    await house.message()
    await house.drain_events.execute()

    assert await house.list_chats.execute(await house.visit()) == []


async def test_shows_no_more_than_fifty_when_there_are_more(house: House) -> None:
    visitor = await house.visit()
    for _ in range(MOST + 1):
        visitor = await house.open_chat.execute(visitor, None)
        await house.say(visitor)

    items = await house.list_chats.execute(visitor)

    assert len(items) == MOST
    assert items[0].id == visitor.conversation_id
