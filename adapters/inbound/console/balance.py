"""The money, and the switch that stops all answering."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from adapters.inbound.console.balance_words import BALANCE
from adapters.inbound.console.chart import spending_chart
from adapters.inbound.console.html import Html
from adapters.inbound.console.ledger import WANTED, ledger_table, older
from adapters.inbound.console.money_form import MOST_TEXT, money_of, reason_of
from adapters.inbound.console.pages import Action, Page, Section, Shown, Visit
from adapters.inbound.console.person import PersonPages
from adapters.inbound.console.table import table
from adapters.inbound.console.times import Times
from application.answering.set_daily_limit import SetDailyLimit
from application.answering.show_answering import AnsweringStatus, ShowAnswering
from application.answering.start_answering import StartAnswering
from application.answering.stop_answering import StopAnswering
from application.balance.list_holds import ListHolds
from application.balance.show_balance import ShowBalance
from application.balance.show_spending import ShowSpending
from application.balance.top_up import TopUp
from domain.money import ZERO
from domain.spending import OpenHold, SpendingDay, SpendingKind
from ports.ids import Ids

PATH: Final = "/console/balance"
DAYS: Final = 30
MOST_HOLDS: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyUseCases:
    show: ShowBalance
    spending: ShowSpending
    holds: ListHolds
    top_up: TopUp
    answering: ShowAnswering
    stop: StopAnswering
    start: StartAnswering
    limit: SetDailyLimit


class BalancePages:
    """A form carries a key of its own: the same form, sent twice, books once."""

    def __init__(self, use_cases: MoneyUseCases, *, times: Times, ids: Ids) -> None:
        self._do = use_cases
        self._times = times
        self._ids = ids

    async def show(self, visit: Visit) -> Shown:
        found, status = await self._do.show.execute(), await self._do.answering.execute()
        days, holds = await self._do.spending.execute(days=DAYS), await self._do.holds.execute(limit=MOST_HOLDS)
        entries = await self._do.show.history(limit=WANTED, before=visit.query.get("before"))
        body = visit.fill(
            "balance",
            available_amount=found.available,
            held=found.held,
            spent_today=found.spent_today,
            answering=self._answering(status, visit),
            limit=visit.words["no_limit"] if status.daily_limit is None else f"{status.daily_limit} ₽",
            top_up_form=visit.fill("top_up_form", path=PATH, form_key=self._ids.new()),
            chart=spending_chart(days, visit),
            days=_days(days, visit),
            holds=self._holds(holds, visit),
            entries=ledger_table(entries, visit, self._times),
            more=older(entries, visit, PATH),
        )
        return Shown(body=body)

    async def mark(self, _visit: Visit) -> object:
        """What has to change for the page to be fetched anew."""
        status = await self._do.answering.execute()
        latest = await self._do.show.history(limit=1)
        return str(await self._do.show.execute()), str(status), [entry.key for entry in latest]

    async def top_up(self, visit: Visit) -> str:
        amount = money_of(visit.form.get("amount", ""))
        key = visit.form.get("key") or None
        await self._do.top_up.execute(amount, author=visit.by, reason=reason_of(visit), key=key)
        return PATH

    async def stop(self, visit: Visit) -> str:
        await self._do.stop.execute(by=visit.by, reason=visit.form.get("reason", "").strip()[:MOST_TEXT])
        return PATH

    async def start(self, visit: Visit) -> str:
        await self._do.start.execute(by=visit.by)
        return PATH

    async def limit(self, visit: Visit) -> str:
        """An empty amount is no limit."""
        given = visit.form.get("amount", "").strip()
        await self._do.limit.execute(money_of(given) if given else None, by=visit.by)
        return PATH

    def _answering(self, status: AnsweringStatus, visit: Visit) -> Html:
        stop = status.controls.stop
        if stop is None:
            return visit.fill("answering_on")
        since = self._times.full(stop.at, visit.words.lang)
        return visit.fill("answering_off", since=visit.say("stopped_since", at=since, by=stop.by), why=stop.reason)

    def _holds(self, holds: Sequence[OpenHold], visit: Visit) -> Html:
        rows = (
            visit.fill(
                "hold_row",
                when=self._times.full(hold.at, visit.words.lang),
                what=visit.words[f"spent_{SpendingKind.of(hold.channel)}"],
                amount=hold.amount,
            )
            for hold in holds
        )
        columns = ["when", "what", "amount"]
        return table(visit, label="holds_title", columns=columns, rows=rows, empty="no_holds", live_id="holds")


def balance_section(pages: BalancePages, persons: PersonPages) -> Section:
    """With the page of each person's account, which their conversations lead to."""
    actions = [
        Action(path=f"{PATH}/top-up", act=pages.top_up, is_grave=True),
        Action(path=f"{PATH}/limit", act=pages.limit, is_grave=True),
        Action(path="/console/answering/stop", act=pages.stop),
        Action(path="/console/answering/start", act=pages.start),
    ]
    page = Page(path=PATH, section="balance", show=pages.show, mark=pages.mark)
    return Section(
        name="balance",
        entry=PATH,
        pages=[page, *persons.pages()],
        actions=[*actions, *persons.actions()],
        words=BALANCE,
    )


def _days(days: Sequence[SpendingDay], visit: Visit) -> Html:
    columns = ["day", "spent_vk_comments", "spent_vk_messages", "spent_site", "spent_other", "total"]
    rows = (_day(day, visit) for day in reversed(days) if day.total)
    return table(visit, label="spending_title", columns=columns, rows=rows, empty="no_spending")


def _day(day: SpendingDay, visit: Visit) -> Html:
    amounts = {str(kind): day.amounts.get(kind, ZERO) for kind in SpendingKind}
    return visit.fill("spending_row", day=f"{day.day:%d.%m.%Y}", total=day.total, **amounts)
