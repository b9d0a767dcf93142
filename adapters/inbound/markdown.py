"""Markdown of answers to HTML that cannot hurt a page, whatever the text."""

from typing import Final

import nh3
from markdown_it import MarkdownIt

MOST_CHARACTERS: Final = 32_768
_TAGS: Final = frozenset(
    {"p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"}
)
_ATTRIBUTES: Final = {"a": {"href", "title"}, "ol": {"start"}, "code": {"class"}}


def _keep(tag: str, name: str, value: str) -> str | None:
    """A class may only name the language of a code block."""
    if (tag, name) == ("code", "class"):
        return value if value.startswith("language-") and " " not in value else None
    return value


# Raw HTML is shown as text, pictures are left out: loading one would tell its server who reads.
_markdown = MarkdownIt("js-default", {"html": False, "linkify": False}).disable("image")
_cleaner = nh3.Cleaner(
    tags=set(_TAGS),
    attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
    attribute_filter=_keep,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer nofollow",
    set_tag_attribute_values={"a": {"target": "_blank"}},
)


def render_markdown(text: str) -> str:
    """
    Render and then sanitise: two walls, each of which would do.

    Only http, https and mailto links are left, with ``rel="noopener noreferrer nofollow"``. A longer text than
    MOST_CHARACTERS is shown as it is, without formatting.
    """
    if len(text) > MOST_CHARACTERS:
        return f"<p>{nh3.clean_text(text)}</p>"
    return _cleaner.clean(_markdown.render(text))
