import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory

from adapters.outbound.database import migrate


def test_knows_the_revisions_that_alembic_knows_in_their_order() -> None:
    scripts = ScriptDirectory(str(Path(migrate.__file__).parents[3] / "migrations"))

    assert migrate.known_revisions() == [script.revision for script in scripts.walk_revisions()][::-1]
    assert migrate.known_revisions()[-1] == scripts.get_current_head()


async def test_asks_alembic_nothing_when_there_is_nothing_to_move(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(command, "upgrade", lambda _config, revision: asked.append(revision))

    await migrate.upgrade(f"sqlite:///{file}")
    assert asked == []

    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    connection.close()
    await migrate.upgrade(f"sqlite:///{file}")
    assert asked == [migrate.known_revisions()[-1]]
