import re
from pathlib import Path

import pytest

from adapters.sandbox import page
from adapters.sandbox.page_texts import TEXTS, choose_language

STATIC = Path(page.__file__).parent / "static"


def test_both_languages_have_the_same_texts() -> None:
    assert TEXTS["ru"].keys() == TEXTS["en"].keys()


@pytest.mark.parametrize(
    ("asked", "accepted", "chosen"),
    [
        (None, "", "ru"),
        (None, "en-US,en;q=0.9,ru;q=0.1", "en"),
        (None, "de, en;q=0.3, ru;q=0.8", "ru"),
        (None, "de;q=x, fr", "ru"),
        ("en", "ru", "en"),
        ("de", "en", "en"),
    ],
)
def test_chooses_language(asked: str | None, accepted: str, chosen: str) -> None:
    assert choose_language(asked, accepted) == chosen


@pytest.mark.parametrize("language", ["ru", "en"])
def test_page_has_no_inline_script_or_style(language: str) -> None:
    html = page.render_page(language, None)

    assert re.findall(r"<script[^>]*>([^<]*)</script>", html) == [""]
    assert not re.search(r"<style|\sstyle=|\son\w+=", html)


def test_page_says_what_it_is() -> None:
    assert "<title>Песочница: ненастоящий VK</title>" in page.render_page("ru", None)


def test_site_link_is_escaped_and_left_out_when_there_is_no_site() -> None:
    assert 'href="http://h/?a=1&amp;b=&quot;"' in page.render_page("ru", 'http://h/?a=1&b="')
    assert "site-chat" not in page.render_page("ru", None)


@pytest.mark.parametrize("script", sorted(STATIC.glob("*.js")), ids=lambda path: path.name)
def test_scripts_put_in_text_only(script: Path) -> None:
    source = script.read_text(encoding="utf-8")

    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", source)
