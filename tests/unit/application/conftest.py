import pytest

from tests.unit.application.house import House


@pytest.fixture
def house() -> House:
    """With no money on the account."""
    return House()


@pytest.fixture
async def rich() -> House:
    """With money for twenty answers."""
    house = House()
    await house.top_up("100.00")
    return house
