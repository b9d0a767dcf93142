"""The tests that the docs name, and that docs/security.md has one for each of its statements."""

import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from tests.documents import PAGES, ROOT, code_of

TESTS: Final = ROOT / "tests"
SECURITY: Final = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
STATEMENTS: Final = 40


@cache
def declared_by_module() -> dict[str, set[str]]:
    """Functions named as tests, by the name of their file: files of one name are taken together."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in TESTS.rglob("*.py"):
        declared = re.findall(r"^ *(?:async )?def (test_\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE)
        found[path.stem].update(declared)
    return dict(found)


def rows() -> dict[int, str]:
    return {int(number): row for number, row in re.findall(r"^\| (\d+) \|(.+)\|$", SECURITY, re.MULTILINE)}


def test_has_every_statement_once() -> None:
    assert [int(number) for number in re.findall(r"^\| (\d+) \|", SECURITY, re.MULTILINE)] == [
        *range(1, STATEMENTS + 1)
    ]


@pytest.mark.parametrize("number", range(1, STATEMENTS + 1))
def test_names_a_test_of_each_statement(number: int) -> None:
    assert "::test_" in rows()[number].split("|")[-1]


def is_unknown(code: str) -> bool:
    """Whether it reads like a test, a file or a folder of tests, and there is none such."""
    word = code.removeprefix("pytest ")
    if word.startswith("tests/") and "NAME" not in word:
        return not (ROOT / word).exists()
    if not word.startswith("test_") and "::test_" not in word:
        return False
    module, _, name = word.removesuffix(".py").partition("::")
    declared = declared_by_module().get(module)
    return declared is None or (name != "" and name not in declared)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_exist_when_a_page_names_them(page: Path) -> None:
    assert [code for code in code_of(page.read_text(encoding="utf-8")) if is_unknown(code)] == []
