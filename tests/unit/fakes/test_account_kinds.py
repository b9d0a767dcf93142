import pytest

from ports.storage import Storage
from tests.contracts.account_kinds import AccountKindsContract
from tests.fakes.storage import FakeStorage


class TestFakeAccountKinds(AccountKindsContract):
    @pytest.fixture
    def storage(self) -> Storage:
        return FakeStorage()
