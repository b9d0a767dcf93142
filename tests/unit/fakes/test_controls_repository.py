import pytest

from ports.storage import Storage
from tests.contracts.controls_repository import ControlsRepositoryContract
from tests.fakes.storage import FakeStorage


class TestFakeControlsRepository(ControlsRepositoryContract):
    @pytest.fixture
    def storage(self) -> Storage:
        return FakeStorage()
