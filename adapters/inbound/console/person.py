"""A person's own account: what is there and why, a top-up, and how much of it may be spent in a day."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from adapters.inbound.console.ledger import WANTED, ledger_table, older
from adapters.inbound.console.money_form import money_of, reason_of
from adapters.inbound.console.names import name_of
from adapters.inbound.console.pages import Action, Page, Shown, Visit
from adapters.inbound.console.times import Times
from application.accounts.find_person import FindPerson
from application.balance.set_person_limit import SetPersonLimit
from application.balance.show_balance import ShowBalance
from application.balance.top_up import TopUp
from domain.balance import account_of
from domain.identifiers import PersonId
from domain.person import Person
from ports.ids import Ids

PATH: Final = "/console/people/{person:str}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonUseCases:
    find: FindPerson
    show: ShowBalance
    top_up: TopUp
    limit: SetPersonLimit


class PersonPages:
    """A form carries a key of its own: the same form, sent twice, books once."""

    def __init__(self, use_cases: PersonUseCases, *, times: Times, ids: Ids, daily_spend_limit: Decimal | None) -> None:
        self._do = use_cases
        self._times = times
        self._ids = ids
        self._daily_spend_limit = daily_spend_limit

    def pages(self) -> list[Page]:
        return [Page(path=PATH, section="balance", show=self.show, mark=self.mark)]

    def actions(self) -> list[Action]:
        acts = {"top-up": self.top_up, "limit": self.limit, "limit/forget": self.forget_limit}
        return [Action(path=f"{PATH}/{path}", act=act, is_grave=True) for path, act in acts.items()]

    async def show(self, visit: Visit) -> Shown:
        person = await self._person(visit)
        account, path = account_of(person.id), path_of(person.id)
        found = await self._do.show.execute(account=account)
        entries = await self._do.show.history(limit=WANTED, before=visit.query.get("before"), account=account)
        name = name_of(person, visit)
        body = visit.fill(
            "person_account",
            name=name,
            path=path,
            available_amount=found.available,
            held=found.held,
            spent_today=found.spent_today,
            limit=self._limit(person, visit),
            limited=self._limited(person, visit),
            top_up_form=visit.fill("top_up_form", path=path, form_key=self._ids.new()),
            entries=ledger_table(entries, visit, self._times),
            more=older(entries, visit, path),
        )
        return Shown(body=body, title=name)

    async def mark(self, visit: Visit) -> object:
        person = await self._person(visit)
        account = account_of(person.id)
        latest = await self._do.show.history(limit=1, account=account)
        return str(await self._do.show.execute(account=account)), person.daily_limit, [entry.key for entry in latest]

    async def top_up(self, visit: Visit) -> str:
        person, amount = await self._person(visit), money_of(visit.form.get("amount", ""))
        key = visit.form.get("key") or None
        await self._do.top_up.execute(amount, author=visit.by, reason=reason_of(visit), key=key, person_id=person.id)
        return path_of(person.id)

    async def limit(self, visit: Visit) -> str:
        """An empty amount is no limit."""
        person, given = await self._person(visit), visit.form.get("amount", "").strip()
        await self._do.limit.execute(person.id, money_of(given) if given else None, by=visit.by)
        return path_of(person.id)

    async def forget_limit(self, visit: Visit) -> str:
        person = await self._person(visit)
        await self._do.limit.forget(person.id, by=visit.by)
        return path_of(person.id)

    async def _person(self, visit: Visit) -> Person:
        """Raises NotFoundError."""
        return await self._do.find.execute(str(visit.id("person")))

    def _limit(self, person: Person, visit: Visit) -> str:
        counts = person.limit(self._daily_spend_limit)
        return visit.words["no_limit"] if counts is None else f"{counts} ₽"

    def _limited(self, person: Person, visit: Visit) -> str:
        set_ = person.daily_limit
        if set_ is None:
            return visit.words["limit_of_setting"]
        return visit.say("limited_since", at=self._times.full(set_.at, visit.words.lang), by=set_.by)


def path_of(person_id: PersonId) -> str:
    return f"/console/people/{person_id}"
