"""What every keeper of acts must do."""

from domain.act import Act, Deed
from ports.storage import Storage
from tests.factories import make_act


async def add(storage: Storage, act: Act) -> None:
    await storage.run(lambda uow: uow.acts.add(act))


async def latest(storage: Storage, *, limit: int = 10, before: int | None = None) -> list[Act]:
    found = await storage.read(lambda uow: uow.acts.latest(limit=limit, before=before))
    return [each.act for each in found]


class ActRepositoryContract:
    async def test_gives_back_what_was_added(self, storage: Storage) -> None:
        act = make_act(
            by="Ольга 🙂", deed=Deed.SAVED_PROMPT, on="site_chat", details={"version": 3, "note": "ё", "none": None}
        )
        await add(storage, act)
        await add(storage, make_act(correlation="a request"))

        assert await latest(storage) == [make_act(correlation="a request"), act]

    async def test_gives_those_of_a_newer_program_too(self, storage: Storage) -> None:
        await add(storage, make_act(deed="of_tomorrow"))

        assert [act.deed for act in await latest(storage)] == ["of_tomorrow"]

    async def test_pages_from_the_latest_on(self, storage: Storage) -> None:
        for number in range(5):
            await add(storage, make_act(on=f"person {number}"))

        page = await storage.read(lambda uow: uow.acts.latest(limit=2))
        rest = await latest(storage, before=page[-1].position)

        assert [each.act.on for each in page] == ["person 4", "person 3"]
        assert [act.on for act in rest] == ["person 2", "person 1", "person 0"]
