import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from configuration.secret_key import secret_key_problem, with_secret_key
from configuration.settings import Settings
from configuration.settings_error import SettingsError

KEY = "0123456789abcdef" * 4


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "var" / "secret_key"


def test_is_the_one_that_was_given(file: Path) -> None:
    assert with_secret_key(Settings(secret_key=KEY), file).secret_key == KEY
    assert not file.exists()


def test_is_made_once_and_kept_for_the_owner_alone(file: Path) -> None:
    first = with_secret_key(Settings(), file).secret_key

    assert first is not None
    assert secret_key_problem(first) is None
    assert with_secret_key(Settings(), file).secret_key == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_is_another_one_in_another_place(file: Path, tmp_path: Path) -> None:
    assert with_secret_key(Settings(), file).secret_key != with_secret_key(Settings(), tmp_path / "other").secret_key


def test_is_one_when_processes_start_at_once(file: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        made = set(threads.map(lambda _: with_secret_key(Settings(), file).secret_key, range(32)))

    assert len(made) == 1


@pytest.mark.parametrize("kept", [b"", b"short\n", b"\xff" * 40, b"changeme" * 8])
def test_stops_the_start_when_the_file_holds_no_key(file: Path, kept: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(kept)

    with pytest.raises(SettingsError, match=r"^SECRET_KEY: .*secret_key"):
        with_secret_key(Settings(), file)


def test_stops_the_start_when_it_cannot_be_kept() -> None:
    with pytest.raises(SettingsError, match=r"^SECRET_KEY: cannot be kept"):
        with_secret_key(Settings(), Path("/proc/nowhere/secret_key"))
