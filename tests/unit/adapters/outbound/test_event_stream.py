from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.outbound.event_stream import EventDecoder

LINE_ENDS = st.sampled_from([b"\n", b"\r\n", b"\r"])
VALUES = st.text(st.characters(exclude_characters="\r\n"), max_size=6).map(str.encode)
LINES = st.one_of(
    st.builds(b"data: %b".__mod__, VALUES),
    st.builds(b"data:%b".__mod__, VALUES),
    st.builds(b":%b".__mod__, VALUES),
    st.sampled_from(
        [b"", b"", b"data", b"data ", b"datas: x", b"event: e", b"id: 7", b"retry: 5", b" data: x", b"\xff"]
    ),
)
STREAMS = st.lists(st.tuples(LINES, LINE_ENDS)).map(lambda lines: b"".join(line + end for line, end in lines))
PIECES = st.lists(st.integers(min_value=0, max_value=200))


def read(*pieces: bytes) -> list[bytes]:
    decoder = EventDecoder()
    return [event for piece in pieces for event in decoder.feed(piece)]


def read_by_the_standard(stream: bytes) -> list[bytes]:
    """Line by line, as "Interpreting an event stream" of WHATWG HTML says it."""
    lines = stream.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    events, data = [], b""
    for line in lines[:-1]:
        name, _, value = line.partition(b":")
        if name == b"data":
            data += value.removeprefix(b" ") + b"\n"
        elif not line and data:
            events.append(data.removesuffix(b"\n"))
            data = b""
    return events


@pytest.mark.parametrize(
    ("stream", "events"),
    [
        (b"data: a\n\n", [b"a"]),
        (b"data:a\n\ndata:  b\n\n", [b"a", b" b"]),
        (b"data: a\r\n\r\ndata: b\r\rdata: c\n\r\n", [b"a", b"b", b"c"]),
        (b"data: a\ndata\ndata: b\n\n", [b"a\n\nb"]),
        (b": alive\n\n:\n\nevent: ping\n\ndata: a\n\n", [b"a"]),
        (b"event: error\nid: 1\ndata: a\nretry: 10\n\n", [b"a"]),
        (b"\n\n\n\ndata: a\n\n\n\n", [b"a"]),
        (b"\xef\xbb\xbfdata: a\n\n\xef\xbb\xbfdata: b\n\n", [b"a"]),
        (b"data\n\n", [b""]),
        (b"data: a", []),
        (b"data: a\n", []),
        (b"", []),
    ],
)
def test_gives_the_data_of_events_that_have_ended(stream: bytes, events: list[bytes]) -> None:
    assert read(stream) == events == read_by_the_standard(stream)


@given(stream=STREAMS, cuts=PIECES)
def test_reads_as_the_standard_says_wherever_the_stream_is_cut(stream: bytes, cuts: list[int]) -> None:
    places = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    pieces = [stream[start:end] for start, end in pairwise(places)]

    assert read(*pieces) == read_by_the_standard(stream)


def test_reads_the_same_when_bytes_come_one_by_one() -> None:
    stream = "\ufeffdata: Привет 🙂\r\n\r\n: жив\r\n\r\ndata: {\r\ndata: }\r\n\r\n".encode()

    assert read(*(bytes([byte]) for byte in stream)) == ["Привет 🙂".encode(), b"{\n}"]


@pytest.mark.parametrize("endless", [b"x", b"data: x\n", b":\n"])
def test_waits_for_the_end_of_an_event_within_bounds(endless: bytes) -> None:
    decoder = EventDecoder(longest=100)
    decoder.feed(b"data: a\n\n" * 50)
    for _ in range(100 // len(endless)):
        decoder.feed(endless)

    with pytest.raises(ValueError, match="100 bytes"):
        decoder.feed(endless)
