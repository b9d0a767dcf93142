import re

import pytest

from ports.randomness import Randomness


class RandomnessContract:
    @pytest.fixture
    def randomness(self) -> Randomness:
        raise NotImplementedError

    def test_tokens_are_long_and_url_safe(self, randomness: Randomness) -> None:
        assert re.fullmatch(r"[A-Za-z0-9_-]{43,}", randomness.token())

    def test_no_token_is_given_twice(self, randomness: Randomness) -> None:
        assert len({randomness.token() for _ in range(1_000)}) == 1_000

    def test_fractions_lie_between_nought_and_one(self, randomness: Randomness) -> None:
        assert all(0 <= randomness.fraction() < 1 for _ in range(1_000))
