import pytest

from ports.storage import Storage
from tests.contracts.alert_repository import AlertRepositoryContract
from tests.fakes.storage import FakeStorage


class TestFakeAlertRepository(AlertRepositoryContract):
    @pytest.fixture
    def storage(self) -> Storage:
        return FakeStorage()
