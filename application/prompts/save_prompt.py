"""Save a prompt: it counts from the next answer on, in all processes."""

from collections.abc import Awaitable, Callable, Mapping

from application.audit.note_act import NoteAct
from application.turns.current_prompt import current_prompt
from domain.act import Deed
from domain.channel import Channel
from domain.prompt import THE_FILE, PromptVersion, StalePromptError, usable_prompt
from ports.clock import Clock
from ports.log import Log
from ports.prompt_library import PromptLibrary
from ports.storage import Storage, UnitOfWork


class SavePrompt:
    """
    - Every save is a version of its own: nothing that ever counted is lost, and any of it can be returned to.
    - A text that holds a secret of the configuration is refused.
    - Whoever has read another version than the one that counts is told, and overwrites nothing.
    - Saving what counts already changes nothing.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        files: PromptLibrary,
        clock: Clock,
        log: Log,
        secrets: Mapping[str, str],
        note: NoteAct,
    ) -> None:
        """``secrets`` are values by the names of their settings."""
        self._storage = storage
        self._files = files
        self._clock = clock
        self._log = log
        self._secrets = secrets
        self._note = note

    async def execute(self, channel: Channel, text: str, *, based_on: int, by: str, note: str) -> int:
        """
        The number of the version that counts then; ``based_on`` is of the one that was edited.

        Raises UnusablePromptError, StalePromptError, StorageUnavailableError.
        """
        prompt = usable_prompt(text.replace("\r\n", "\n"), self._secrets)

        async def save(uow: UnitOfWork) -> int:
            if prompt == await current_prompt(uow, self._files, channel):
                return await _current_number(uow, channel)
            return await self._add(uow, channel, prompt, based_on=based_on, by=by, note=note)

        return await self._store(channel, save, by=by)

    async def restore(self, channel: Channel, number: int, *, based_on: int, by: str) -> int:
        """
        Return to the version of that number, or to the file with THE_FILE: it becomes the newest version.

        Raises NotFoundError, and what ``execute`` raises.
        """

        async def save(uow: UnitOfWork) -> int:
            text = None if number == THE_FILE else (await uow.prompts.get(channel, number)).text
            if text is not None:
                text = usable_prompt(text, self._secrets)
            return await self._add(uow, channel, text, based_on=based_on, by=by, note=f"↩ {number}")

        return await self._store(channel, save, by=by)

    async def _add(
        self, uow: UnitOfWork, channel: Channel, text: str | None, *, based_on: int, by: str, note: str
    ) -> int:
        current = await _current_number(uow, channel)
        version = PromptVersion(channel=channel, number=based_on + 1, text=text, at=self._clock.now(), by=by, note=note)
        # Of two who save at once the second finds the number taken.
        if current != based_on or not await uow.prompts.add(version):
            raise StalePromptError(channel, current=await _current_number(uow, channel))
        await self._note.execute(uow, Deed.SAVED_PROMPT, by=by, on=channel, version=version.number, note=note)
        return version.number

    async def _store(self, channel: Channel, save: Callable[[UnitOfWork], Awaitable[int]], *, by: str) -> int:
        number = await self._storage.run(save)
        self._log.info("prompt_saved", channel=channel, version=number, by=by)
        return number


async def _current_number(uow: UnitOfWork, channel: Channel) -> int:
    version = await uow.prompts.current(channel)
    return THE_FILE if version is None else version.number
