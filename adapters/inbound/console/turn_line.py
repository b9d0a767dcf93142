"""One line about an answer: how it has ended, why, what it cost, and what of it is not known to be out."""

from collections.abc import Sequence
from typing import Final

from adapters.inbound.console.html import NOTHING, Html
from adapters.inbound.console.names import tag
from adapters.inbound.console.pages import Visit
from domain.delivery import Delivery, DeliveryState
from domain.turn import Turn, TurnState

_KINDS: Final = {
    TurnState.SETTLED: "good",
    TurnState.DECLINED: "warn",
    TurnState.STOPPED: "warn",
    TurnState.FAILED: "bad",
}


def turn_line(turn: Turn, deliveries: Sequence[Delivery], visit: Visit, *, more: Html = NOTHING) -> Html:
    """``more`` stands at its end, such as the way to the page of the turn."""
    words = visit.words
    facts = [words.get(f"reason_{turn.reason}", turn.reason or "")] if turn.reason else []
    if turn.charged:
        facts.append(visit.say("price", amount=turn.charged))
    if turn.model:
        facts.append(turn.model)
    if turn.output_tokens is not None:
        facts.append(visit.say("tokens", count=(turn.input_tokens or 0) + turn.output_tokens))
    facts += [delivery_line(each, visit) for each in deliveries if each.state is not DeliveryState.SENT]
    return visit.fill("turn_line", state=turn_tag(turn, visit), facts=" · ".join(facts), more=more)


def turn_more(turn: Turn, visit: Visit) -> Html:
    return visit.fill("turn_more", id=turn.id)


def turn_tag(turn: Turn, visit: Visit) -> Html:
    kind = "bad" if turn.is_troubled else _KINDS.get(turn.state, "")
    return tag(visit, f"state_{turn.state}", kind)


def delivery_line(delivery: Delivery, visit: Visit) -> str:
    state = visit.words[f"delivery_{delivery.state}"]
    return visit.say("delivery_state", part=delivery.part, state=state)
