import pytest

from ports.chain_auditor import ChainAuditor
from tests.contracts.chain_auditor import ChainAuditorContract
from tests.fakes.chain_auditor import FakeChainAuditor
from tests.fakes.storage import FakeStorage


class TestFakeChainAuditor(ChainAuditorContract):
    @pytest.fixture
    def storage(self) -> FakeStorage:
        return FakeStorage()

    @pytest.fixture
    def auditor(self, storage: FakeStorage) -> ChainAuditor:
        return FakeChainAuditor(storage)
