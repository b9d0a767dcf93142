import pytest

from application.inbox.search_inbox import BATCH
from tests.unit.application.house import House


async def found(house: House, text: str) -> list[str]:
    return [row.last.text for row in await house.search_inbox.execute(text)]


async def test_finds_conversations_by_all_the_words_whatever_their_case(rich: House) -> None:
    await rich.say(await rich.visit(), "Сколько стоит ёлка на улице?")
    await rich.say(await rich.visit(), "Сколько стоит кружка?")
    await rich.say(await rich.visit(), "Здравствуйте")

    assert await found(rich, "ЕЛКА сколько") == ["Сколько стоит ёлка на улице?"]
    assert len(await found(rich, "стоит")) == 2


async def test_shows_a_conversation_once_with_its_last_line(rich: House) -> None:
    visitor = await rich.visit()
    for text in ("ёлка раз", "ёлка два", "до свидания"):
        await rich.say(visitor, text)

    assert await found(rich, "ёлка") == ["до свидания"]


@pytest.mark.parametrize("text", ["", "   ", "\n"])
async def test_finds_nothing_without_words(rich: House, text: str) -> None:
    await rich.say(await rich.visit(), "Здравствуйте")

    assert await found(rich, text) == []


async def test_looks_further_back_than_one_batch(rich: House) -> None:
    await rich.say(await rich.visit(), "иголка")
    visitor = await rich.visit()
    for _ in range(BATCH):
        await rich.say(visitor, "сено")

    assert await found(rich, "иголка") == ["иголка"]
