"""Versions of prompts in memory."""

from collections.abc import Sequence

from domain.channel import Channel
from domain.errors import NotFoundError
from domain.prompt import PromptVersion
from tests.fakes.tables import Tables


class FakePromptRepository:
    def __init__(self, tables: Tables) -> None:
        self._versions = tables.prompt_versions

    async def current(self, channel: Channel) -> PromptVersion | None:
        return next(iter(await self.history(channel, limit=1)), None)

    async def get(self, channel: Channel, number: int) -> PromptVersion:
        try:
            return self._versions[channel, number]
        except KeyError:
            raise NotFoundError("version of the prompt", f"{channel} {number}") from None

    async def add(self, version: PromptVersion) -> bool:
        return self._versions.setdefault((version.channel, version.number), version) is version

    async def history(self, channel: Channel, *, limit: int) -> Sequence[PromptVersion]:
        ours = (version for version in self._versions.values() if version.channel is channel)
        return sorted(ours, key=lambda version: version.number, reverse=True)[:limit]
