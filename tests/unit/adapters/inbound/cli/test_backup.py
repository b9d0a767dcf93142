from pathlib import Path

from tests.unit.adapters.inbound.cli.fake_program import FakeProgram


def test_tells_what_was_written_and_restored(program: FakeProgram, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    file.touch()

    written, restored = program.run("backup", str(file)), program.run("restore", str(file))

    assert written.stdout.startswith("3 rows of 2 tables written to ")
    assert restored.stdout.startswith("3 rows of 2 tables restored from ")
    assert program.done == [("backup", file), ("restore", file)]


def test_tells_programs_the_rows_of_each_table(program: FakeProgram, tmp_path: Path) -> None:
    file = tmp_path / "backup"

    assert program.json("backup", str(file)) == {"file": str(file), "rows": {"events": 2, "turns": 1}}


def test_refuses_to_restore_from_nothing(program: FakeProgram, tmp_path: Path) -> None:
    assert program.run("restore", str(tmp_path / "none")).exit_code == 2
    assert program.done == []
