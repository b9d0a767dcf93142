import asyncio

import pytest

from adapters.outbound.correlation import TaskCorrelation
from ports.correlation import Correlation
from tests.contracts.correlation import CorrelationContract


class TestTaskCorrelation(CorrelationContract):
    @pytest.fixture
    def correlation(self) -> Correlation:
        return TaskCorrelation()


async def test_each_task_has_its_own() -> None:
    correlation = TaskCorrelation()

    async def request(id_: str) -> str | None:
        with correlation.begun(id_):
            await asyncio.sleep(0)
            return correlation.current

    assert await asyncio.gather(request("one"), request("other")) == ["one", "other"]
