from dataclasses import fields
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.outbound.live_wire import SHAPES, UnreadableNewsError, decode, encode
from domain.live import News, SessionChanged, TurnEnded
from domain.message import Message
from tests.contracts.live_feed import EVERYTHING, HERE, SESSION, TURN

texts = st.text(st.characters(exclude_categories=["Cs"]))
moments = st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis takes naive bounds
messages = st.builds(Message, text=texts, natural_key=texts, client_id=st.none() | texts, at=moments)
ends = st.builds(
    TurnEnded, state=texts, charged=texts, code=st.none() | texts, message=st.none() | messages, retryable=st.booleans()
)


@pytest.mark.parametrize("news", [*EVERYTHING, SessionChanged(session_id=SESSION, signed_out=True)])
def test_news_are_the_same_when_they_arrive(news: News) -> None:
    assert decode(encode(news)) == news
    assert type(decode(encode(news))) is type(news)


@given(ends)
def test_every_end_of_a_turn_arrives_as_it_was(news: TurnEnded) -> None:
    assert decode(encode(news)) == news


@pytest.mark.parametrize("value", SHAPES, ids=lambda value: value.__name__)
def test_wire_shape_has_the_fields_of_its_value(value: type) -> None:
    assert {field.name for field in fields(value)} == set(SHAPES[value].__struct_fields__)


def test_every_kind_of_news_has_a_shape() -> None:
    assert set(News.__args__) <= set(SHAPES)


@given(st.binary())
def test_rubbish_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableNewsError):
        decode(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"{}",
        b'{"type":"turn_begun"}',
        b'{"type":"turn_started","conversation_id":1,"turn_id":2}',
        b'{"type":"turn_started","conversation_id":"' + str(HERE).encode() + b'"}',
        b"[" * 100_000,
        b'{"type":' * 50_000,
        b'{"type":"turn_started","x":' + b"[" * 100_000,
    ],
    ids=range(9),
)
def test_what_is_no_news_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableNewsError):
        decode(data)


def test_unknown_fields_are_let_be() -> None:
    news = msgspec.json.encode({"type": "turn_started", "conversation_id": HERE, "turn_id": TURN, "more": [1]})

    assert decode(news) == EVERYTHING[0]
