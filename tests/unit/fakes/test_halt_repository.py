import pytest

from ports.storage import Storage
from tests.contracts.halt_repository import HaltRepositoryContract
from tests.fakes.storage import FakeStorage


class TestFakeHaltRepository(HaltRepositoryContract):
    @pytest.fixture
    def storage(self) -> Storage:
        return FakeStorage()
