"""Before anything is answered: no prompt that counts holds a secret."""

from collections.abc import Mapping

from domain.channel import Channel
from domain.prompt import PromptVersion, UnusablePromptError, refuse_secrets
from ports.storage import Storage


class CheckPrompts:
    """Files are checked where they are read; a saved version may hold what has become a secret since."""

    def __init__(self, *, storage: Storage, secrets: Mapping[str, str]) -> None:
        self._storage = storage
        self._secrets = secrets

    async def execute(self) -> None:
        """Raises UnusablePromptError that names channel, version and line; StorageUnavailableError."""
        for channel in Channel:
            version = await self._current(channel)
            if version is None or version.text is None:
                continue
            try:
                refuse_secrets(version.text, self._secrets)
            except UnusablePromptError as error:
                raise UnusablePromptError(f"{channel}, version {version.number}, {error.reason}") from None

    async def _current(self, channel: Channel) -> PromptVersion | None:
        return await self._storage.read(lambda uow: uow.prompts.current(channel))
