import pytest

from ports.auditor import Auditor
from tests.contracts.auditor import AuditorContract
from tests.fakes.auditor import FakeAuditor
from tests.fakes.storage import FakeStorage


class TestFakeAuditor(AuditorContract):
    @pytest.fixture
    def storage(self) -> FakeStorage:
        return FakeStorage()

    @pytest.fixture
    def auditor(self, storage: FakeStorage) -> Auditor:
        return FakeAuditor(storage)
