"""The prompt files, read as the server reads them."""

from collections.abc import Mapping

from adapters.inbound.cli.program import PromptFinding
from adapters.outbound.prompt_library import PromptError, prompt_path, read_prompt
from configuration.secret_values import secret_values
from configuration.settings import Settings
from domain.channel import Channel


def examine_prompts(settings: Settings) -> list[PromptFinding]:
    """One that is bad does not keep the others from being read."""
    secrets = secret_values(settings)
    return [_prompt(settings, channel, secrets) for channel in Channel]


def _prompt(settings: Settings, channel: Channel, secrets: Mapping[str, str]) -> PromptFinding:
    file = prompt_path(settings.prompts, channel)
    try:
        length = len(read_prompt(file, secrets))
    except PromptError as error:
        return PromptFinding(channel=channel, file=file, length=None, problem=error.reason)
    return PromptFinding(channel=channel, file=file, length=length, problem=None)
