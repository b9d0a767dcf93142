"""The machines of the use cases, on SQLite in place of the fake storage."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.factories import MOMENT
from tests.fakes.clock import FakeClock
from tests.integration.database.visible_sqlite import VisibleSqlite
from tests.unit.application.house import House
from tests.unit.application.turn_promises import Books, TurnPromises


class OnSqlite(TurnPromises):
    """Mixed into a machine; ``migrated`` is the file to begin with, ``owner_wants`` the owner's decisions."""

    migrated: Path
    owner_wants: dict[str, Any]

    def open_house(self) -> tuple[House, Books]:
        self.folder = TemporaryDirectory()
        file = Path(shutil.copy(self.migrated, Path(self.folder.name) / "otklik.db"))
        clock = FakeClock(MOMENT)
        self.sqlite = VisibleSqlite(file, clock=clock)
        self.runner.run(self.sqlite.__aenter__())
        house = House(storage=self.sqlite.storage, inbox=self.sqlite.inbox, clock=clock, **self.owner_wants)
        return house, self.sqlite

    def close_house(self) -> None:
        self.runner.run(self.sqlite.__aexit__())
        self.folder.cleanup()
