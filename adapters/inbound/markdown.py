"""Markdown of answers as HTML that is safe to put into a page."""

import html
import re
from typing import Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

MAX_CHARACTERS: Final = 32_000
"""Longer texts are shown as they are, and so is what would grow beyond all use."""

_MAX_HTML = 400_000
_MAX_BRACKETS = 1_000
_MAX_CELLS = 5_000
_NEWLINE: Final = re.compile(r"\r\n?|\n")

_HIGHEST_HEADING = 3
_LOWEST_HEADING = 6
_LANGUAGE: Final = re.compile(r"language-[A-Za-z0-9_+#.-]{1,32}")


def render_markdown(text: str) -> str:
    """
    Render CommonMark with tables and strikethrough; never raises.

    HTML in the text is shown as text. Images become links. Links go to http, https and mailto only, open beside the
    page and pass nothing on. Headings begin at the third level.
    """
    whole = text.encode("utf-8", "replace").decode()
    if len(whole) > MAX_CHARACTERS or whole.count("[") > _MAX_BRACKETS:
        return _as_it_is(whole)
    parser = _PARSER if _cells(whole) <= _MAX_CELLS else _PARSER_WITHOUT_TABLES
    try:
        rendered = parser.render(whole)
    except Exception:  # noqa: BLE001 - a fault of the parser must not cost the visitor the answer
        return _as_it_is(whole)
    return _CLEANER.clean(rendered) if len(rendered) <= _MAX_HTML else _as_it_is(whole)


def _as_it_is(text: str) -> str:
    return _CLEANER.clean(f"<pre>{html.escape(text)}</pre>")


def _cells(text: str) -> int:
    """Estimate the cells of the tables: rows are filled up to the width of their head, however short they are."""
    if "|" not in text:
        return 0
    lines = _NEWLINE.split(text)
    # What remains of the row between head and body without the marks it may consist of is nothing.
    return len(lines) * max((line.count("|") for line in lines if not line.strip(" \t>|:-")), default=0)


def _only_known_values(tag: str, attribute: str, value: str) -> str | None:
    if (tag, attribute) == ("code", "class"):
        return value if _LANGUAGE.fullmatch(value) else None
    return value


def _lower_headings(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            level = min(int(token.tag[1:]) + _HIGHEST_HEADING - 1, _LOWEST_HEADING)
            token.tag = f"h{level}"


def _make_parser(*left_out: str) -> MarkdownIt:
    parser = MarkdownIt("js-default", {"html": False, "linkify": False})
    parser.disable(["image", *left_out])
    parser.core.ruler.push("lower_headings", _lower_headings)
    return parser


_PARSER: Final = _make_parser()
_PARSER_WITHOUT_TABLES: Final = _make_parser("table")
_CLEANER: Final = nh3.Cleaner(
    tags={
        *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "a"),
        *("ul", "ol", "li", "h3", "h4", "h5", "h6"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    },
    clean_content_tags=set(),
    # Without the star, nh3 lets title and lang stand on every tag.
    attributes={"*": set(), "a": {"href"}, "code": {"class"}, "ol": {"start"}},
    attribute_filter=_only_known_values,
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel="noopener noreferrer nofollow",
    set_tag_attribute_values={"a": {"target": "_blank"}},
)
