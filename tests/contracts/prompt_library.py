from abc import ABC, abstractmethod

import pytest

from domain.channel import Channel
from ports.prompt_library import PromptLibrary


class EditedLibrary(ABC):
    """A library, and the hand that edits its prompts."""

    library: PromptLibrary

    @abstractmethod
    def edit(self, channel: Channel, text: str) -> None:
        """Change the prompt; it counts from the next answer on."""


class PromptLibraryContract:
    @pytest.fixture
    def edited(self) -> EditedLibrary:
        raise NotImplementedError

    @pytest.mark.parametrize("channel", Channel)
    def test_every_channel_has_a_prompt(self, edited: EditedLibrary, channel: Channel) -> None:
        assert edited.library.prompt(channel).strip()

    def test_prompts_differ(self, edited: EditedLibrary) -> None:
        assert len({edited.library.prompt(channel) for channel in Channel}) == len(Channel)

    def test_prompts_of_vk_come_in_their_order(self, edited: EditedLibrary) -> None:
        assert edited.library.load_system_prompts_vk() == (
            edited.library.prompt(Channel.VK_POST),
            edited.library.prompt(Channel.VK_COMMENT),
            edited.library.prompt(Channel.VK_MESSAGE),
        )

    @pytest.mark.parametrize("channel", Channel)
    def test_new_text_counts_when_a_prompt_was_edited(self, edited: EditedLibrary, channel: Channel) -> None:
        before = {other: edited.library.prompt(other) for other in Channel}

        edited.edit(channel, "Новый текст.")

        assert {other: edited.library.prompt(other) for other in Channel} == before | {channel: "Новый текст."}
