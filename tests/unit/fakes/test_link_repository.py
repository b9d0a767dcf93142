import pytest

from ports.storage import Storage
from tests.contracts.link_repository import LinkRepositoryContract
from tests.fakes.storage import FakeStorage


class TestFakeLinkRepository(LinkRepositoryContract):
    @pytest.fixture
    def storage(self) -> Storage:
        return FakeStorage()
