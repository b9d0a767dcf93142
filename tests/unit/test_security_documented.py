"""docs/security.md against the tests that it names."""

import ast
import re
from collections import defaultdict
from pathlib import Path
from typing import Final

import pytest

TESTS: Final = Path(__file__).parents[1]
PAGE: Final = (TESTS.parent / "docs" / "security.md").read_text(encoding="utf-8")
STATEMENTS: Final = 40


def declared_by_module() -> dict[str, set[str]]:
    """Functions named as tests, by the name of their file: files of one name are taken together."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in TESTS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                found[path.stem].add(node.name)
    return found


def rows() -> dict[int, str]:
    return {int(number): row for number, row in re.findall(r"^\| (\d+) \|(.+)\|$", PAGE, re.MULTILINE)}


def test_has_every_statement_once() -> None:
    assert [int(number) for number in re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)] == [*range(1, STATEMENTS + 1)]


@pytest.mark.parametrize("number", range(1, STATEMENTS + 1))
def test_names_a_test_of_each_statement(number: int) -> None:
    assert "::test_" in rows()[number].split("|")[-1]


def test_names_tests_that_exist() -> None:
    existing = declared_by_module()

    named = re.findall(r"`([a-z_0-9]+)::([a-z_0-9]+)`", PAGE)

    assert [f"{module}::{name}" for module, name in named if name not in existing[module]] == []
