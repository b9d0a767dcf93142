"""Reading deadlines, ours and the peers' side by side: exact, right date, false positives, median time of a text.

usage: python -m benchmarks.deadlines [SET.jsonl] [--peers PYTHON [--rounds N]]

SET.jsonl holds objects of `text`, `now` and `deadline` (ISO 8601 or null); without it the labelled texts of the tests
are the set. PYTHON is the interpreter of the peers' environment; without it ours are shown alone. After so many
interleaved rounds the time beside dateparser is a row of the one table.
"""

import argparse
import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.spread import Ratios
from domain.deadline import extract_deadline
from tests.unit.domain.deadline_labels import Labelled, labelled_texts

PEERS = Path(__file__).with_name("deadline_peers.py")
HOSTILE = ("1.", "1 ", "12:", "1-", "31.12.", "до 5 мая ", "с 1 по ")
HOSTILE_SIZE = 10_000
ROUNDS = 5
CUE_WORDS = re.compile(
    r"дедлайн|срок|сда[тмйчюе]|приём|прием|заявк|регистр|оплат|нужн|надо|успе|последний день|не поздн|прода|скидк|"
    r"промокод|голосо|присыл|пришл|\b(?:до|к|ко)\s|deadline|\bdue\b|\bby\b|until|submit|apply|register|closes|expire",
    re.IGNORECASE,
)


class Row(NamedTuple):
    name: str
    exact: float
    date: float
    false_positives: float
    microseconds: float


def read_set(path: str | None) -> list[Labelled]:
    if path is None:
        return labelled_texts()
    examples = []
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        at = item["deadline"] and datetime.fromisoformat(item["deadline"])
        examples.append(Labelled(item.get("id", ""), datetime.fromisoformat(item["now"]), item["text"], at, ""))
    return examples


def ours(examples: Sequence[Labelled]) -> tuple[list[datetime | None], list[float]]:
    answers: list[datetime | None] = []
    microseconds = []
    for example in examples:
        started = time.perf_counter()
        found = extract_deadline(example.text, example.now)
        microseconds.append((time.perf_counter() - started) * 1e6)
        answers.append(found.at if found else None)
    return answers, microseconds


def judged(
    name: str, examples: Sequence[Labelled], answers: Sequence[datetime | None], microseconds: Sequence[float]
) -> Row:
    pairs = [(example.at, answer) for example, answer in zip(examples, answers, strict=True)]
    none = [answer for meant, answer in pairs if meant is None]
    return Row(
        name,
        sum(meant == answer for meant, answer in pairs) / len(pairs),
        sum(_same_date(meant, answer) for meant, answer in pairs) / len(pairs),
        sum(answer is not None for answer in none) / max(1, len(none)),
        statistics.median(microseconds),
    )


def _same_date(meant: datetime | None, answer: datetime | None) -> bool:
    if meant is None or answer is None:
        return meant is answer
    return meant.date() == answer.astimezone(meant.tzinfo).date()


def read_by(python: str, examples: Sequence[Labelled], *names: str) -> list[dict[str, Any]]:
    """What the named peers print, or all of them."""
    sent = "\n".join(json.dumps({"text": item.text, "now": item.now.isoformat()}) for item in examples)
    done = subprocess.run([python, str(PEERS), *names], input=sent, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def beside_dateparser(python: str, examples: Sequence[Labelled], rounds: int) -> Ratios:
    times = Ratios()
    for _ in range(rounds):
        (theirs,) = read_by(python, examples, "dateparser")
        times.add(ours=statistics.median(ours(examples)[1]), floor=statistics.median(theirs["us"]))
    return times


def peers(python: str, examples: Sequence[Labelled]) -> list[Row]:
    """Each peer as it is, and behind a gate: a text without a cue word has no deadline."""
    gate = [CUE_WORDS.search(example.text) is not None for example in examples]
    rows = []
    for result in read_by(python, examples):
        answers = [answer and datetime.fromisoformat(answer) for answer in result["answers"]]
        gated = [answer if passed else None for answer, passed in zip(answers, gate, strict=True)]
        rows.append(judged(result["peer"], examples, answers, result["us"]))
        rows.append(judged(f"{result['peer']} + cue words", examples, gated, result["us"]))
    return rows


def slowest_on_hostile_input() -> tuple[str, float]:
    """Of texts of 10 kB made of one piece over and over: the worst, and its best time of a few, in milliseconds."""
    now = datetime.fromisoformat("2025-03-12T12:00+03:00")
    times = {}
    for piece in HOSTILE:
        text = (piece * HOSTILE_SIZE)[:HOSTILE_SIZE]
        rounds = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            extract_deadline(text, now)
            rounds.append((time.perf_counter() - started) * 1e3)
        times[piece] = min(rounds)
    worst = max(times, key=times.__getitem__)
    return worst, times[worst]


def main() -> None:
    parser = argparse.ArgumentParser(description="exact, date only, false positives and time of reading deadlines")
    parser.add_argument("set", nargs="?", help="a labelled set, JSON lines; default: the labelled texts of the tests")
    parser.add_argument("--peers", help="the interpreter of the peers' environment")
    parser.add_argument("--rounds", type=int, default=0, help="of the row of the one table")
    arguments = parser.parse_args()
    examples = read_set(arguments.set)
    if not examples:
        sys.exit(f"{arguments.set}: the set holds no texts")
    nothing = judged("never a deadline", examples, [None] * len(examples), [0.0])
    rows = [judged("ours", examples, *ours(examples)), nothing]
    if arguments.peers:
        rows += peers(arguments.peers, examples)
    print(f"{len(examples)} texts, {sum(example.at is None for example in examples)} of them without a deadline")
    print(f"{'':28}{'exact':>9}{'date':>9}{'false':>9}{'median µs':>12}")
    for row in rows:
        print(f"{row.name:28}{row.exact:9.1%}{row.date:9.1%}{row.false_positives:9.1%}{row.microseconds:12.0f}")
    piece, milliseconds = slowest_on_hostile_input()
    print(f"10 kB of {piece!r}: {milliseconds:.1f} ms")
    if arguments.peers and arguments.rounds:
        times = beside_dateparser(arguments.peers, examples, arguments.rounds)
        times.tell("reading a deadline / dateparser", "µs", at_most=0.1, aim=0.05)


if __name__ == "__main__":
    main()
