"""Show a prompt and what it was before."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.turns.current_prompt import current_prompt
from domain.channel import Channel
from domain.prompt import THE_FILE, PromptVersion
from ports.prompt_library import PromptLibrary
from ports.storage import Storage, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptState:
    """``text`` counts now, ``number`` is its version; ``file`` is the text of the file, ``versions`` latest first."""

    channel: Channel
    text: str
    number: int
    file: str
    versions: Sequence[PromptVersion]

    @property
    def is_the_file(self) -> bool:
        return not self.versions or self.versions[0].text is None


class ShowPrompt:
    def __init__(self, *, storage: Storage, files: PromptLibrary) -> None:
        self._storage = storage
        self._files = files

    async def execute(self, channel: Channel, *, limit: int) -> PromptState:
        """With at most ``limit`` versions, one at least. Raises StorageUnavailableError."""

        async def read(uow: UnitOfWork) -> PromptState:
            versions = await uow.prompts.history(channel, limit=limit)
            return PromptState(
                channel=channel,
                text=await current_prompt(uow, self._files, channel),
                number=versions[0].number if versions else THE_FILE,
                file=self._files.prompt(channel),
                versions=versions,
            )

        return await self._storage.read(read)
