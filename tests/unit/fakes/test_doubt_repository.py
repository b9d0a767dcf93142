import pytest

from ports.storage import Storage
from tests.contracts.doubt_repository import DoubtRepositoryContract
from tests.fakes.storage import FakeStorage


class TestFakeDoubtRepository(DoubtRepositoryContract):
    @pytest.fixture
    def storage(self) -> Storage:
        return FakeStorage()
