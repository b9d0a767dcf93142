"""The table of docs/operations.md has every setting, with its default, and no other; no page names one that is not."""

import re
from pathlib import Path
from typing import Final

import msgspec
import pytest

from configuration.setting_sources import FROM_FILES
from configuration.settings import Settings
from tests.documents import PAGES, ROOT, code_of, section

PAGE: Final = ROOT / "docs" / "operations.md"
OF_TESTS: Final = {"KILL_LOOP_SECONDS", "KILL_SEED", "SWITCH_SECONDS", "MUTANTS"}
"""Variables that a test or a measurement reads, no setting of the program."""
SAID_OTHERWISE: Final = {"OPENAI_BASE_URL", "ALLOWED_ORIGINS", "SECRET_KEY", "PROMPTS_DIR", "VK_POST_POLICY"}
"""What stands there is what happens without the setting, in words."""

NAME: Final = re.compile(r"([A-Z]+(?:_[A-Z]+)+)(?:=.*)?")
CODE: Final = re.compile(r"`([^`]+)`")


def settings_section() -> str:
    return section(PAGE.read_text(encoding="utf-8"), "## Settings")


def documented() -> dict[str, str]:
    """Each name with its default as written; several in a row have as many defaults, in the same order."""
    found: dict[str, str] = {}
    for line in settings_section().splitlines():
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
    before_the_table = settings_section().split("| name |", 1)[0]

    assert set(CODE.findall(before_the_table)) >= set(FROM_FILES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_are_the_only_ones_that_a_page_names(page: Path) -> None:
    known = {field.encode_name for field in msgspec.structs.fields(Settings)} | {f"{name}_FILE" for name in FROM_FILES}
    codes = code_of(page.read_text(encoding="utf-8"))

    named = {
        match[1] for code in codes if (match := re.fullmatch(r"([A-Z]+(?:_[A-Z]+)*(?:_[A-Z]+|(?==)))(=.*)?", code))
    }

    assert named <= known | OF_TESTS
