import pytest

from ports.storage import Storage
from tests.contracts.session_repository import SessionRepositoryContract
from tests.fakes.storage import FakeStorage


class TestFakeSessionRepository(SessionRepositoryContract):
    @pytest.fixture
    def storage(self) -> Storage:
        return FakeStorage()
