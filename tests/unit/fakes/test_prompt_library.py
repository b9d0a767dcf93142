import pytest

from domain.channel import Channel
from tests.contracts.prompt_library import EditedLibrary, PromptLibraryContract
from tests.fakes.prompt_library import FakePromptLibrary


class EditedFake(EditedLibrary):
    def __init__(self) -> None:
        self.fake = FakePromptLibrary({Channel.SITE_CHAT: "Чат."})
        self.library = self.fake

    def edit(self, channel: Channel, text: str) -> None:
        self.fake.prompts[channel] = text


class TestFakePromptLibrary(PromptLibraryContract):
    @pytest.fixture
    def edited(self) -> EditedLibrary:
        return EditedFake()

    def test_gives_the_prompt_it_was_given(self, edited: EditedLibrary) -> None:
        assert edited.library.prompt(Channel.SITE_CHAT) == "Чат."
