from pathlib import Path

import pytest

from configuration.setting_sources import FROM_FILES, MOST_BYTES, given_settings
from configuration.settings_error import SettingsError


def secret_file(tmp_path: Path, content: bytes = b"canary\n") -> str:
    path = tmp_path / "secret"
    path.write_bytes(content)
    return str(path)


@pytest.mark.parametrize("name", FROM_FILES)
def test_takes_a_secret_from_a_file(tmp_path: Path, name: str) -> None:
    assert given_settings({f"{name}_FILE": secret_file(tmp_path)}, None)[name] == "canary"


def test_environment_wins_over_dotenv_whichever_of_them_names_a_file(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text(f"VK_SECRET_FILE={secret_file(tmp_path)}\nREDIS_URL=redis://dotenv\n", encoding="utf-8")

    given = given_settings({"VK_SECRET": "plain", "REDIS_URL_FILE": secret_file(tmp_path)}, dotenv)

    assert (given["VK_SECRET"], given["REDIS_URL"]) == ("plain", "canary")


@pytest.mark.parametrize(
    "content", [b"", b" \n", b"canary\nPORT=1", b"\xff\xfe", b"canary\x00", b"c" * (MOST_BYTES + 1)]
)
def test_refuses_a_file_that_holds_more_or_less_than_a_line(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SettingsError, match="VK_SECRET_FILE: the file") as refused:
        given_settings({"VK_SECRET_FILE": secret_file(tmp_path, content)}, None)

    assert "canary" not in str(refused.value)


def test_refuses_a_file_that_is_not_there() -> None:
    with pytest.raises(SettingsError, match=r"VK_SECRET_FILE: the file cannot be read \(FileNotFoundError\)"):
        given_settings({"VK_SECRET_FILE": "/nowhere/canary"}, None)


def test_refuses_both_in_one_place(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="VK_SECRET_FILE: is set beside VK_SECRET"):
        given_settings({"VK_SECRET_FILE": secret_file(tmp_path), "VK_SECRET": "canary"}, None)
