from hypothesis import given
from hypothesis import strategies as st

from domain.knowledge import (
    MOST_CHARACTERS,
    MOST_PASSAGES,
    MOST_WORDS,
    PASSAGE_LENGTH,
    Passage,
    brief_on_knowledge,
    search_words,
    split_markdown,
)


def test_is_cut_at_headings() -> None:
    assert split_markdown("a.md", "начало\n# Цены #\n500\n\n## Курс\n\n1500\n# Пусто") == [
        Passage(file="a.md", heading="", text="начало"),
        Passage(file="a.md", heading="Цены", text="500"),
        Passage(file="a.md", heading="Курс", text="1500"),
    ]


# A heading with nothing below it says nothing, and is no passage: here each has words below it.
pieces = st.lists(
    st.sampled_from(("а", "б ", " ", "\n", "\n\n", "а#", "\n# а #\nслово ", "\n### б\n\nслово")), max_size=30
)


@given(pieces.map("".join), st.integers(min_value=1, max_value=120))
def test_loses_no_word_and_is_never_too_long(piece: str, times: int) -> None:
    markdown = f"слово {piece}" * times

    passages = split_markdown("a.md", markdown)

    assert all(0 < len(passage.text) <= PASSAGE_LENGTH for passage in passages)
    said = "".join("".join((passage.heading + passage.text).split()) for passage in passages)
    assert said.count("слово") == markdown.count("слово")


def test_is_looked_for_by_beginnings_of_words() -> None:
    assert search_words("Сколько стоит ДОСТАВКА, и доставки ли ёлок?") == ["стои", "достав", "елок"]
    assert search_words('как? где?? "*" OR (a-b)') == []


@given(st.text())
def test_looks_for_letters_and_digits_only(text: str) -> None:
    words = search_words(text)

    assert len(words) <= MOST_WORDS
    assert all(word.isalnum() for word in words)


@given(st.lists(st.integers(min_value=1, max_value=PASSAGE_LENGTH), max_size=8))
def test_is_told_within_bounds(lengths: list[int]) -> None:
    passages = [Passage(file="a.md", heading="", text="ы" * length) for length in lengths]

    line, told = brief_on_knowledge(passages)

    assert list(told) == passages[: len(told)]
    assert len(told) <= MOST_PASSAGES
    assert (line is None) is (not told)
    assert line is None or len(line.text) <= MOST_CHARACTERS + 200
