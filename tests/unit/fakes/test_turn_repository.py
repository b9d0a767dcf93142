import pytest

from ports.storage import Storage
from tests.contracts.turn_repository import TurnRepositoryContract
from tests.fakes.storage import FakeStorage


class TestFakeTurnRepository(TurnRepositoryContract):
    @pytest.fixture
    def storage(self) -> Storage:
        return FakeStorage()
