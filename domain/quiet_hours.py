"""The hours in which the assistant does not speak by itself."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """
    From ``start`` to ``end`` on the clock on the wall, past midnight when ``end`` is the earlier one.

    Where the clock is set forward or back between them, the quiet begins at the first and ends at the last moment that
    can be meant. The two are never equal.
    """

    start: time
    end: time

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"

    def remaining(self, now: datetime, zone: ZoneInfo) -> timedelta | None:
        """How long it is still quiet; None when it is not. ``now`` is any aware moment."""
        today = now.astimezone(zone).date()
        for day in (today - timedelta(days=1), today):
            last_day = day + timedelta(days=1) if self.end <= self.start else day
            begins = min(_moments(day, self.start, zone))
            ends = max(_moments(last_day, self.end, zone))
            if begins <= now < ends:
                return ends - now
        return None


def parse_quiet_hours(text: str) -> QuietHours:
    """Read ``23:00-08:00``. Raises ValueError."""
    start, end = (time.fromisoformat(_clock(part)) for part in text.split("-"))
    if start == end:
        raise ValueError(text)
    return QuietHours(start=start, end=end)


def _clock(part: str) -> str:
    hours, minutes = part.strip().split(":")
    if not (hours.isdecimal() and minutes.isdecimal() and hours.isascii() and minutes.isascii()):
        raise ValueError(part)
    return f"{int(hours):02}:{int(minutes):02}"


def _moments(day: date, wall: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Both moments that the wall's clock can mean: the same one, but where it is set forward or back."""
    local = datetime.combine(day, wall, tzinfo=zone)
    return local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)
