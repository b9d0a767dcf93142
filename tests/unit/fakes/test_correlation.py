import pytest

from ports.correlation import Correlation
from tests.contracts.correlation import CorrelationContract
from tests.fakes.correlation import FakeCorrelation


class TestFakeCorrelation(CorrelationContract):
    @pytest.fixture
    def correlation(self) -> Correlation:
        return FakeCorrelation()
