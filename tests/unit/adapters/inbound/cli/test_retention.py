import asyncio
from datetime import timedelta

import pytest

from tests.factories import make_id
from tests.unit.adapters.inbound.cli.fake_program import FakeProgram
from tests.unit.application.retention.test_forget_old import add_messages, texts


@pytest.fixture
def kept(program: FakeProgram) -> FakeProgram:
    """For a month; there is an old message."""
    program.retention = timedelta(days=30)
    asyncio.run(add_messages(program.house, make_id(1)))
    return program


def test_forgets_what_is_old(kept: FakeProgram) -> None:
    assert kept.json("retention", "run") == {"dry_run": False, "messages": 1, "events": 0, "notifications": 0}
    assert texts(kept.house) == [""]


def test_only_counts_when_it_is_a_dry_run(kept: FakeProgram) -> None:
    assert kept.json("retention", "run", "--dry-run")["messages"] == 1
    assert "would be forgotten" in kept.run("retention", "run", "--dry-run").stdout
    assert texts(kept.house) != [""]


def test_fails_when_everything_is_kept(program: FakeProgram) -> None:
    result = program.run("retention", "run")

    assert result.exit_code == 1
    assert "RETENTION_DAYS is not set" in result.stderr
