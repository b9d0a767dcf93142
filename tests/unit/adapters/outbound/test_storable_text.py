import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.outbound.storable_text import storable

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("а\0б", "аб"),
        ("\ud83dx\ude00", "x"),
        ("🔥 \u200d\n\t &amp; <b>", "🔥 \u200d\n\t &amp; <b>"),
        ("", ""),
    ],
)
def test_drops_only_what_no_store_takes(text: str, kept: str) -> None:
    assert storable(text) == kept


@given(ANY_TEXT, ANY_TEXT)
def test_joins_as_its_parts_do(first: str, second: str) -> None:
    assert storable(first) + storable(second) == storable(storable(first) + storable(second))
