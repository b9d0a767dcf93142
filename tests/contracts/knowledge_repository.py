"""What every keeper of passages must do."""

from domain.identifiers import TurnId
from domain.knowledge import Passage, search_words, split_markdown
from ports.storage import Storage
from tests.factories import make_id

PRICES = "# Цены\nЗанятие стоит 500 рублей, абонемент на месяц 1500.\n\n# Адрес\nУлица Ленина, дом 7, вход со двора."
DELIVERY = "# Доставка\nДоставляем по Москве за день. Оплата доставки курьеру.\n\n# Shipping\nWe ship abroad, too."


async def index(storage: Storage, file: str, text: str, digest: str = "d1") -> list[Passage]:
    passages = split_markdown(file, text)
    await storage.run(lambda uow: uow.knowledge.replace(file, passages, digest=digest))
    return passages


async def search(storage: Storage, question: str, *, limit: int = 5) -> list[str]:
    words = search_words(question)
    return [found.heading for found in await storage.read(lambda uow: uow.knowledge.search(words, limit=limit))]


class KnowledgeRepositoryContract:
    async def test_finds_by_words_whatever_their_case_and_ending(self, storage: Storage) -> None:
        await index(storage, "prices.md", PRICES)
        await index(storage, "more/delivery.md", DELIVERY)

        assert await search(storage, "СКОЛЬКО СТОЯТ ЗАНЯТИЯ?") == ["Цены"]
        assert await search(storage, "доставку в Москву делаете?") == ["Доставка"]
        assert await search(storage, "do you offer SHIPPING abroad") == ["Shipping"]
        assert await search(storage, "расскажите про космос") == []

    async def test_finds_nothing_without_words_and_no_more_than_the_limit(self, storage: Storage) -> None:
        await index(storage, "prices.md", PRICES)
        await index(storage, "delivery.md", DELIVERY)

        assert await search(storage, 'как? где?? "*" OR (') == []
        assert len(await search(storage, "занятие доставка", limit=1)) == 1

    async def test_is_no_query_language(self, storage: Storage) -> None:
        await index(storage, "prices.md", PRICES)

        for question in (
            'занятие" OR words:x',
            "+занятие -цены (абонемент)",
            "NEAR(занятие, цены)",
            "занятие*@5 ~цены",
        ):
            assert await search(storage, question) == ["Цены"]

    async def test_replaces_a_file_whole(self, storage: Storage) -> None:
        await index(storage, "prices.md", PRICES)
        await index(storage, "prices.md", "# Новое\nТеперь занятие бесплатно.", digest="d2")

        assert await search(storage, "сколько стоит занятие") == ["Новое"]
        assert await search(storage, "улица Ленина") == []
        assert await storage.read(lambda uow: uow.knowledge.digests()) == {"prices.md": "d2"}

    async def test_forgets_a_file(self, storage: Storage) -> None:
        await index(storage, "prices.md", PRICES)
        await index(storage, "empty.md", "", digest="d3")
        await storage.run(lambda uow: uow.knowledge.replace("prices.md", [], digest=""))

        assert await search(storage, "занятие") == []
        assert await storage.read(lambda uow: uow.knowledge.digests()) == {"empty.md": "d3"}

    async def test_keeps_what_was_told_for_an_answer(self, storage: Storage) -> None:
        turn_id = TurnId(make_id())
        told = await index(storage, "prices.md", PRICES)

        await storage.run(lambda uow: uow.knowledge.note_used(turn_id, told[:1]))
        await storage.run(lambda uow: uow.knowledge.note_used(turn_id, told[::-1]))
        await index(storage, "prices.md", "другое", digest="d2")

        assert list(await storage.read(lambda uow: uow.knowledge.used(turn_id))) == told[::-1]
        assert list(await storage.read(lambda uow: uow.knowledge.used(TurnId(make_id())))) == []
