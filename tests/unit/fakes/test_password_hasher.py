import pytest

from tests.contracts.password_hasher import PasswordHasherContract
from tests.fakes.password_hasher import FakePasswordHasher


class TestFakePasswordHasher(PasswordHasherContract):
    @pytest.fixture
    def hasher(self) -> FakePasswordHasher:
        return FakePasswordHasher()

    async def test_counts_comparisons_with_nobody(self, hasher: FakePasswordHasher) -> None:
        await hasher.verify("correct horse", None)

        assert hasher.verified == [None]
