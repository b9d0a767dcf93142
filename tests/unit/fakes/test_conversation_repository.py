import pytest

from ports.storage import Storage
from tests.contracts.conversation_repository import ConversationRepositoryContract
from tests.fakes.storage import FakeStorage


class TestFakeConversationRepository(ConversationRepositoryContract):
    @pytest.fixture
    def storage(self) -> Storage:
        return FakeStorage()
