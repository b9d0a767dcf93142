"""Every part the server needs, examined, in words, with what to do."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from adapters.inbound.console.health_words import HEALTH
from adapters.inbound.console.html import Html
from adapters.inbound.console.names import tag
from adapters.inbound.console.pages import Action, Page, Section, Shown, Visit
from adapters.inbound.console.times import Times
from adapters.inbound.finding import Finding
from ports.clock import Clock

PATH: Final = "/console/health"
FRESH: Final = timedelta(minutes=1)

Examine = Callable[[str], Awaitable[Sequence[Finding]]]
"""Tries every part and tells of it in the language given."""


class HealthPages:
    """An examination calls the model and VK: one that is fresh is shown to whoever looks, and made once at a time."""

    def __init__(self, examine: Examine, *, times: Times, clock: Clock) -> None:
        self._examine = examine
        self._times = times
        self._clock = clock
        self._found: dict[str, tuple[datetime, Sequence[Finding]]] = {}
        self._one_at_a_time = asyncio.Lock()

    async def show(self, visit: Visit) -> Shown:
        at, found = await self._look(visit.words.lang)
        body = visit.fill(
            "health",
            looked_at=visit.say("looked_at", at=self._times.full(at, visit.words.lang)),
            findings=Html.joined(_finding(each, visit) for each in found),
        )
        return Shown(body=body)

    async def look_again(self, _visit: Visit) -> str:
        self._found.clear()
        return PATH

    async def _look(self, lang: str) -> tuple[datetime, Sequence[Finding]]:
        async with self._one_at_a_time:
            known = self._found.get(lang)
            now = self._clock.now()
            if known is None or now - known[0] >= FRESH:
                known = self._found[lang] = now, await self._examine(lang)
            return known


def health_section(pages: HealthPages) -> Section:
    page = Page(path=PATH, section="health", show=pages.show)
    again = Action(path=f"{PATH}/again", act=pages.look_again)
    return Section(name="health", entry=PATH, pages=[page], actions=[again], words=HEALTH)


def _finding(each: Finding, visit: Visit) -> Html:
    if each.is_good:
        state = tag(visit, "part_good", "good")
    else:
        state = tag(visit, "part_bad", "bad") if each.is_fatal else tag(visit, "part_doubtful", "warn")
    return visit.fill("finding", name=each.name or each.part, state=state, says=each.says, advice=each.advice)
