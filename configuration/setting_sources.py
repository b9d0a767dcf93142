"""Where settings come from: the environment, ``.env``, and files that hold one secret each."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from dotenv import dotenv_values

from configuration.settings_error import Problem, SettingsError

ALIASES: Final = {
    "OPENAI_API_BASE_URL": "OPENAI_BASE_URL",
    "OPENAI_API_BASE": "OPENAI_BASE_URL",
    "VK_TOKEN": "VK_ACCESS_TOKEN",
    "VK_CONFIRMATION_TOKEN": "VK_CONFIRMATION_CODE",
}
"""Names other programs use for the same thing."""

FROM_FILES: Final = (
    "DATABASE_URL",
    "OPENAI_API_KEY",
    "REDIS_URL",
    "SECRET_KEY",
    "VK_ACCESS_TOKEN",
    "VK_SECRET",
    "VK_SERVICE_TOKEN",
)
"""May be given as ``…_FILE``, the path of a file that holds the value, as Docker and systemd hand secrets over."""

MOST_BYTES: Final = 65_536


def given_settings(environment: Mapping[str, str], dotenv: Path | None) -> dict[str, str]:
    """What was set, by name; empty values count as unset. Raises SettingsError."""
    given: dict[str, str] = {}
    for source in (_read_dotenv(dotenv), environment):
        # The aliases come first, so that the name itself wins over them.
        named = sorted(source.items(), key=lambda item: item[0] not in ALIASES)
        own = {ALIASES.get(name, name): value for name, value in named if value.strip()}
        given.update(own | _from_files(own))
    return given


def _from_files(own: Mapping[str, str]) -> dict[str, str]:
    files = {name: f"{name}_FILE" for name in FROM_FILES if f"{name}_FILE" in own}
    for name, variable in files.items():
        if name in own:
            raise SettingsError(Problem(variable, f"is set beside {name}; only one of them can count"))
    return {name: _read_secret(variable, Path(own[variable].strip())) for name, variable in files.items()}


def _read_secret(variable: str, path: Path) -> str:
    try:
        with path.open("rb") as file:
            text = file.read(MOST_BYTES + 1).decode("utf-8-sig").strip()
    except (OSError, ValueError) as error:
        raise SettingsError(Problem(variable, f"the file cannot be read ({type(error).__name__})")) from None
    if not text or not text.isprintable() or len(text) > MOST_BYTES:
        raise SettingsError(Problem(variable, "the file must hold one line and nothing else"))
    return text


def _read_dotenv(path: Path | None) -> dict[str, str]:
    if path is None or not path.is_file():
        return {}
    try:
        return {name: value for name, value in dotenv_values(path, encoding="utf-8-sig").items() if value is not None}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(Problem(str(path), f"cannot be read ({type(error).__name__})")) from error
