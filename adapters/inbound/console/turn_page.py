"""One answer with all that belongs to it: where a trace, a log line or a conversation leads to."""

from collections.abc import Iterator, Sequence
from typing import Final

from adapters.inbound.console.html import NOTHING, Html
from adapters.inbound.console.pages import Page, Shown, Visit
from adapters.inbound.console.table import table
from adapters.inbound.console.times import Times
from adapters.inbound.console.turn_line import turn_line
from application.turns.show_turn import ShowTurn, TurnView
from domain.delivery import Delivery
from domain.identifiers import TurnId
from domain.knowledge import Passage
from domain.turn import Turn

PATH: Final = "/console/turns/{id:str}"
TRACE: Final = "{trace}"


class TurnPage:
    """``trace_url`` is an address with ``{trace}`` in it, where traces can be looked at."""

    def __init__(self, show: ShowTurn, *, times: Times, trace_url: str | None) -> None:
        self._show = show
        self._times = times
        self._trace_url = trace_url

    def page(self) -> Page:
        return Page(path=PATH, section="turns", show=self.show, mark=self.mark)

    async def show(self, visit: Visit) -> Shown:
        """Raises NotFoundError."""
        view = await self._show.execute(TurnId(visit.id()))
        turn = view.turn
        text = visit.fill("said_markdown", text=Html.markdown(turn.answer)) if turn.answer else NOTHING
        body = visit.fill(
            "turn_page",
            path=f"/console/conversations/{turn.conversation_id}#turn-{turn.id}",
            channel=visit.words[f"channel_{turn.channel}"],
            question="\n".join(said.text for said in view.asked) or visit.words["no_text"],
            answer=text or visit.fill("said_plain", text=visit.words["no_answer"]),
            line=turn_line(turn, view.deliveries, visit),
            facts=Html.joined(self._facts(turn, visit)),
            deliveries=_deliveries(view.deliveries, visit) if turn.channel.is_vk else NOTHING,
            passages=_passages(view, visit),
        )
        return Shown(body=body, title=visit.words["turn_title"])

    async def mark(self, visit: Visit) -> object:
        view = await self._show.execute(TurnId(visit.id()))
        return view.turn, [(each.id, each.state, each.tries) for each in view.deliveries]

    def _facts(self, turn: Turn, visit: Visit) -> Iterator[Html]:
        known = {
            "fact_opened": self._times.full(turn.created_at, visit.words.lang),
            "fact_attempt": turn.attempt,
            "fact_by": turn.approved_by,
            "fact_trace": self._trace(turn, visit),
        }
        for name, value in known.items():
            if value is not None:
                yield visit.fill("fact", name=visit.words[name], value=value)

    def _trace(self, turn: Turn, visit: Visit) -> Html:
        """Its trace is its id without dashes."""
        if self._trace_url is None:
            return Html.text(turn.id.hex)
        return visit.fill("trace_link", url=self._trace_url.replace(TRACE, turn.id.hex), trace=turn.id.hex)


def _deliveries(deliveries: Sequence[Delivery], visit: Visit) -> Html:
    rows = (
        visit.fill(
            "delivery_row",
            part=each.part,
            state=visit.words[f"delivery_{each.state}"],
            tries=each.tries,
            why=each.reason or "—",
            text=each.text,
        )
        for each in deliveries
    )
    columns = ["part", "part_state", "part_tries", "part_why", "part_text"]
    found = table(visit, label="parts_title", columns=columns, rows=rows, empty="no_parts")
    return visit.fill("part", title=visit.words["parts_title"], body=found)


def _passages(view: TurnView, visit: Visit) -> Html:
    if not view.passages:
        return NOTHING
    told = Html.joined(_passage(each, visit) for each in view.passages)
    return visit.fill("part", title=visit.words["passages_title"], body=told)


def _passage(passage: Passage, visit: Visit) -> Html:
    place = f"{passage.file} · {passage.heading}" if passage.heading else passage.file
    return visit.fill("passage", place=place, text=passage.text)
