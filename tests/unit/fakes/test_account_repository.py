import pytest

from ports.storage import Storage
from tests.contracts.account_repository import AccountRepositoryContract
from tests.fakes.storage import FakeStorage


class TestFakeAccountRepository(AccountRepositoryContract):
    @pytest.fixture
    def storage(self) -> Storage:
        return FakeStorage()
