from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import adapters.inbound.markdown
from adapters.inbound.markdown import MAX_CHARACTERS, render_markdown
from tests.unit.adapters.inbound.hostile_markdown import HOSTILE, MARKS

TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "a", "ul", "ol", "li"),
    *("h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
VOID = {"br", "hr"}
REL = "noopener noreferrer nofollow"


class Inspector(HTMLParser):
    """Reads what a browser would read and keeps whatever is not on the list."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.wrong: list[object] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.wrong.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        given = dict(attrs)
        if tag == "a":
            self.wrong += [given] if (given.pop("target", None), given.pop("rel", None)) != ("_blank", REL) else []
            href = given.pop("href", None)
            if href is not None:
                self.links.append(href)
        if tag == "code" and (given.get("class") or "").startswith("language-"):
            given.pop("class")
        if tag == "ol":
            given.pop("start", None)
        self.wrong += [(tag, given)] if given else []

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        self.wrong.append(data)

    def handle_decl(self, decl: str) -> None:
        self.wrong.append(decl)

    def unknown_decl(self, data: str) -> None:
        self.wrong.append(data)

    def handle_pi(self, data: str) -> None:
        self.wrong.append(data)


def inspect(html: str) -> Inspector:
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector


def assert_safe(html: str) -> None:
    inspector = inspect(html)
    assert inspector.wrong == []
    assert inspector.open == []
    assert {urlsplit(link).scheme.lower() for link in inspector.links} <= {"http", "https", "mailto"}


@pytest.mark.parametrize("text", HOSTILE)
def test_is_safe_when_the_text_is_hostile(text: str) -> None:
    assert_safe(render_markdown(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_is_safe_when_the_text_is_not_finished(text: str) -> None:
    for end in range(len(text)):
        assert_safe(render_markdown(text[:end]))


@pytest.mark.parametrize(
    "frame", ["> - {}", "| {} | b |\n|-|-|\n| {} | {} |", "**[{}](https://a.example)**", "1. {}\n\n   {}"]
)
def test_is_safe_when_the_text_is_inside_another(frame: str) -> None:
    for text in HOSTILE:
        assert_safe(render_markdown(frame.replace("{}", text)))


@given(st.lists(st.sampled_from(MARKS), max_size=40).map("".join))
@example("[" * 200 + "](" * 200)
def test_is_safe_whatever_the_marks(text: str) -> None:
    assert_safe(render_markdown(text))


@given(st.text(st.characters()))
def test_is_safe_whatever_the_text(text: str) -> None:
    assert_safe(render_markdown(text))


@pytest.mark.parametrize(
    "text",
    [
        *((mark * MAX_CHARACTERS)[:MAX_CHARACTERS] for mark in ("[", "![](a)", "*_", "> ", "-\n", "\n", "&", "|")),
        "|" + "a|" * 3_000 + "\n|" + "-|" * 3_000 + "\n" + "|a\n" * 6_000,
        "\n".join("  " * depth + "- a" for depth in range(250)),
        "x" * (MAX_CHARACTERS + 1),
    ],
    ids=range(11),
)
def test_is_safe_and_bounded_when_the_text_is_a_bomb(text: str) -> None:
    rendered = render_markdown(text)

    assert_safe(rendered)
    assert len(rendered) < 450_000


def test_nothing_is_lost_when_the_text_is_too_long() -> None:
    text = "<b>" * MAX_CHARACTERS

    assert render_markdown(text) == f"<pre>{'&lt;b&gt;' * MAX_CHARACTERS}</pre>"


def test_text_is_shown_when_the_parser_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    class BrokenParser(MarkdownIt):
        def render(self, src: str, env: object = None) -> str:
            raise IndexError

    monkeypatch.setattr(adapters.inbound.markdown, "_PARSER", BrokenParser())

    assert render_markdown("**a** <b>") == "<pre>**a** &lt;b&gt;</pre>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("Привет", "<p>Привет</p>\n"),
        ("a\n\nb", "<p>a</p>\n<p>b</p>\n"),
        ("a  \nb", "<p>a<br>\nb</p>\n"),
        ("**a** *b* ~~c~~ `d`", "<p><strong>a</strong> <em>b</em> <s>c</s> <code>d</code></p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
        ("```python\na < b\n```", '<pre><code class="language-python">a &lt; b\n</code></pre>\n'),
        ("```c++\na\n```", '<pre><code class="language-c++">a\n</code></pre>\n'),
        ('```a"b\nc\n```', "<pre><code>c\n</code></pre>\n"),
        ("# a", "<h3>a</h3>\n"),
        ("## a", "<h4>a</h4>\n"),
        ("a\n===", "<h3>a</h3>\n"),
        ("###### a", "<h6>a</h6>\n"),
        ("---", "<hr>\n"),
        ("<b>a</b>", "<p>&lt;b&gt;a&lt;/b&gt;</p>\n"),
        ("5 < 6 & 7", "<p>5 &lt; 6 &amp; 7</p>\n"),
        ("\ud83d", "<p>?</p>\n"),
    ],
)
def test_renders(text: str, expected: str) -> None:
    assert render_markdown(text) == expected


def test_renders_tables() -> None:
    rendered = render_markdown("| a | b |\n|---|--:|\n| 1 | 2 |")

    assert "".join(rendered.split()) == (
        "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
    )


@pytest.mark.parametrize("address", ["https://a.example/b?c=d&e=f#g", "http://a.example", "mailto:a@b.example"])
def test_links_open_beside_the_page(address: str) -> None:
    rendered = render_markdown(f"[x]({address})")

    assert inspect(rendered).links == [address]
    assert f'target="_blank" rel="{REL}">x</a>' in rendered


def test_image_becomes_a_link() -> None:
    rendered = render_markdown("![кот](https://a.example/cat.png)")

    assert "<img" not in rendered
    assert inspect(rendered).links == ["https://a.example/cat.png"]


def test_bare_address_stays_text() -> None:
    assert inspect(render_markdown("https://a.example")).links == []
