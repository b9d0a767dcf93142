import pytest

from ports.storage import Storage
from tests.contracts.delivery_repository import DeliveryRepositoryContract
from tests.fakes.storage import FakeStorage


class TestFakeDeliveryRepository(DeliveryRepositoryContract):
    @pytest.fixture
    def storage(self) -> Storage:
        return FakeStorage()
