import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.outbound.vk_batches import (
    MOST_BYTES,
    MOST_CALLS,
    ScriptRun,
    VkBatches,
    script_line,
    script_of,
)
from adapters.sandbox.methods.execute import parse
from domain.community import CommunityError

SEND, COMMENT = "messages.send", "wall.createComment"


class Gate:
    """A limiter that lets nobody go until it is opened."""

    def __init__(self) -> None:
        self.slots = asyncio.Semaphore(0)
        self.passed = 0

    async def wait(self) -> None:
        await self.slots.acquire()
        self.passed += 1

    async def slow_down(self) -> None: ...

    def open(self, slots: int = 1_000) -> None:
        for _ in range(slots):
            self.slots.release()


class Vk:
    """Answers by the message that was sent; ``script`` may say otherwise for whole scripts."""

    def __init__(self) -> None:
        self.gate = Gate()
        self.direct: list[str] = []
        self.scripts: list[list[str]] = []
        self.refused: dict[str, int] = {}
        self.script: Callable[[list[str]], ScriptRun] = self._run_all
        self.hang = False
        self.sut = VkBatches(limiter=self.gate, call=self._call, run=self._run)

    async def _call(self, method: str, parameters: dict[str, str]) -> Any:
        self.direct.append(parameters["message"])
        if self.hang:
            await asyncio.Event().wait()
        if code := self.refused.get(parameters["message"]):
            raise CommunityError(method=method, code=code, detail="no")
        return f"done {parameters['message']}"

    async def _run(self, code: str) -> ScriptRun:
        batch, is_list = parse(code)
        assert is_list
        texts = [parameters["message"] for _, parameters in batch]
        self.scripts.append(texts)
        self.methods = [method for method, _ in batch]
        if self.hang:
            await asyncio.Event().wait()
        return self.script(texts)

    def _run_all(self, texts: list[str]) -> ScriptRun:
        results = [False if text in self.refused else f"done {text}" for text in texts]
        failures = [
            (method, self.refused[text], "no")
            for method, text in zip(self.methods, texts, strict=True)
            if text in self.refused
        ]
        return ScriptRun(results=results, failures=failures)

    def send(self, text: str, method: str = SEND) -> asyncio.Task[Any]:
        return asyncio.create_task(self.sut.call(method, {"message": text}))

    async def send_all(self, texts: list[str]) -> list[Any]:
        """They all wait for the first slot."""
        tasks = [self.send(text, COMMENT if number % 2 else SEND) for number, text in enumerate(texts)]
        await asyncio.sleep(0)
        self.gate.open()
        return await asyncio.gather(*tasks, return_exceptions=True)


def raising(code: int | None) -> Callable[[list[str]], ScriptRun]:
    def script(_texts: list[str]) -> ScriptRun:
        raise CommunityError(method="execute", code=code, detail="no")

    return script


async def test_goes_directly_when_alone() -> None:
    vk = Vk()

    assert await vk.send_all(["раз"]) == ["done раз"]
    assert (vk.direct, vk.scripts) == (["раз"], [])


async def test_go_together_in_order_when_several_wait() -> None:
    vk = Vk()

    assert await vk.send_all(["раз", "два", "три"]) == ["done раз", "done два", "done три"]
    assert (vk.direct, vk.scripts, vk.gate.passed) == ([], [["раз", "два", "три"]], 1)


async def test_at_most_25_go_together_when_more_wait() -> None:
    vk = Vk()
    texts = [str(number) for number in range(60)]

    assert await vk.send_all(texts) == [f"done {text}" for text in texts]
    assert [len(script) for script in vk.scripts] == [MOST_CALLS, MOST_CALLS, 10]
    assert [text for script in vk.scripts for text in script] == texts


async def test_fewer_go_together_when_texts_are_long() -> None:
    vk = Vk()
    texts = ["я" * 4_000] * 20

    await vk.send_all(texts)

    assert len(vk.scripts) > 1
    assert sum(map(len, vk.scripts)) == 20
    assert all(sum(len(text.encode()) for text in script) <= MOST_BYTES for script in vk.scripts)


async def test_errors_come_to_their_calls_when_some_are_refused() -> None:
    vk = Vk()
    vk.refused = {"два": 213, "три": 901}

    outcomes = await vk.send_all(["раз", "два", "три", "четыре"])

    assert [outcomes[0], outcomes[3]] == ["done раз", "done четыре"]
    assert [(error.method, error.code) for error in outcomes[1:3]] == [(COMMENT, 213), (SEND, 901)]


@pytest.mark.parametrize("code", [None, 1, 10, 13, 36])
async def test_outcome_is_unknown_when_the_script_may_have_run(code: int | None) -> None:
    vk = Vk()
    vk.script = raising(code)

    outcomes = await vk.send_all(["раз", "два"])

    assert [(error.method, error.outcome_unknown) for error in outcomes] == [(SEND, True), (COMMENT, True)]


@pytest.mark.parametrize("code", [5, 6, 9, 14])
async def test_each_has_the_error_when_nothing_of_the_script_ran(code: int) -> None:
    vk = Vk()
    vk.script = raising(code)

    outcomes = await vk.send_all(["раз", "два"])

    assert [(error.method, error.code) for error in outcomes] == [(SEND, code), (COMMENT, code)]


async def test_go_one_by_one_when_vk_takes_no_script() -> None:
    vk = Vk()
    vk.script = raising(12)

    assert await vk.send_all(["раз", "два", "три"]) == ["done раз", "done два", "done три"]
    assert await vk.send_all(["четыре", "пять"]) == ["done четыре", "done пять"]
    assert len(vk.scripts) == 1
    assert vk.direct == ["раз", "два", "три", "четыре", "пять"]


@pytest.mark.parametrize(
    "ran",
    [
        ScriptRun(results=["one"], failures=[]),
        ScriptRun(results=[False, False], failures=[(SEND, 901, "no")]),
        ScriptRun(results=[False, False], failures=[(COMMENT, 901, "no"), (SEND, 901, "no")]),
    ],
)
async def test_outcome_is_unknown_when_results_do_not_fit(ran: ScriptRun) -> None:
    vk = Vk()
    vk.script = lambda _: ran

    assert all(error.outcome_unknown for error in await vk.send_all(["раз", "два"]))


async def test_others_go_on_when_one_is_cancelled_while_it_waits() -> None:
    vk = Vk()
    tasks = [vk.send(text) for text in ("раз", "два", "три")]
    await asyncio.sleep(0)
    tasks[1].cancel()
    await asyncio.sleep(0)
    vk.gate.open()

    outcomes = await asyncio.gather(*tasks, return_exceptions=True)

    assert [outcomes[0], outcomes[2]] == ["done раз", "done три"]
    assert vk.scripts == [["раз", "три"]]


async def test_the_call_is_broken_off_when_nobody_waits_for_it_any_more() -> None:
    vk = Vk()
    vk.hang = True
    tasks = [vk.send(text) for text in ("раз", "два")]
    await asyncio.sleep(0)
    vk.gate.open()
    while not vk.scripts:
        await asyncio.sleep(0)

    for task in tasks:
        assert vk.sut._sending
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    while vk.sut._sending:
        await asyncio.sleep(0)


async def test_those_who_wait_are_told_when_the_limiter_breaks() -> None:
    vk = Vk()

    async def wait() -> None:
        raise RuntimeError

    vk.gate.wait = wait  # type: ignore[method-assign]  # a limiter that breaks its promise

    assert all(error.outcome_unknown for error in await vk.send_all(["раз", "два"]))


TEXTS = st.text() | st.text(alphabet='\\"u0d/<>{}[]();,\n\r\t\u2028\u2029🙂я\b\x7f')


@given(st.lists(TEXTS, min_size=1, max_size=MOST_CALLS))
def test_any_text_survives_the_script_or_goes_by_itself(texts: list[str]) -> None:
    told = [{"peer_id": "5", "message": text.encode("utf-8", "ignore").decode()} for text in texts]
    lines = [(parameters, script_line(SEND, parameters)) for parameters in told]
    safe = [(parameters, line) for parameters, line in lines if line is not None]

    if safe:
        assert parse(script_of([line for _, line in safe])) == ([(SEND, parameters) for parameters, _ in safe], True)
    for parameters, line in lines:
        assert (line is None) == needs_an_escape(parameters["message"])


def needs_an_escape(text: str) -> bool:
    return any(character < " " and character not in "\n\r\t" for character in text) or bool(
        set(text) & set("\u2028\u2029\x7f")
    )


@pytest.mark.parametrize("text", ["\\u0430", "C:\\users\\b", '"\\', "</script>", "🙂 – да"])
def test_goes_into_a_script_as_it_is_when_it_only_looks_escaped(text: str) -> None:
    line = script_line(SEND, {"message": text})

    assert line is not None
    assert json.dumps(text, ensure_ascii=False) in line
