import pytest

from ports.storage import Storage
from tests.contracts.act_repository import ActRepositoryContract
from tests.fakes.storage import FakeStorage


class TestFakeActRepository(ActRepositoryContract):
    @pytest.fixture
    def storage(self) -> Storage:
        return FakeStorage()
