import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.sandbox.errors import VkError
from adapters.sandbox.methods.execute import CALLS_LIMIT, parse

METHODS = st.sampled_from(["messages.send", "wall.createComment", "users.get"])
PARAMS = st.dictionaries(st.text(min_size=1), st.text())


@given(st.lists(st.tuples(METHODS, PARAMS), min_size=1, max_size=CALLS_LIMIT))
def test_reads_back_what_a_client_wrote(batch: list[tuple[str, dict[str, str]]]) -> None:
    calls = ", ".join(f"API.{method}({json.dumps(params)})" for method, params in batch)

    assert parse(f"return [{calls}];") == (batch, True)


def test_reads_a_single_call_without_a_list() -> None:
    assert parse('return API.users.get({"user_ids": [1, 2]})') == ([("users.get", {"user_ids": "1,2"})], False)


def test_gives_form_values_of_numbers_and_flags() -> None:
    code = 'return [API.messages.send({"peer_id": 5, "dont_parse_links": true, "keyboard": {"a": 1}})];'

    assert parse(code)[0][0][1] == {"peer_id": "5", "dont_parse_links": "1", "keyboard": '{"a": 1}'}


@pytest.mark.parametrize(
    "code",
    [
        "",
        "var a = 1; return a;",
        "return [API.users.get({]);",
        "return [API.users.get({} {})];",
        "return [users.get({})];",
        "return API.users.get({}), API.users.get({});",
        "return [API.users.get(",
        'return [API.users.get("x")];',
    ],
)
def test_does_not_compile_when_it_is_another_script(code: str) -> None:
    with pytest.raises(VkError) as refusal:
        parse(code)

    assert refusal.value.code == 12


def test_refuses_when_there_are_too_many_calls() -> None:
    calls = ",".join(["API.users.get({})"] * (CALLS_LIMIT + 1))

    with pytest.raises(VkError) as refusal:
        parse(f"return [{calls}];")

    assert refusal.value.code == 13


@given(st.text())
def test_any_text_is_a_batch_or_a_vk_error(code: str) -> None:
    with suppress(VkError):
        parse("return [" + code + "];")
