"""The system prompts, one per channel."""

from typing import Protocol

from domain.channel import Channel


class PromptLibrary(Protocol):
    def prompt(self, channel: Channel) -> str:
        """The prompt as it is now: an edited file counts from the next answer on."""
        ...

    def load_system_prompts_vk(self) -> tuple[str, str, str]:
        """The prompts of VK: post, comment, message, in this order."""
        ...
