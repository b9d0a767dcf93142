import pytest

from ports.storage import Storage
from tests.contracts.rating_repository import RatingRepositoryContract
from tests.fakes.storage import FakeStorage


class TestFakeRatingRepository(RatingRepositoryContract):
    @pytest.fixture
    def storage(self) -> Storage:
        return FakeStorage()
