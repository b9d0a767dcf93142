"""The table of docs/operations.md has every setting, each with its default, and no other."""

import re
from pathlib import Path
from typing import Final

import msgspec

from configuration.setting_sources import FROM_FILES
from configuration.settings import Settings

PAGE: Final = Path(__file__).parents[3] / "docs" / "operations.md"
SAID_OTHERWISE: Final = {"OPENAI_BASE_URL", "ALLOWED_ORIGINS", "SECRET_KEY", "PROMPTS_DIR", "VK_POST_POLICY"}
"""What stands there is what happens without the setting, in words."""

CODE: Final = re.compile(r"`([^`]+)`")


def section() -> str:
    return PAGE.read_text(encoding="utf-8").split("## Settings", 1)[1].split("\n## ", 1)[0]


def documented() -> dict[str, str]:
    """Each name with its default as written; several in a row have as many defaults, in the same order."""
    found: dict[str, str] = {}
    for line in section().splitlines():
        if not line.startswith("| `"):
            continue
        names, defaults = (cell.strip() for cell in line.split("|")[1:3])
        listed = CODE.findall(names)
        values = re.findall(r"`[^`]*`|[^\s,`]+", defaults) if len(listed) > 1 else [defaults]
        assert not found.keys() & set(listed), f"twice: {line}"
        found.update(zip(listed, values * len(listed) if len(values) == 1 else values, strict=True))
    return found


def shown(value: object) -> str:
    match value:
        case None | ():
            return "none"
        case bool():
            return f"`{str(value).lower()}`"
        case float():
            return f"`{value:g}`"
        case _:
            return f"`{value}`"


def test_has_every_setting_and_no_other() -> None:
    assert set(documented()) == {field.encode_name for field in msgspec.structs.fields(Settings)}


def test_has_the_defaults_of_the_code() -> None:
    defaults = {field.encode_name: shown(field.default) for field in msgspec.structs.fields(Settings)}
    page = documented()

    wrong = {name: (page[name], default) for name, default in defaults.items() if page[name] != default}
    assert wrong.keys() <= SAID_OTHERWISE, wrong


def test_names_every_setting_that_may_come_from_a_file() -> None:
    before_the_table = section().split("| name |", 1)[0]

    assert set(CODE.findall(before_the_table)) >= set(FROM_FILES)
