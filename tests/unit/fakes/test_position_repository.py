import pytest

from ports.storage import Storage
from tests.contracts.position_repository import PositionRepositoryContract
from tests.fakes.storage import FakeStorage


class TestFakePositionRepository(PositionRepositoryContract):
    @pytest.fixture
    def storage(self) -> Storage:
        return FakeStorage()
