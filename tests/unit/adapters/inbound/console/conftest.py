"""An operator at the owner's pages, on fakes."""

from collections.abc import AsyncIterator

import pytest

from tests.unit.adapters.inbound.console.owner_site import Client, Doctor, owned, sections
from tests.unit.adapters.inbound.console.site import browsing, sign_in
from tests.unit.application.house import House


@pytest.fixture
async def owned_house() -> House:
    return await owned()


@pytest.fixture
async def doctor() -> Doctor:
    return Doctor()


@pytest.fixture
async def client(owned_house: House, doctor: Doctor) -> AsyncIterator[Client]:
    with browsing(owned_house, sections(owned_house, doctor)) as client:
        sign_in(client)
        yield client
