import pytest

from ports.storage import Storage
from tests.contracts.person_repository import PersonRepositoryContract
from tests.fakes.storage import FakeStorage


class TestFakePersonRepository(PersonRepositoryContract):
    @pytest.fixture
    def storage(self) -> Storage:
        return FakeStorage()
