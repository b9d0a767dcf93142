"""Answers that failed or are unconfirmed: somebody has to decide."""

from dataclasses import dataclass
from typing import Final

from adapters.inbound.console.conversation_words import CONVERSATION, STATES
from adapters.inbound.console.html import Html
from adapters.inbound.console.pages import Action, Page, Section, Shown, Visit
from adapters.inbound.console.table import table
from adapters.inbound.console.times import Times
from adapters.inbound.console.turn_line import turn_more
from adapters.inbound.console.turn_page import TurnPage
from adapters.inbound.console.turns_words import TURNS
from application.turns.dismiss_turn import DismissTurn
from application.turns.list_troubles import ListTroubles
from application.turns.past_question import PastQuestion
from application.turns.retry_turn import RetryTurn
from domain.identifiers import TurnId

PATH: Final = "/console/turns"
MOST: Final = 100
WORDS: Final = {**CONVERSATION, **STATES, **TURNS}
EXCERPT: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnUseCases:
    troubles: ListTroubles
    retry: RetryTurn
    dismiss: DismissTurn


class TurnPages:
    def __init__(self, use_cases: TurnUseCases, *, times: Times) -> None:
        self._do = use_cases
        self._times = times

    async def show(self, visit: Visit) -> Shown:
        found = await self._do.troubles.execute(limit=MOST)
        troubles = table(
            visit,
            label="turns_title",
            columns=["turn_when", "turn_question", "turn_why", "turn_do"],
            rows=(self._row(each, visit) for each in found),
            empty="no_troubles",
            live_id="troubles",
        )
        return Shown(body=visit.fill("turns", troubles=troubles))

    async def mark(self, _visit: Visit) -> object:
        return [(each.turn.id, each.turn.state) for each in await self._do.troubles.execute(limit=MOST)]

    async def retry(self, visit: Visit) -> str:
        """Raises NotFoundError, InvalidTransitionError."""
        await self._do.retry.execute(TurnId(visit.id()), by=visit.by)
        return PATH

    async def dismiss(self, visit: Visit) -> str:
        """Raises NotFoundError, InvalidTransitionError."""
        await self._do.dismiss.execute(TurnId(visit.id()), by=visit.by)
        return PATH

    def _row(self, each: PastQuestion, visit: Visit) -> Html:
        turn = each.turn
        return visit.fill(
            "turn_row",
            id=turn.id,
            when=self._times.full(turn.created_at, visit.words.lang),
            channel=visit.words[f"channel_{turn.channel}"],
            path=f"/console/conversations/{turn.conversation_id}#turn-{turn.id}",
            question=" ".join(each.question.split())[:EXCERPT] or "—",
            more=turn_more(turn, visit),
            why=_why(turn.reason, visit),
            risk=visit.words["turn_risk"] if turn.is_unconfirmed else "",
        )


def turns_section(pages: TurnPages, turn_page: TurnPage) -> Section:
    """With the page of each turn."""
    page = Page(path=PATH, section="turns", show=pages.show, mark=pages.mark)
    actions = [
        Action(path=f"{PATH}/{{id:str}}/retry", act=pages.retry),
        Action(path=f"{PATH}/{{id:str}}/dismiss", act=pages.dismiss),
    ]
    return Section(name="turns", entry=PATH, pages=[page, turn_page.page()], actions=actions, words=WORDS)


def _why(reason: str | None, visit: Visit) -> str:
    """A reason of VK has its code behind a colon; one that has no words here is told as it is."""
    name, _, code = (reason or "").partition(":")
    words = visit.words.get(f"why_{name}")
    if words is None:
        return reason or "—"
    return f"{words} ({code})" if code else words
