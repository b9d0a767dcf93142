"""What the READMEs and the docs tell somebody to type."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
PAGES: Final = (
    *(ROOT / name for name in ("README.md", "README.ru.md", "CONTRIBUTING.md", "deploy/README.md")),
    *sorted((ROOT / "docs").glob("*.md")),
)
_FENCE: Final = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_TYPED: Final = re.compile(r"^[$#] (.+?)(?:\s+#.*)?$", re.MULTILINE)
_CODE: Final = re.compile(r"`([^`]+)`")
_COMMAND: Final = re.compile(r"^(?:\.venv/bin/)?(?:otklik|make|pipx) \S")


def documented_commands() -> list[str]:
    """Lines of ``console`` blocks, and programs of ours that are named within a sentence; each once."""
    found: set[str] = set()
    for page in PAGES:
        found.update(_of_page(page.read_text(encoding="utf-8")))
    return sorted(found)


def console_lines(text: str) -> list[str]:
    """What is typed at a prompt, without its comment."""
    return [line for language, block in _FENCE.findall(text) if language == "console" for line in _TYPED.findall(block)]


def code_of(text: str) -> list[str]:
    """What is written as code within sentences, each on one line."""
    return [" ".join(code.split()) for code in _CODE.findall(_FENCE.sub("", text))]


def section(text: str, heading: str) -> str:
    """What stands below a heading, up to the next one of its level."""
    level = heading.split(" ", 1)[0]
    return text.split(f"\n{heading}\n", 1)[1].split(f"\n{level} ", 1)[0]


def _of_page(text: str) -> Iterator[str]:
    yield from console_lines(text)
    for command in code_of(text):
        if _COMMAND.match(command):
            yield from alternatives(command.removeprefix(".venv/bin/"))


def alternatives(command: str) -> Iterator[str]:
    """``list|show`` and ``ID|--all`` are two commands each."""
    words = [word.strip("[]").split("|") for word in command.split(" ")]
    yield from map(" ".join, product(*words))
