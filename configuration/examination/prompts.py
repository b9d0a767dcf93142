"""The prompt files, read as the server reads them."""

from adapters.inbound.cli.program import PromptFinding
from adapters.outbound.prompt_library import PromptError, prompt_path, read_prompt
from configuration.settings import Settings
from domain.channel import Channel


def examine_prompts(settings: Settings) -> list[PromptFinding]:
    """One that is bad does not keep the others from being read."""
    return [_prompt(settings, channel) for channel in Channel]


def _prompt(settings: Settings, channel: Channel) -> PromptFinding:
    file = prompt_path(settings.prompts, channel)
    try:
        length = len(read_prompt(file))
    except PromptError as error:
        return PromptFinding(channel=channel, file=file, length=None, problem=error.reason)
    return PromptFinding(channel=channel, file=file, length=length, problem=None)
