"""The prompt that counts now."""

from domain.channel import Channel
from ports.prompt_library import PromptLibrary
from ports.storage import UnitOfWork


async def current_prompt(uow: UnitOfWork, files: PromptLibrary, channel: Channel) -> str:
    """The last saved version, or the file's text while there is none or it was returned to."""
    version = await uow.prompts.current(channel)
    return files.prompt(channel) if version is None or version.text is None else version.text
