"""How deep a body is nested is found without parsing it: the parser itself would be the victim."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.inbound import vk_callback
from adapters.inbound.vk_callback import MOST_DEPTH, UnacceptableBodyError, decode
from tests.unit.adapters.inbound.callback_bodies import nested, with_object

TOO_DEEP = f"the body is nested deeper than {MOST_DEPTH} levels"
LEVELS = st.lists(st.sampled_from("[{"), min_size=1, max_size=4)
NASTY = st.text(alphabet='[]{}"\\/a\n', max_size=12)


def is_too_deep(body: bytes) -> bool:
    try:
        decode(body)
    except UnacceptableBodyError as error:
        return error.reason == TOO_DEEP
    return False


@pytest.mark.parametrize("openers", ["[", "{", "[{"])
@pytest.mark.parametrize(("levels", "expected"), [(10, False), (200, False), (201, True), (100_000, True)])
def test_is_too_deep_when_over_two_hundred_levels(levels: int, openers: str, *, expected: bool) -> None:
    assert is_too_deep(nested(levels, openers)) is expected


@pytest.mark.parametrize(
    "text", ["[" * 1_000, '\\"' + "[" * 1_000, "\\\\" + "{" * 1_000, '\\\\\\"[' * 300, "\\u005b[" * 300]
)
def test_is_not_too_deep_when_the_brackets_are_text(text: str) -> None:
    assert not is_too_deep(with_object(f'{{"text": "{text}"}}'.encode()))


def test_is_not_too_deep_when_many_lists_lie_side_by_side() -> None:
    assert not is_too_deep(with_object(b'{"a": [' + b"[],{}," * 1_000 + b"1]}"))


@pytest.mark.parametrize("text", ["\\\\", '\\\\\\"\\\\', ""])
def test_is_too_deep_when_the_brackets_follow_a_text_that_ends_in_backslashes(text: str) -> None:
    assert is_too_deep(with_object(f'{{"text": "{text}", "a": '.encode() + nested(200) + b"}"))


@given(st.integers(MOST_DEPTH - 3, MOST_DEPTH + 3), LEVELS, NASTY, NASTY)
def test_agrees_with_how_it_was_built(levels: int, openers: list[str], key: str, text: str) -> None:
    value: Any = text
    for level in range(levels):
        value = [text, value] if openers[level % len(openers)] == "[" else {key: value, "b": text}

    assert is_too_deep(json.dumps(value).encode()) is (levels > MOST_DEPTH)


@given(st.text(alphabet='[]{}"\\a', max_size=60))
@example('"\\"[[[["')
@example('\\"[[[["')
def test_agrees_with_reading_byte_by_byte(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vk_callback, "MOST_DEPTH", 3)

        assert vk_callback._is_too_deep(text.encode()) is (_depth(text) > 3)


def _depth(text: str) -> int:
    """The slow and simple way: one character after the other."""
    depth = deepest = 0
    is_text = is_escaped = False
    for character in text:
        if is_escaped:
            is_escaped = False
        elif character == "\\":
            is_escaped = True
        elif character == '"':
            is_text = not is_text
        elif not is_text and character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif not is_text and character in "]}":
            depth -= 1
    return deepest
