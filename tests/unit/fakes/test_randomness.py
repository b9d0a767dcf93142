import pytest

from tests.contracts.randomness import RandomnessContract
from tests.fakes.randomness import FakeRandomness


class TestFakeRandomness(RandomnessContract):
    @pytest.fixture
    def randomness(self) -> FakeRandomness:
        return FakeRandomness()

    def test_gives_the_fractions_it_was_given(self) -> None:
        randomness = FakeRandomness([0.1, 0.2])

        assert [randomness.fraction() for _ in range(3)] == [0.1, 0.2, 0.2]
