"""The files that the docs name, and the places that they link to."""

import re
from pathlib import Path
from typing import Final

import pytest

from tests.documents import PAGES, ROOT, code_of

LINK: Final = re.compile(r"\]\(([^)\s]+)\)")
HEADING: Final = re.compile(r"^#+ (.+)$", re.MULTILINE)
FOLDERS: Final = {path.name for path in ROOT.glob("[!.]*") if path.is_dir()} - {"var"}
"""``var`` is made when the program runs, hidden ones by tools."""
OWNERS: Final = {"deploy/secrets/"}
"""Made by whoever runs it."""


def anchors(page: Path) -> set[str]:
    """As the usual viewers make them of headings."""
    headings = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def leads_nowhere(page: Path, link: str) -> bool:
    if "://" in link:
        return False
    name, _, anchor = link.partition("#")
    target = (page.parent / name).resolve() if name else page
    return not target.exists() or (anchor != "" and anchor not in anchors(target))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_are_there_when_a_page_names_them(page: Path) -> None:
    named = [code for code in code_of(page.read_text(encoding="utf-8")) if re.fullmatch(r"[\w.-]+/[\w./-]*", code)]

    wanted = [code for code in named if code.split("/", 1)[0] in FOLDERS and "NAME" not in code and code not in OWNERS]

    assert [code for code in wanted if not (ROOT / code).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_are_there_when_a_page_links_to_them(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))

    assert [link for link in links if leads_nowhere(page, link)] == []
