"""Offsets are UTF-16 units of what is sent, and cover the words that were marked."""

import json

from hypothesis import given
from hypothesis import strategies as st

from adapters.outbound.storable_text import storable
from adapters.outbound.vk_format import format_data
from domain.rich_text import BOLD, ITALIC, Mark, RichText, Style

PIECES = st.lists(
    st.tuples(
        st.text(st.sampled_from("аё🙂👩\u200d🔧и\u0306\0\ud83d\n "), max_size=8),
        st.sampled_from(
            [(), (BOLD,), (ITALIC,), (BOLD, ITALIC), (Mark(style=Style.LINK, address="https://a.example"),)]
        ),
    ),
    max_size=12,
)


@given(PIECES)
def test_covers_the_same_words_inside_the_text_that_is_sent(pieces: list[tuple[str, tuple[Mark, ...]]]) -> None:
    text = RichText.joined(RichText(words).marked(*marks) for words, marks in pieces)
    spans = text.spans()

    sent = storable(text.text).encode("utf-16-le")
    items = json.loads(format_data(text.text, spans))["items"]

    covered = [sent[2 * item["offset"] : 2 * (item["offset"] + item["length"])].decode("utf-16-le") for item in items]
    meant = [storable(text.text[span.start : span.start + span.length]) for span in spans]
    assert covered == [words for words in meant if words]
    assert all(item["length"] > 0 and 2 * (item["offset"] + item["length"]) <= len(sent) for item in items)


def test_is_what_vk_reads() -> None:
    text = RichText.joined(["🙂 ", RichText("да").marked(Mark(style=Style.LINK, address="https://a.example/?a=1&b=2"))])

    assert json.loads(format_data(text.text, text.spans())) == {
        "version": 1,
        "items": [{"type": "url", "offset": 3, "length": 2, "url": "https://a.example/?a=1&b=2"}],
    }
