import pytest

from adapters.outbound.randomness import SystemRandomness
from ports.randomness import Randomness
from tests.contracts.randomness import RandomnessContract


class TestSystemRandomness(RandomnessContract):
    @pytest.fixture
    def randomness(self) -> Randomness:
        return SystemRandomness()

    def test_fractions_vary(self, randomness: Randomness) -> None:
        assert len({randomness.fraction() for _ in range(100)}) > 90
