import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.chat.search_chats import EXCERPT_LENGTH, MOST_FOUND, MOST_READ
from domain.message import Author
from ports.storage import UnitOfWork
from tests.factories import make_new_message
from tests.unit.application.house import House


async def test_finds_the_latest_first_in_every_chat_when_several_fit(house: House) -> None:
    first = await house.visit()
    await house.say(first, "Где глина?")
    house.clock.advance(60)
    await house.say(first, "А глазурь?")
    await house.say(first, "Глина белая")
    house.clock.advance(60)
    second = await house.open_chat.execute(first, None)
    await house.say(second, "Какая бывает глина?")

    hits = await house.search_chats.execute(first, "глина")

    assert [hit.excerpt for hit in hits] == ["Какая бывает глина?", "Глина белая", "Где глина?"]


@pytest.mark.parametrize("text", ["ёлка", "ЕЛКА", "  наша  Ёлка ", "елк нов", "%", "_", "год."])
async def test_finds_whatever_the_case_the_order_and_the_marks(house: House, text: str) -> None:
    visitor = await house.visit()
    await house.say(visitor, "Наша Ёлка: 100%_\n\nНовый год.")

    (hit,) = await house.search_chats.execute(visitor, text)

    assert hit.excerpt == "Наша Ёлка: 100%_ Новый год."


@pytest.mark.parametrize("text", ["", "  ", "елка осень", "ёлочка", "100%%"])
async def test_finds_nothing_when_a_word_is_missing(house: House, text: str) -> None:
    visitor = await house.visit()
    await house.say(visitor, "Наша ёлка: 100%")

    assert await house.search_chats.execute(visitor, text) == []


async def test_finds_answers_too(rich: House) -> None:
    visitor = await rich.visit()
    await rich.say(visitor, "Вопрос")
    await rich.run_until_idle()
    answer = rich.storage.messages[-1]

    (hit,) = await rich.search_chats.execute(visitor, answer.text)

    assert (hit.message.author, hit.message.id) == (Author.ASSISTANT, answer.id)


async def test_finds_nothing_of_strangers_or_of_vk(house: House) -> None:
    await house.say(await house.visit(), "тайна")
    await house.comment()
    await house.drain_events.execute()
    words = {word for message in house.storage.messages for word in message.text.split()}
    visitor = await house.visit()

    assert [hit for word in words for hit in await house.search_chats.execute(visitor, word)] == []


async def test_shows_the_place_when_the_text_is_long(house: House) -> None:
    visitor = await house.visit()
    await house.say(visitor, "слово " * 500 + "глина" + " слово" * 500)

    (hit,) = await house.search_chats.execute(visitor, "глина")

    assert "глина" in hit.excerpt
    assert len(hit.excerpt) == EXCERPT_LENGTH


async def test_stops_when_it_has_found_or_read_enough(house: House) -> None:
    visitor = await house.visit()
    (chat,) = house.storage.conversations
    await house.say(visitor, "иголка")

    async def fill(texts: list[str]) -> None:
        async def add(uow: UnitOfWork) -> None:
            for number, text in enumerate(texts):
                key = f"filling:{len(texts)}:{number}"
                await uow.messages.add(make_new_message(conversation_id=chat.id, text=text, natural_key=key))

        await house.storage.run(add)

    await fill(["сено"] * (MOST_READ - 1))
    assert len(await house.search_chats.execute(visitor, "иголка")) == 1
    assert len(await house.search_chats.execute(visitor, "сено")) == MOST_FOUND
    await fill(["солома"])

    assert await house.search_chats.execute(visitor, "иголка") == []


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
async def test_finds_every_word_of_what_was_said(text: str) -> None:
    house = House()
    visitor = await house.visit()
    await house.say(visitor, f"начало {text} конец")

    for word in text.split():
        assert len(await house.search_chats.execute(visitor, word)) == 1
