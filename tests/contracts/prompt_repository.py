"""What every keeper of prompt versions must do."""

from typing import Any

import pytest

from domain.channel import Channel
from domain.errors import NotFoundError
from domain.prompt import PromptVersion
from ports.storage import Storage
from tests.factories import MOMENT

SITE = Channel.SITE_CHAT


def make_version(number: int, **overrides: Any) -> PromptVersion:
    values: dict[str, Any] = {
        "channel": SITE,
        "number": number,
        "text": f"Промпт {number} 🙂\n  со второй строкой",
        "at": MOMENT,
        "by": "ann",
        "note": "почему",
    }
    return PromptVersion(**(values | overrides))


async def add(storage: Storage, version: PromptVersion) -> bool:
    return await storage.run(lambda uow: uow.prompts.add(version))


async def history(storage: Storage, channel: Channel = SITE, limit: int = 10) -> list[PromptVersion]:
    return list(await storage.read(lambda uow: uow.prompts.history(channel, limit=limit)))


class PromptRepositoryContract:
    async def test_has_none_before_one_was_saved(self, storage: Storage) -> None:
        assert await storage.read(lambda uow: uow.prompts.current(SITE)) is None
        assert await history(storage) == []

    async def test_gives_the_latest_first(self, storage: Storage) -> None:
        versions = [make_version(1), make_version(2, text=None), make_version(10)]
        for version in versions:
            assert await add(storage, version)

        assert await storage.read(lambda uow: uow.prompts.current(SITE)) == versions[-1]
        assert await history(storage) == versions[::-1]
        assert await history(storage, limit=2) == [versions[2], versions[1]]

    async def test_takes_each_number_once(self, storage: Storage) -> None:
        first = make_version(1)
        await add(storage, first)

        assert not await add(storage, make_version(1, text="Другой"))
        assert await history(storage) == [first]

    async def test_keeps_channels_apart(self, storage: Storage) -> None:
        await add(storage, make_version(1))
        other = make_version(1, channel=Channel.VK_POST)

        assert await add(storage, other)
        assert await history(storage, Channel.VK_POST) == [other]
        assert await history(storage, Channel.VK_MESSAGE) == []

    async def test_gives_one_by_its_number(self, storage: Storage) -> None:
        version = make_version(1)
        await add(storage, version)

        assert await storage.read(lambda uow: uow.prompts.get(SITE, 1)) == version
        with pytest.raises(NotFoundError):
            await storage.read(lambda uow: uow.prompts.get(SITE, 2))
