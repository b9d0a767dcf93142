from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from litestar import Litestar
from litestar.testing import TestClient

from adapters.inbound.calendar.handler import create_calendar_handler
from adapters.inbound.calendar.signature import calendar_url
from application.deadlines.calendar_deadlines import KEPT, CalendarDeadlines
from domain.stored_deadline import Review, StoredDeadline
from tests.factories import MOMENT, make_deadline
from tests.fakes.clock import FakeClock
from tests.fakes.storage import FailingStorage, FakeStorage

SECRET = "a key of the owner's, and nobody else's"
URL = calendar_url("https://otklik.example/", SECRET)
SIGNED = f"{urlsplit(URL).path}?{urlsplit(URL).query}"
PATH = "/deadlines.ics"


class Site:
    def __init__(self, storage: FakeStorage | FailingStorage) -> None:
        calendar = CalendarDeadlines(storage=storage, clock=FakeClock(MOMENT))
        handler = create_calendar_handler(calendar=calendar, secret_key=SECRET, zone="Europe/Moscow")
        self.client = TestClient(Litestar([handler], logging_config=None, openapi_config=None))

    def get(self, url: str = SIGNED, **headers: str) -> httpx2.Response:
        answer: Any = self.client.get(url, headers=headers)
        return answer  # type: ignore[no-any-return]  # httpx2 at run time, which Litestar types as httpx


@pytest.fixture
def storage() -> FakeStorage:
    return FakeStorage()


@pytest.fixture
def site(storage: FakeStorage) -> Iterator[Site]:
    made = Site(storage)
    with made.client:
        yield made


def keep(storage: FakeStorage, *deadlines: StoredDeadline) -> None:
    storage.tables.deadlines |= {deadline.id: deadline for deadline in deadlines}


def events(answer: httpx2.Response) -> list[Any]:
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_gives_the_deadlines_when_the_address_is_signed(site: Site, storage: FakeStorage) -> None:
    deadline = make_deadline(at=datetime(2026, 7, 5, 13, 0, tzinfo=UTC), zone="+05:00", quote="до 5 июля; 18:00, екб")
    keep(storage, deadline)

    answer = site.get()

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    [event] = events(answer)
    assert event["uid"] == f"{deadline.id}@otklik"
    assert event.decoded("dtstart") == deadline.at
    assert event["summary"] == "Срок: до 5 июля; 18:00, екб"
    assert event["description"] == "«до 5 июля; 18:00, екб»\n2026-07-05 18:00 (+05:00)"
    assert event["status"] == "TENTATIVE"


def test_keeps_the_uid_when_the_deadline_moves(site: Site, storage: FakeStorage) -> None:
    deadline = make_deadline()
    keep(storage, deadline)
    [before] = events(site.get())
    moved = deadline.read_again(at=deadline.at + KEPT, quote="до августа", now=MOMENT + timedelta(seconds=1))
    keep(storage, moved.reviewed(Review.CONFIRMED, now=MOMENT + timedelta(seconds=2)))

    [after] = events(site.get())

    assert after["uid"] == before["uid"]
    assert after.decoded("dtstart") == moved.at
    assert after["status"] == "CONFIRMED"


def test_leaves_out_what_counts_no_more_and_what_is_long_past(site: Site, storage: FakeStorage) -> None:
    passed = make_deadline(at=MOMENT - KEPT)
    keep(
        storage,
        passed,
        make_deadline(at=MOMENT - KEPT - timedelta(minutes=1)),
        make_deadline(withdrawn_at=MOMENT),
        make_deadline(review=Review.DISMISSED),
    )

    assert [event["uid"] for event in events(site.get())] == [f"{passed.id}@otklik"]


def test_says_nothing_new_when_the_calendar_has_it_all(site: Site, storage: FakeStorage) -> None:
    keep(storage, make_deadline())
    first = site.get()

    again = site.get(**{"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert site.get().content == first.content

    deadline = next(iter(storage.tables.deadlines.values()))
    keep(storage, deadline.reviewed(Review.CONFIRMED, now=MOMENT + timedelta(seconds=1)))
    assert site.get(**{"If-None-Match": first.headers["etag"]}).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?signature=",
        "?signature=0",
        f"{SIGNED.removeprefix(PATH)}0",
        "?signature=%ED%A0%80",
        "?signature=я",
        "?x=1",
    ],
)
def test_answers_as_if_nothing_were_there_when_it_is_not_signed(site: Site, storage: FakeStorage, query: str) -> None:
    keep(storage, make_deadline())

    answer = site.get(PATH + query)

    assert (answer.status_code, answer.content) == (404, b"Not Found")
    assert "etag" not in answer.headers


@given(signature=st.text(max_size=80))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_believes_no_other_signature(site: Site, signature: str) -> None:
    answer: Any = site.client.get(PATH, params={"signature": signature.encode(errors="replace")})

    assert (answer.status_code, answer.content) == (404, b"Not Found")


def test_asks_to_come_again_when_the_database_is_away() -> None:
    site = Site(FailingStorage())
    with site.client:
        answer = site.get()

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "60"


@given(quote=st.text(max_size=300))
def test_stays_one_event_whatever_the_words_are(quote: str) -> None:
    storage = FakeStorage()
    keep(storage, make_deadline(quote=quote + "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:x\x00"))
    site = Site(storage)
    with site.client:
        [event] = events(site.get())

    assert "\n" not in event["summary"]


def test_address_is_another_under_another_key() -> None:
    assert calendar_url("https://otklik.example", "another key") != URL
    assert URL.startswith("https://otklik.example/deadlines.ics?signature=")
