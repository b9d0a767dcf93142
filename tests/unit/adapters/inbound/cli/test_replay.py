import asyncio
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.adapters.inbound.cli.fake_program import FakeProgram
from tests.unit.application.house import ANN

ASKED = ("turns", "replay", "--since", "2026-06-30", "--model", "new-model")


@pytest.fixture
def prompt(tmp_path: Path, program: FakeProgram) -> Path:
    async def answer() -> None:
        await program.house.top_up("100.00")
        await program.house.comment("Сколько <b>стоит</b>?", by=ANN)
        await program.house.run_until_idle()

    asyncio.run(answer())
    file = tmp_path / "prompt.md"
    file.write_text("Новый промпт", encoding="utf-8")
    return file


def test_writes_a_page_of_old_and_new_answers(program: FakeProgram, prompt: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"

    done = program.run(*ASKED, "--prompt", str(prompt), "--output", str(page), "--yes", "--price-in", "10")

    assert (done.exit_code, done.stdout) == (0, f"1 of 1 answers written anew: {page}\n")
    assert "Сколько &lt;b&gt;стоит&lt;/b&gt;?" in page.read_text(encoding="utf-8")
    assert len(program.house.writer.asked) == 2
    assert program.house.writer.asked[1][0].text == "Новый промпт"


def test_asks_before_the_model_is_called(program: FakeProgram, prompt: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"

    done = program.run(*ASKED, "--prompt", str(prompt), "--output", str(page), stdin="n\n")

    assert done.exit_code == 1
    assert "1 calls of new-model. Go on?" in done.stderr
    assert not page.exists()
    assert len(program.house.writer.asked) == 1


def test_calls_nobody_when_there_is_nothing_of_that_time(program: FakeProgram, prompt: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"

    done = program.run(*ASKED, "--prompt", str(prompt), "--output", str(page), "--until", "2026-07-01 11:59")

    assert (done.exit_code, done.stdout) == (0, f"0 of 0 answers written anew: {page}\n")


@pytest.mark.parametrize("price", ["-1", "nan", "inf", "rouble"])
def test_names_a_price_that_is_none(program: FakeProgram, prompt: Path, price: str) -> None:
    done = program.run(*ASKED, "--prompt", str(prompt), "--price-out", price)

    assert done.exit_code == 2
    assert "is no price" in done.stderr


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Also where whoever has started the tests ignores Ctrl+C, as a shell does in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_keeps_what_there_is_when_it_is_interrupted(
    program: FakeProgram, prompt: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def interrupted(*_given: object, **_named: object) -> None:
        signal.raise_signal(signal.SIGINT)
        await asyncio.Event().wait()

    monkeypatch.setattr(program.house.writer, "write", interrupted)
    page = tmp_path / "page.html"

    done = program.run(*ASKED, "--prompt", str(prompt), "--output", str(page), "--yes")

    assert "interrupted" in done.stderr
    assert "0 of 1 answers written anew" in done.stdout
    assert "0 of 1 answered" in page.read_text(encoding="utf-8")
