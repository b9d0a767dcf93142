"""Deadlines as a calendar (RFC 5545)."""

from collections.abc import Sequence
from datetime import UTC, timedelta
from typing import Final

from icalendar import Calendar, Event

from domain.stored_deadline import Review, StoredDeadline

_REFRESH: Final = timedelta(hours=1)
_SUMMARY_LENGTH: Final = 120


def render_calendar(deadlines: Sequence[StoredDeadline], *, zone: str) -> bytes:
    """
    An event without duration for each, under a UID that stays when the deadline moves.

    Moments are written in UTC, which needs no table of zones to be right in any calendar; the words' own clock is in
    the description. ``zone`` is the owner's. The same deadlines give the same bytes.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Otklik//deadlines//RU")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Отклик: сроки")
    calendar.add("x-wr-timezone", zone)
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    for deadline in deadlines:
        calendar.add_component(_event(deadline))
    rendered: bytes = calendar.to_ical()
    return rendered


def _event(deadline: StoredDeadline) -> Event:
    event = Event()
    quote = _printable(deadline.quote)
    event.add("uid", f"{deadline.id}@otklik")
    event.add("dtstamp", deadline.changed_at.astimezone(UTC))
    event.add("created", deadline.created_at.astimezone(UTC))
    event.add("last-modified", deadline.changed_at.astimezone(UTC))
    event.add("dtstart", deadline.at.astimezone(UTC))
    event.add("summary", f"Срок: {quote[:_SUMMARY_LENGTH]}")
    event.add("description", f"«{quote}»\n{deadline.local:%Y-%m-%d %H:%M} ({deadline.zone})")
    event.add("status", "CONFIRMED" if deadline.review is Review.CONFIRMED else "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    return event


def _printable(text: str) -> str:
    """One line, without what a calendar could stumble over: the words are a stranger's."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())
