import pytest

from ports.ids import Ids


class IdsContract:
    @pytest.fixture
    def ids(self) -> Ids:
        raise NotImplementedError

    def test_later_ids_sort_after_earlier_ones(self, ids: Ids) -> None:
        made = [ids.new() for _ in range(5_000)]

        assert made == sorted(made)
        assert len(set(made)) == len(made)

    def test_order_holds_when_written_as_text(self, ids: Ids) -> None:
        made = [str(ids.new()) for _ in range(1_000)]

        assert made == sorted(made)

    def test_ids_are_of_version_seven(self, ids: Ids) -> None:
        made = ids.new()

        assert made.version == 7
        assert made.variant == "specified in RFC 4122"
