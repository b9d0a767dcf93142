"""What date libraries read in a labelled set; run by `deadlines.py` inside the peers' own environment.

Each gets every courtesy: the moment of publication, Russian and English, day first, the nearest future date; a date
without a time counts as the end of that day; of several moments the earliest one not before the post is taken.
Prints one JSON object a line: the peer, the microseconds of every text, and the moment it read in every text.

usage: deadline_peers.py [PEER...] < SET.jsonl
"""

import inspect
import json
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from typing import NamedTuple


class ArgSpec(NamedTuple):
    args: object
    varargs: object
    keywords: object
    defaults: object


Reader = Callable[[str, datetime], "Iterable[datetime]"]
END_OF_DAY = clock_time(23, 59)


def dateparser_reader() -> Reader:
    from dateparser.search import search_dates  # noqa: PLC0415 - only the peers' environment has it

    def read(text: str, now: datetime) -> Iterable[datetime]:
        settings = {"RELATIVE_BASE": now, "PREFER_DATES_FROM": "future", "DATE_ORDER": "DMY"}
        for _, found in search_dates(text, languages=["ru", "en"], settings=settings) or ():
            naive = found.replace(tzinfo=None)
            dateless = naive.time() in {now.time(), clock_time(0, 0)}
            yield datetime.combine(naive.date(), END_OF_DAY) if dateless else naive

    return read


def hors_reader() -> Reader:
    import hors  # noqa: PLC0415 - only the peers' environment has it

    def read(text: str, now: datetime) -> Iterable[datetime]:
        for token in hors.process_phrase(text, now).dates:
            yield token.date_to if token.has_time else datetime.combine(token.date_to.date(), END_OF_DAY)

    return read


def rutimeparser_reader() -> Reader:
    import rutimeparser  # noqa: PLC0415 - only the peers' environment has it

    def read(text: str, now: datetime) -> Iterable[datetime]:
        found = rutimeparser.parse(text, now=now)
        if isinstance(found, datetime):
            yield found.replace(tzinfo=None)
        elif isinstance(found, date):
            yield datetime.combine(found, END_OF_DAY)
        elif isinstance(found, clock_time):
            yield datetime.combine(now.date(), found)

    return read


def natasha_reader() -> Reader:
    from natasha import DatesExtractor, MorphVocab  # noqa: PLC0415 - only the peers' environment has it

    extract = DatesExtractor(MorphVocab())

    def read(text: str, now: datetime) -> Iterable[datetime]:
        for match in extract(text):
            day = _day_of(match.fact, now)
            if day is not None:
                yield datetime.combine(day, END_OF_DAY)

    return read


def _day_of(fact: object, now: datetime) -> date | None:
    year, month, day = (getattr(fact, part) for part in ("year", "month", "day"))
    if not month or not day:
        return None
    for candidate in (year,) if year else (now.year, now.year + 1):
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if year or found >= now.date():
            return found
    return None


READERS = {
    "dateparser": dateparser_reader,
    "hors": hors_reader,
    "rutimeparser": rutimeparser_reader,
    "natasha": natasha_reader,
}


def chosen(moments: Iterable[datetime], now: datetime) -> datetime | None:
    """The earliest that is not before the post; when all are, the latest."""
    found = sorted(moments)
    return next((moment for moment in found if moment >= now - timedelta(minutes=1)), found[-1] if found else None)


def read_all(read: Reader, examples: list[dict[str, str]]) -> tuple[list[str | None], list[float]]:
    answers: list[str | None] = []
    microseconds: list[float] = []
    for example in examples:
        now = datetime.fromisoformat(example["now"])
        started = time.perf_counter()
        try:
            at = chosen(read(example["text"], now.replace(tzinfo=None)), now.replace(tzinfo=None))
        except Exception:  # noqa: BLE001 - a peer that trips over a text has read nothing in it
            at = None
        microseconds.append((time.perf_counter() - started) * 1e6)
        answers.append(at and at.replace(second=0, microsecond=0, tzinfo=now.tzinfo).isoformat())
    return answers, microseconds


def mend_pymorphy() -> None:
    """pymorphy2 asks for a function that Python 3.11 no longer has."""
    if not hasattr(inspect, "getargspec"):
        inspect.getargspec = lambda function: ArgSpec(*inspect.getfullargspec(function)[:4])


def main() -> None:
    mend_pymorphy()
    examples = [json.loads(line) for line in sys.stdin]
    for name in sys.argv[1:] or READERS:
        answers, microseconds = read_all(READERS[name](), examples)
        print(json.dumps({"peer": name, "answers": answers, "us": microseconds}))


if __name__ == "__main__":
    main()
