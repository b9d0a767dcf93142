import pytest

from ports.storage import Storage
from tests.contracts.turn_parking import TurnParkingContract
from tests.fakes.storage import FakeStorage


class TestFakeTurnParking(TurnParkingContract):
    @pytest.fixture
    def storage(self) -> Storage:
        return FakeStorage()
