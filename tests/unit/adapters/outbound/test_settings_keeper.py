from pathlib import Path

import pytest
from dotenv import dotenv_values

from adapters.outbound.settings_keeper import DotenvFile, setting_line
from tests.contracts.settings_keeper import Kept, SettingsKeeperContract


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / ".env"


class TestDotenvFile(SettingsKeeperContract):
    @pytest.fixture
    def keeper(self, file: Path) -> DotenvFile:
        return DotenvFile(file)

    @pytest.fixture
    def kept(self, file: Path) -> Kept:
        return lambda: dotenv_values(file)


def test_is_readable_by_the_owner_only_and_leaves_nothing_beside_it(file: Path) -> None:
    file.write_text("PORT=1", encoding="utf-8")
    file.chmod(0o644)

    DotenvFile(file).keep("VK_SECRET", "s")

    assert file.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in file.parent.iterdir()] == [".env"]


def test_keeps_comments_and_replaces_an_exported_line(file: Path) -> None:
    file.write_text("# of ours\nexport VK_SECRET=old\nPORT=1", encoding="utf-8")

    DotenvFile(file).keep("VK_SECRET", "new")

    assert file.read_text(encoding="utf-8") == "# of ours\nPORT=1\nVK_SECRET=new\n"


def test_refuses_a_value_of_two_lines() -> None:
    with pytest.raises(ValueError, match="VK_SECRET"):
        setting_line("VK_SECRET", "a\nPORT=1")
