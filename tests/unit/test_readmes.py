"""The two READMEs beside each other: what one says in English, the other says in Russian."""

import re
from collections.abc import Callable
from typing import Final

import pytest

from tests.documents import ROOT, code_of, console_lines

ENGLISH: Final = (ROOT / "README.md").read_text(encoding="utf-8")
RUSSIAN: Final = (ROOT / "README.ru.md").read_text(encoding="utf-8")
OWN: Final = {"README.md", "README.ru.md", "docs/images/chat-english.png", "docs/images/chat-1440-light.png"}
"""Each links the other, and begins with the chat in its own language."""


def levels(text: str) -> list[str]:
    return re.findall(r"^(#+) ", text, re.MULTILINE)


def links(text: str) -> set[str]:
    return set(re.findall(r"\]\(([^)]+)\)", text)) - OWN


def names(text: str) -> set[str]:
    """What is written as code in a sentence, without addresses, which are the reader's own."""
    return {code.partition(" --url ")[0] for code in code_of(text)}


def settings(text: str) -> list[str]:
    return re.findall(r"^ +([A-Z_]+)=", text, re.MULTILINE)


def arrows(text: str) -> list[str]:
    return re.findall(r"^ +(\w+-+>>\w+):", text, re.MULTILINE)


@pytest.mark.parametrize("part", [levels, links, names, settings, arrows, console_lines])
def test_have_the_same(part: Callable[[str], list[str] | set[str]]) -> None:
    assert part(ENGLISH)
    assert part(RUSSIAN) == part(ENGLISH)


def test_say_what_the_newcomers_walk_follows() -> None:
    walk = (ROOT / "scripts" / "newcomer-walk.sh").read_text(encoding="utf-8")
    followed = re.findall(r'^ *step "(?:\\.|[^"\\])*" "([^"]+)"', walk, re.MULTILINE)

    assert len(followed) == walk.count('step "')
    assert [words for words in followed if words not in ENGLISH.replace("\n", " ")] == []
