import time

import pytest

from adapters.outbound.ids import TimeOrderedIds
from ports.ids import Ids
from tests.contracts.ids import IdsContract


class TestTimeOrderedIds(IdsContract):
    @pytest.fixture
    def ids(self) -> Ids:
        return TimeOrderedIds()

    def test_ids_begin_with_the_time(self, ids: Ids) -> None:
        before = time.time_ns() // 1_000_000

        made = ids.new().int >> 80

        assert before <= made <= time.time_ns() // 1_000_000 + 1_000

    def test_order_holds_across_makers(self) -> None:
        makers = [TimeOrderedIds(), TimeOrderedIds()]

        made = [makers[n % 2].new() for n in range(1_000)]

        assert made == sorted(made)
