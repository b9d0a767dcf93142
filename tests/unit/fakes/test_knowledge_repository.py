import pytest

from ports.storage import Storage
from tests.contracts.knowledge_repository import KnowledgeRepositoryContract
from tests.fakes.storage import FakeStorage


class TestFakeKnowledgeRepository(KnowledgeRepositoryContract):
    @pytest.fixture
    def storage(self) -> Storage:
        return FakeStorage()
