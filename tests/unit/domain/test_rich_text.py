"""Marks cover the same words, whatever is cut off before them and whatever characters there are."""

import re

from hypothesis import given
from hypothesis import strategies as st

from domain.delivery import split_answer
from domain.plain_text import to_plain, to_rich
from domain.rich_text import BOLD, ITALIC, Mark, RichText, Span, Style

SITE = Mark(style=Style.LINK, address="https://a.example/x")
LETTERS = st.text(alphabet=st.sampled_from("абй\u0301\u0306e🙂👩\u200d🔧🇷🇺"), min_size=1, max_size=12)
"""Letters with combining marks, and emoji of several code points, each of two UTF-16 units."""
PIECES = st.lists(st.tuples(LETTERS, st.sampled_from(["", "**", "*", "***", "[", "~~", "`"])), min_size=1, max_size=12)
MARKS = {"**": [BOLD], "*": [ITALIC], "***": [BOLD, ITALIC], "[": [SITE]}
MARKDOWN = st.text(alphabet=st.sampled_from("аб й🙂\u0301*_~`#>|-[]()!\\<>@\n1.:/"), max_size=300)


def words_of(text: RichText) -> list[tuple[Mark, str]]:
    return [(span.mark, text.text[span.start : span.start + span.length]) for span in text.spans()]


def markdown_of(words: str, sign: str) -> str:
    return f"[{words}]({SITE.address})" if sign == "[" else f"{sign}{words}{sign}"


@given(PIECES)
def test_marks_the_words_that_were_marked(pieces: list[tuple[str, str]]) -> None:
    text = to_rich(" и ".join(markdown_of(words, sign) for words, sign in pieces))

    assert sorted(words_of(text)) == sorted((mark, words) for words, sign in pieces for mark in MARKS.get(sign, []))


@given(MARKDOWN, st.integers(min_value=1, max_value=40))
def test_marks_lie_inside_each_part_and_cover_the_same_characters_when_split(markdown: str, limit: int) -> None:
    whole = to_rich(markdown)
    parts = split_answer(whole, limit)

    assert whole.text == to_plain(markdown)
    assert [part.text for part in parts] == [part.text for part in split_answer(RichText(whole.text), limit)]
    for part in parts:
        for span in part.spans():
            assert 0 <= span.start < span.start + span.length <= len(part)
    assert "".join(_marked(part) for part in parts) == _marked(whole)


def _marked(text: RichText) -> str:
    """Every marked character that is not blank, with its mark."""
    return "".join(f"{letter}{span.mark}" for span, letter in _letters(text) if letter.strip())


def _letters(text: RichText) -> list[tuple[Span, str]]:
    every = [(at, span) for span in text.spans() for at in range(span.start, span.start + span.length)]
    return [(span, text.text[at]) for at, span in sorted(every, key=lambda each: (each[0], each[1].mark))]


def test_nested_marks_and_headings_and_links_are_kept() -> None:
    text = to_rich("# Цены\n**важно и *очень*** [наш **сайт**](https://a.example/x)")

    assert text.text == "Цены\nважно и очень наш сайт (https://a.example/x)"
    assert words_of(text) == [
        (BOLD, "Цены"),
        (BOLD, "важно и очень"),
        (ITALIC, "очень"),
        (SITE, "наш сайт"),
        (BOLD, "сайт"),
    ]


def test_no_mark_is_where_there_is_code_or_a_scheme_that_opens_no_page() -> None:
    assert words_of(to_rich("`**не жирно**` [почта](mailto:a@b.example) [приз](javascript:alert(1))")) == []


def test_what_is_replaced_leaves_the_marks_of_the_rest() -> None:
    text = RichText.joined(["раз ", RichText("два три").marked(BOLD)])

    changed = text.replaced(re.compile("два"), lambda _: "2")

    assert changed.text == "раз 2 три"
    assert changed.spans() == (Span(start=5, length=4, mark=BOLD),)
