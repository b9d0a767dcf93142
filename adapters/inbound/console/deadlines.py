"""The deadlines that were read, as a list and as a month."""

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from adapters.inbound.console.deadlines_words import DEADLINES
from adapters.inbound.console.html import NOTHING, Html
from adapters.inbound.console.names import tag
from adapters.inbound.console.pages import Action, Page, Section, Shown, Visit
from adapters.inbound.console.table import table
from adapters.inbound.console.times import Times
from application.deadlines.list_deadlines import ListDeadlines
from application.deadlines.month_deadlines import MonthDeadlines
from application.deadlines.review_deadline import ReviewDeadline
from domain.errors import NotFoundError
from domain.identifiers import DeadlineId
from domain.stored_deadline import Review, StoredDeadline
from ports.clock import Clock

PATH: Final = "/console/deadlines"
MONTH: Final = f"{PATH}/month"
MOST: Final = 200
EXCERPT: Final = 60
YEARS: Final = range(1900, 2200)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineUseCases:
    list: ListDeadlines
    month: MonthDeadlines
    review: ReviewDeadline


class DeadlinePages:
    def __init__(self, use_cases: DeadlineUseCases, *, times: Times, clock: Clock, zone: ZoneInfo) -> None:
        self._do = use_cases
        self._times = times
        self._clock = clock
        self._zone = zone

    async def show(self, visit: Visit) -> Shown:
        found = await self._do.list.execute(limit=MOST, only_live=False)
        listed = table(
            visit,
            label="deadlines_title",
            columns=["deadline_at", "deadline_quote", "deadline_state", "deadline_say"],
            rows=(self._row(each, visit) for each in found),
            empty="no_deadlines",
            live_id="deadlines",
        )
        return Shown(body=visit.fill("deadlines", found=listed))

    async def mark(self, _visit: Visit) -> object:
        return [(each.id, each.at, each.state) for each in await self._do.list.execute(limit=MOST, only_live=False)]

    async def month(self, visit: Visit) -> Shown:
        today = self._clock.now().astimezone(self._zone).date()
        first = _month(visit.query.get("of"), today)
        found = await self._do.month.execute(first)
        before, after = first - timedelta(days=1), (first + timedelta(days=31)).replace(day=1)
        body = visit.fill(
            "deadlines_month",
            month=visit.say("month_of", month=visit.words[f"month_{first.month}"], year=first.year),
            before=f"{MONTH}?of={before:%Y-%m}",
            after=f"{MONTH}?of={after:%Y-%m}",
            weekdays=Html.joined(visit.fill("month_weekday", name=visit.words[f"weekday_{n}"]) for n in range(7)),
            weeks=Html.joined(self._week(week, first, today, found, visit) for week in _weeks(first)),
        )
        return Shown(body=body)

    async def review(self, visit: Visit) -> str:
        """Raises NotFoundError."""
        said = visit.form.get("review")
        if said not in set(Review):
            raise NotFoundError("review", said)
        await self._do.review.execute(DeadlineId(visit.id()), Review(said), by=visit.by)
        return PATH

    def _week(
        self, week: Sequence[date], first: date, today: date, found: Sequence[StoredDeadline], visit: Visit
    ) -> Html:
        days = [
            self._day(day, today, found, visit) if day.month == first.month else visit.fill("month_gap") for day in week
        ]
        return visit.fill("month_week", days=Html.joined(days))

    def _day(self, day: date, today: date, found: Sequence[StoredDeadline], visit: Visit) -> Html:
        theirs = [each for each in found if each.at.astimezone(self._zone).date() == day]
        items = Html.joined(self._in_month(each, visit) for each in theirs)
        is_today = Html(' data-today aria-current="date"') if day == today else NOTHING
        return visit.fill("month_day", number=day.day, today=is_today, items=items)

    def _in_month(self, each: StoredDeadline, visit: Visit) -> Html:
        at = each.at.astimezone(self._zone)
        return visit.fill("month_item", path=f"{PATH}#deadline-{each.id}", at=f"{at:%H:%M}", quote=_excerpt(each))

    def _row(self, each: StoredDeadline, visit: Visit) -> Html:
        kinds = {"confirmed": "good", "dismissed": "warn", "withdrawn": "warn"}
        can_say = each.withdrawn_at is None
        return visit.fill(
            "deadline_row",
            id=each.id,
            when=self._times.full(each.at, visit.words.lang),
            at=each.at.isoformat(),
            quote=each.quote,
            path=f"/console/conversations/{each.conversation_id}",
            state=tag(visit, f"deadline_{each.state}", kinds.get(each.state, "")),
            buttons=_buttons(each, visit) if can_say else NOTHING,
        )


def deadlines_section(pages: DeadlinePages) -> Section:
    return Section(
        name="deadlines",
        entry=PATH,
        pages=[
            Page(path=PATH, section="deadlines", show=pages.show, mark=pages.mark),
            Page(path=MONTH, section="deadlines", show=pages.month),
        ],
        actions=[Action(path=f"{PATH}/{{id:str}}/review", act=pages.review)],
        words=DEADLINES,
    )


def _month(given: str | None, today: date) -> date:
    """The first day of a month such as ``2026-07``; of this one when it is none."""
    try:
        found = datetime.strptime(given or "", "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError:
        return today.replace(day=1)
    return found if found.year in YEARS else today.replace(day=1)


def _weeks(first: date) -> list[list[date]]:
    return Calendar().monthdatescalendar(first.year, first.month)


def _excerpt(each: StoredDeadline) -> str:
    return " ".join(each.quote.split())[:EXCERPT]


def _buttons(each: StoredDeadline, visit: Visit) -> Html:
    choices = [review for review in (Review.CONFIRMED, Review.DISMISSED) if review is not each.review]
    return Html.joined(
        visit.fill("deadline_button", id=each.id, review=review, name=visit.words[f"review_{review}"])
        for review in choices
    )
