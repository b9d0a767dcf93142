"""`execute`: of VKScript only `return [API.method({…}), …];`, which is what batching clients send."""

import json
import re
from typing import TypeAlias

from adapters.sandbox.errors import VkError

CALLS_LIMIT = 25

Batch: TypeAlias = list[tuple[str, dict[str, str]]]

_SCRIPT = re.compile(r"\s*return\b\s*(?P<body>.*?)\s*;?\s*", re.DOTALL)
_CALL = re.compile(r"\s*API\.(?P<method>\w+(?:\.\w+)?)\s*\(\s*")
_CLOSING = re.compile(r"\s*\)\s*(?:,|$)")


def parse(code: str) -> tuple[Batch, bool]:
    """The calls in order, and whether they stood in a list.

    Raises VkError 12 for anything that is not the one form, 13 for more than 25 calls.
    """
    script = _SCRIPT.fullmatch(code)
    if script is None:
        raise VkError(12)
    body = script["body"]
    is_list = body.startswith("[") and body.endswith("]")
    batch = _calls(body[1:-1].strip() if is_list else body)
    if len(batch) > CALLS_LIMIT:
        raise VkError(13, ": too many api calls")
    if not is_list and len(batch) != 1:
        raise VkError(12)
    return batch, is_list


def _calls(source: str) -> Batch:
    batch: Batch = []
    position = 0
    while position < len(source):
        call = _CALL.match(source, position)
        if call is None:
            raise VkError(12)
        params, end = _arguments(source, call.end())
        closing = _CLOSING.match(source, end)
        if closing is None:
            raise VkError(12)
        batch.append((call["method"], params))
        position = closing.end()
    return batch


def _arguments(source: str, start: int) -> tuple[dict[str, str], int]:
    """The JSON object at `start` as form values, and where it ends; none at all is an empty one."""
    if source[start] == ")":
        return {}, start
    try:
        given, end = json.JSONDecoder().raw_decode(source, start)
    except (ValueError, RecursionError) as error:
        raise VkError(12) from error
    if not isinstance(given, dict):
        raise VkError(12)
    return {name: _form_value(value) for name, value in given.items()}, end


def _form_value(value: object) -> str:
    match value:
        case str():
            return value
        case bool():
            return str(int(value))
        case list():
            return ",".join(_form_value(part) for part in value)
        case None:
            return ""
        case _:
            return json.dumps(value, ensure_ascii=False)
