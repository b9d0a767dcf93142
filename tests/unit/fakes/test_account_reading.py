import pytest

from ports.storage import Storage
from tests.contracts.account_reading import AccountReadingContract
from tests.fakes.storage import FakeStorage


class TestFakeAccountReading(AccountReadingContract):
    @pytest.fixture
    def storage(self) -> Storage:
        return FakeStorage()
