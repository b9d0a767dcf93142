"""Moments as people read them, in the owner's zone."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from ports.clock import Clock

MONTHS: Final = {
    "ru": ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}


class Times:
    """Always with the day where it is not today's: nobody has to guess which one is meant."""

    def __init__(self, *, clock: Clock, zone: ZoneInfo) -> None:
        self._clock = clock
        self._zone = zone

    def short(self, at: datetime, lang: str) -> str:
        """``14:05``, ``3 мая``, ``3 мая 2024``: as exact as a list needs."""
        there, now = at.astimezone(self._zone), self._clock.now().astimezone(self._zone)
        if there.date() == now.date():
            return f"{there:%H:%M}"
        return self._day(there, lang, with_year=there.year != now.year)

    def full(self, at: datetime, lang: str) -> str:
        """``14:05``, ``3 мая, 14:05``, ``3 мая 2024, 14:05``: to the minute."""
        time, short = f"{at.astimezone(self._zone):%H:%M}", self.short(at, lang)
        return time if short == time else f"{short}, {time}"

    def _day(self, there: datetime, lang: str, *, with_year: bool) -> str:
        day = f"{there.day} {MONTHS[lang][there.month - 1]}"
        return f"{day} {there.year}" if with_year else day
