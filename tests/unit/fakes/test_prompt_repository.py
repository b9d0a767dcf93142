import pytest

from ports.storage import Storage
from tests.contracts.prompt_repository import PromptRepositoryContract
from tests.fakes.storage import FakeStorage


class TestFakePromptRepository(PromptRepositoryContract):
    @pytest.fixture
    def storage(self) -> Storage:
        return FakeStorage()
