"""What operators did, latest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from adapters.inbound.console.audit_words import AUDIT
from adapters.inbound.console.html import NOTHING, Html
from adapters.inbound.console.pages import Page, Section, Shown, Visit
from adapters.inbound.console.table import table
from adapters.inbound.console.times import Times
from application.audit.list_acts import ListActs
from application.audit.show_sealed import ShowSealed
from domain.act import RecordedAct

PATH: Final = "/console/audit"
PAGE: Final = 50
_DIGITS: Final = 18
"""That a position has at most."""
COLUMNS: Final = ("act_when", "act_who", "act_what", "act_on", "act_how")


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditUseCases:
    list: ListActs
    sealed: ShowSealed


class AuditPages:
    def __init__(self, use_cases: AuditUseCases, *, times: Times) -> None:
        self._do = use_cases
        self._times = times

    async def show(self, visit: Visit) -> Shown:
        found = await self._do.list.execute(limit=PAGE + 1, before=_position(visit.query.get("before")))
        rows = (self._row(each, visit) for each in found[:PAGE])
        body = visit.fill(
            "audit",
            sealed=await self._sealed(visit),
            acts=table(visit, label="audit_title", columns=COLUMNS, rows=rows, empty="no_acts"),
            more=_more(found, visit) if len(found) > PAGE else NOTHING,
        )
        return Shown(body=body)

    async def _sealed(self, visit: Visit) -> str:
        head = await self._do.sealed.execute()
        if head.sealed_at is None:
            return visit.words["nothing_sealed"]
        at = self._times.full(head.sealed_at, visit.words.lang)
        return visit.say("sealed_upto", number=head.number, at=at)

    def _row(self, each: RecordedAct, visit: Visit) -> Html:
        act = each.act
        return visit.fill(
            "act_row",
            when=self._times.full(act.at, visit.words.lang),
            by=act.by,
            what=visit.words.get(f"deed_{act.deed}", act.deed),
            on=act.on,
            how=", ".join(f"{name}: {value}" for name, value in act.details.items() if value not in {None, ""}) or "—",
        )


def audit_section(pages: AuditPages) -> Section:
    page = Page(path=PATH, section="audit", show=pages.show)
    return Section(name="audit", entry=PATH, pages=[page], words=AUDIT)


def _more(found: Sequence[RecordedAct], visit: Visit) -> Html:
    return visit.fill("more", path=f"{PATH}?{urlencode({'before': found[PAGE - 1].position})}")


def _position(given: str | None) -> int | None:
    """What is no number is as good as none."""
    return int(given) if given is not None and given.isascii() and given.isdigit() and len(given) <= _DIGITS else None
