import pytest

from tests.contracts.ids import IdsContract
from tests.fakes.ids import FakeIds, make_id


class TestFakeIds(IdsContract):
    @pytest.fixture
    def ids(self) -> FakeIds:
        return FakeIds()

    def test_ids_are_the_same_in_every_run(self, ids: FakeIds) -> None:
        assert str(ids.new()) == "00000000-0001-7000-8000-000000000000"
        assert ids.new() == make_id(2)
