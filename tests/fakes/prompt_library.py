from collections.abc import Mapping

from domain.channel import Channel


class FakePromptLibrary:
    """Prompts that name their channel, unless others are given; `prompts` may be changed by a test."""

    def __init__(self, prompts: Mapping[Channel, str] | None = None) -> None:
        self.prompts = {channel: f"Prompt of {channel}." for channel in Channel} | dict(prompts or {})

    def prompt(self, channel: Channel) -> str:
        return self.prompts[channel]

    def load_system_prompts_vk(self) -> tuple[str, str, str]:
        return self.prompts[Channel.VK_POST], self.prompts[Channel.VK_COMMENT], self.prompts[Channel.VK_MESSAGE]
