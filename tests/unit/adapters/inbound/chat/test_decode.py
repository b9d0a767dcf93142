import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.inbound.chat import frames
from adapters.inbound.chat.decode import BadFrameError, NotTheProtocolError, decode_frame, parse_id
from domain.errors import NotFoundError
from tests.factories import make_id

ID = str(make_id(7))


def bad(data: str) -> BadFrameError:
    with pytest.raises(BadFrameError) as caught:
        decode_frame(data)
    return caught.value


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"type": "hello", "protocol": 1}, frames.Hello(protocol=1)),
        (
            {"type": "hello", "protocol": 1, "token": "t", "conversation_id": ID, "after_seq": 0, "open_turns": [ID]},
            frames.Hello(protocol=1, token="t", conversation_id=ID, after_seq=0, open_turns=[ID]),
        ),
        ({"type": "hello", "protocol": 2, "lang": "en"}, frames.Hello(protocol=2, lang="en")),
        ({"type": "register", "login": "ann", "password": "pw"}, frames.Register(login="ann", password="pw")),
        ({"type": "login", "login": "ann", "password": "pw"}, frames.Login(login="ann", password="pw")),
        ({"type": "logout"}, frames.Logout()),
        ({"type": "message", "id": "m1", "text": "👋", "ref": "r"}, frames.Say(id="m1", text="👋", ref="r")),
        ({"type": "stop", "turn_id": ID}, frames.Stop(turn_id=ID)),
        ({"type": "retry", "turn_id": ID}, frames.Retry(turn_id=ID)),
        ({"type": "history"}, frames.History(limit=50)),
        ({"type": "history", "before_seq": 9, "limit": 100}, frames.History(before_seq=9, limit=100)),
        ({"type": "conversations"}, frames.Conversations()),
        ({"type": "search", "text": "глина"}, frames.Search(text="глина")),
        ({"type": "open", "conversation_id": None}, frames.Open()),
        ({"type": "rate", "message_id": ID, "value": -1}, frames.Rate(message_id=ID, value=-1)),
        ({"type": "ping"}, frames.Ping()),
    ],
)
def test_gives_the_frame(fields: dict[str, Any], expected: frames.ClientFrame) -> None:
    assert decode_frame(json.dumps(fields)) == expected


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ("{}", "Object missing required field `type`"),
        ('{"type":"dance"}', "unknown value at `$.type`"),
        ('{"type":5}', "Expected `str` - at `$.type`"),
        ('{"type":"ping","extra":1}', "unknown field"),
        ('{"type":"hello"}', "Object missing required field `protocol`"),
        ('{"type":"hello","protocol":"1"}', "Expected `int`, got `str` - at `$.protocol`"),
        ('{"type":"hello","protocol":1,"lang":"de"}', "unknown value at `$.lang`"),
        ('{"type":"hello","protocol":1,"after_seq":-1}', "Expected `int` >= 0 - at `$.after_seq`"),
        ('{"type":"hello","protocol":1,"open_turns":[5]}', "Expected `str`, got `int` - at `$.open_turns[0]`"),
        ('{"type":"message","id":"","text":""}', "Expected `str` of length >= 1 - at `$.id`"),
        ('{"type":"history","limit":101}', "Expected `int` <= 100 - at `$.limit`"),
        ('{"type":"rate","message_id":"1","value":2}', "unknown value at `$.value`"),
    ],
)
def test_names_the_place_when_the_frame_is_bad(data: str, where: str) -> None:
    assert bad(data).where == where


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "canary"},
        {"type": "ping", "canary": 1},
        {"type": "hello", "protocol": "canary"},
        {"type": "hello", "protocol": 1, "lang": "canary"},
        {"type": "login", "login": "x", "password": ["canary"]},
        {"type": "login", "login": "x", "password": "canary" * 200},
        {"type": "rate", "message_id": "canary", "value": "canary"},
    ],
)
def test_quotes_nothing_when_the_frame_is_bad(fields: dict[str, Any]) -> None:
    assert "canary" not in bad(json.dumps(fields)).where


@pytest.mark.parametrize(
    ("ref", "expected"), [('"r"', "r"), ("5", None), ("null", None), ('"%s"' % ("x" * 65), None), ("{}", None)]
)
def test_keeps_the_reference_when_the_frame_is_bad(ref: str, expected: str | None) -> None:
    assert bad(f'{{"type":"dance","ref":{ref}}}').ref == expected


@pytest.mark.parametrize("half", ["\\ud83d", "\\ude00", "\\ud83dx", "\\ud83d\\ud83d"])
def test_is_a_bad_frame_when_a_text_has_half_an_emoji(half: str) -> None:
    error = bad(f'{{"type":"message","id":"a","text":"{half}","ref":"r"}}')

    assert (error.where, error.ref) == ("not interoperable JSON (RFC 7493)", "r")
    assert bad(f'{{"type":"ping","ref":"{half}"}}').ref is None


@pytest.mark.parametrize(
    "data",
    ["", "[]", "1", '"ping"', "null", "ping", '{"type":"ping"', '{"type":"dance",', "\ud800", '{"a":' * 100_000],
)
def test_is_not_the_protocol_when_it_is_no_object(data: str) -> None:
    with pytest.raises(NotTheProtocolError):
        decode_frame(data)


def test_is_not_the_protocol_when_it_is_a_binary_frame() -> None:
    with pytest.raises(NotTheProtocolError):
        decode_frame(b'{"type":"ping"}')


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
KINDS = frames.ClientFrame.__subclasses__()
TYPES = st.sampled_from([kind.__struct_config__.tag for kind in KINDS]) | JSON
NAMES = st.sampled_from(sorted({name for kind in KINDS for name in kind.__struct_fields__})) | st.text()
FRAMES = st.builds(lambda type_, fields: {**fields, "type": type_}, TYPES, st.dictionaries(NAMES, JSON, max_size=4))


@given(st.text() | st.binary() | JSON.map(json.dumps) | FRAMES.map(json.dumps))
@example('{"type":"ping","ref":NaN}')
@example('{"type":"hello","protocol":1e999}')
def test_raises_nothing_else_whatever_comes(data: str | bytes) -> None:
    try:
        frame = decode_frame(data)
    except (BadFrameError, NotTheProtocolError):
        return
    assert isinstance(frame, frames.ClientFrame)


@pytest.mark.parametrize("given", ["", "1", "x" * 64, ID + "0", "../etc", "\0", "①" * 32])
def test_id_is_not_found_when_it_is_none_of_ours(given: str) -> None:
    with pytest.raises(NotFoundError):
        parse_id(given, "turn")


def test_id_is_read() -> None:
    assert str(parse_id(ID, "turn")) == ID
