import json
from typing import Any

import pytest

from adapters.sandbox.model.behaviour import Behaviour, BehaviourKind, ModelScript
from adapters.sandbox.model.chunks import Reply
from adapters.sandbox.model.steps import Cut, Finish, Send, Start, Step, Wait, steps_of

TEXT = "раз два три"


def run(behaviour: Behaviour, *, stream: bool = True, with_usage: bool = False) -> list[Step]:
    reply = Reply(reply_id="chatcmpl-1", model="m", created=1, prompt_tokens=5, with_usage=with_usage)
    return list(steps_of(behaviour, reply, TEXT, stream=stream, delay=0.01))


def sent(steps: list[Step]) -> bytes:
    return b"".join(step.data for step in steps if isinstance(step, Send))


def tokens(steps: list[Step]) -> int:
    return sum(step.tokens for step in steps if isinstance(step, Send))


def events(steps: list[Step]) -> list[dict[str, Any]]:
    lines = sent(steps).decode().split("\n\n")
    return [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: {")]


def test_stream_has_the_text_a_reason_and_done() -> None:
    steps = run(Behaviour())
    chunks = events(steps)
    text = "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in chunks)

    assert text == TEXT
    assert chunks[-1]["choices"][0]["finish_reason"] == "stop"
    assert sent(steps).endswith(b"data: [DONE]\n\n")
    assert isinstance(steps[-1], Finish)


def test_last_chunk_has_usage_and_no_choices_when_asked() -> None:
    last = events(run(Behaviour(), with_usage=True))[-1]

    assert last["choices"] == []
    assert last["usage"] == {"prompt_tokens": 5, "completion_tokens": 3, "total_tokens": 8}


def test_whole_answer_when_there_is_no_stream() -> None:
    body = json.loads(sent(run(Behaviour(), stream=False)))

    assert body["choices"][0]["message"]["content"] == TEXT
    assert body["object"] == "chat.completion"


def test_finish_reason_is_the_scripted_one() -> None:
    assert events(run(Behaviour(finish_reason="length")))[-1]["choices"][0]["finish_reason"] == "length"


def test_refuses_with_retry_after_when_rate_limited() -> None:
    steps = run(Behaviour(kind=BehaviourKind.RATE_LIMITED, retry_after=7))

    assert steps[0] == Start(429, "application/json", 7)


def test_refuses_with_the_scripted_status_when_it_fails() -> None:
    assert run(Behaviour(kind=BehaviourKind.ERROR, status=503))[0] == Start(503, "application/json")


def test_error_comes_in_the_stream_when_tokens_went_before() -> None:
    steps = run(Behaviour(kind=BehaviourKind.ERROR, after=2))

    assert tokens(steps) == 2
    assert "error" in events(steps)[-1]


@pytest.mark.parametrize("after", [0, 2, 3])
def test_is_cut_after_the_given_tokens(after: int) -> None:
    steps = run(Behaviour(kind=BehaviourKind.CUT, after=after))

    assert tokens(steps) == after
    assert isinstance(steps[-1], Cut)


def test_ends_cleanly_without_a_reason_when_it_ends_early() -> None:
    steps = run(Behaviour(kind=BehaviourKind.CLEAN_EARLY_END, after=2))

    assert tokens(steps) == 2
    assert b'"finish_reason":"stop"' not in sent(steps)
    assert b"[DONE]" not in sent(steps)
    assert isinstance(steps[-1], Finish)


def test_last_event_is_not_json_when_garbage() -> None:
    steps = run(Behaviour(kind=BehaviourKind.GARBAGE, after=1))

    with pytest.raises(json.JSONDecodeError):
        events(steps)


@pytest.mark.parametrize(("headers", "first"), [(False, Wait), (True, Start)])
def test_hangs_before_or_behind_the_head(headers: bool, first: type) -> None:
    steps = run(Behaviour(kind=BehaviourKind.HANG, headers=headers, seconds=9))

    assert isinstance(steps[0], first)
    assert steps.count(Wait(9)) == 1
    assert tokens(steps) == 3


def test_hangs_between_tokens() -> None:
    steps = run(Behaviour(kind=BehaviourKind.HANG, after=2, seconds=9))

    assert tokens(steps[: steps.index(Wait(9))]) == 2


@pytest.mark.parametrize("kind", [BehaviourKind.GARBAGE, BehaviourKind.CLEAN_EARLY_END])
def test_whole_answer_is_broken_when_scripted(kind: BehaviourKind) -> None:
    with pytest.raises(json.JSONDecodeError):
        json.loads(sent(run(Behaviour(kind=kind), stream=False)))


def test_whole_answer_is_cut_when_scripted() -> None:
    assert isinstance(run(Behaviour(kind=BehaviourKind.CUT), stream=False)[-1], Cut)


def test_script_gives_each_request_the_first_that_fits() -> None:
    sut = ModelScript()
    sut.add(Behaviour(kind=BehaviourKind.ERROR, model="big", times=0))
    sut.add(Behaviour(kind=BehaviourKind.CUT, match="цена"))

    taken = [sut.take("big", "цена?"), sut.take("small", "цена?"), sut.take("small", "цена?")]

    assert [b.kind for b in taken] == [BehaviourKind.ERROR, BehaviourKind.CUT, BehaviourKind.ANSWER]
