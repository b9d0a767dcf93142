"""How the driver fails to connect, as the core sees it."""

from typing import NoReturn

import asyncmy
import pytest

from adapters.outbound.database.engine import open_database
from adapters.outbound.database.storage import SqlStorage
from domain.errors import StorageUnavailableError
from ports.storage import UnitOfWork


async def test_is_away_when_the_server_cuts_the_connection_while_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    async def cut(**_arguments: object) -> NoReturn:
        raise RuntimeError("Transport does not expose socket instance")

    async def nothing(_uow: UnitOfWork) -> None: ...

    monkeypatch.setattr(asyncmy, "connect", cut)
    async with open_database("mysql://user:word@127.0.0.1:1/name", acquire_timeout=0.1) as database:
        with pytest.raises(StorageUnavailableError):
            await SqlStorage(database).run(nothing)
