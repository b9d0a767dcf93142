"""A conversation's messages and turns in the order in which they are read."""

from collections.abc import Iterator, Sequence

from adapters.inbound.console.html import NOTHING, Html
from adapters.inbound.console.names import name_of, tag
from adapters.inbound.console.pages import Visit
from adapters.inbound.console.times import Times
from application.conversations.read_conversation import ConversationView
from domain.delivery import Delivery, DeliveryState
from domain.identifiers import MessageId, TurnId
from domain.message import Author, Message
from domain.turn import Turn, TurnState

_KINDS = {TurnState.SETTLED: "good", TurnState.DECLINED: "warn", TurnState.STOPPED: "warn", TurnState.FAILED: "bad"}


class Thread:
    """
    A turn with an answer is a line below it; one without, where its question ends.

    What has gone wrong has its buttons there, and so has a draft.
    """

    def __init__(self, view: ConversationView, visit: Visit, times: Times) -> None:
        self._view = view
        self._visit = visit
        self._times = times
        self._path = f"/console/conversations/{view.row.conversation.id}"

    def render(self) -> Html:
        return Html.joined(self._items())

    def _items(self) -> Iterator[Html]:
        after = self._unanswered()
        answered = {turn.answer_message_id: turn for turn in self._view.turns if turn.answer_message_id}
        for message in self._view.messages:
            turn = answered.get(message.id)
            yield self._message(message, NOTHING if turn is None or turn.is_free else self._line(turn))
            yield from (self._turn(each) for each in after.pop(message.id, []))
        # Their questions are on another page, but they are still to be decided about.
        yield from (self._turn(turn) for turns in after.values() for turn in turns if _is_open(turn))

    def _unanswered(self) -> dict[MessageId, list[Turn]]:
        """Turns without an answer by the message that they stand below."""
        last: dict[TurnId, MessageId] = {}
        for message in self._view.messages:
            if message.turn_id is not None and message.author is Author.PERSON:
                last[message.turn_id] = message.id
        found: dict[MessageId, list[Turn]] = {}
        newest = self._view.messages[-1].id if self._view.messages else None
        for turn in self._view.turns:
            if turn.answer_message_id is None:
                place = newest if turn.is_operators and newest else last.get(turn.id, turn.opened_by)
                found.setdefault(place, []).append(turn)
        return found

    def _message(self, message: Message, line: Html) -> Html:
        return self._visit.fill(
            "message",
            author=message.author,
            who=self._who(message),
            at=message.at.isoformat(),
            when=self._times.full(message.at, self._visit.words.lang),
            text=message.text or self._visit.words["no_text"],
            line=line,
        )

    def _who(self, message: Message) -> str:
        person = self._view.people.get(message.person_id) if message.person_id else None
        if message.author is Author.PERSON or (person is not None and person.login):
            return name_of(person, self._visit)
        return self._visit.words[f"author_{message.author}"]

    def _turn(self, turn: Turn) -> Html:
        if turn.is_operators:
            return self._operators(turn)
        if turn.is_draft:
            return self._visit.fill("draft", id=turn.id, path=self._path, text=turn.answer or "", line=self._line(turn))
        shown = turn.answer if turn.answer and turn.reason in {"shadow", "rejected"} else None
        shadow = NOTHING if shown is None else self._visit.fill("shadow", text=shown)
        return self._visit.fill("turn", line=self._line(turn), shadow=shadow, buttons=self._buttons(turn))

    def _operators(self, turn: Turn) -> Html:
        """What a person of the community has said and is on its way."""
        is_waiting = not turn.has_ended and not turn.is_troubled
        line = tag(self._visit, "sending") if is_waiting else self._line(turn)
        return self._visit.fill(
            "message",
            author=Author.OPERATOR,
            who=turn.approved_by or "",
            at=turn.created_at.isoformat(),
            when=self._times.full(turn.created_at, self._visit.words.lang),
            text=turn.answer or "",
            line=Html.joined([line, self._buttons(turn)]),
        )

    def _buttons(self, turn: Turn) -> Html:
        if not turn.is_troubled:
            return NOTHING
        words = self._visit.words
        unsure = turn.is_unconfirmed
        return self._visit.fill(
            "turn_buttons",
            id=turn.id,
            path=self._path,
            retry_name=words["retry_unconfirmed" if unsure else "retry"],
            question=Html(f' data-confirm="{Html.text(words["retry_confirm"])}"') if unsure else NOTHING,
        )

    def _line(self, turn: Turn) -> Html:
        """State, reason, price, model, tokens, and parts that are not known to be out."""
        words = self._visit.words
        kind = "bad" if turn.is_troubled else _KINDS.get(turn.state, "")
        facts = [words.get(f"reason_{turn.reason}", turn.reason or "")] if turn.reason else []
        if turn.charged:
            facts.append(self._visit.say("price", amount=turn.charged))
        if turn.model:
            facts.append(turn.model)
        if turn.output_tokens is not None:
            facts.append(self._visit.say("tokens", count=(turn.input_tokens or 0) + turn.output_tokens))
        facts += [self._delivery(each) for each in _unsent(self._view.deliveries.get(turn.id, ()))]
        return self._visit.fill(
            "turn_line", state=tag(self._visit, f"state_{turn.state}", kind), facts=" · ".join(facts)
        )

    def _delivery(self, delivery: Delivery) -> str:
        state = self._visit.words[f"delivery_{delivery.state}"]
        return self._visit.say("delivery_state", part=delivery.part, state=state)


def _is_open(turn: Turn) -> bool:
    return not turn.has_ended or turn.is_troubled


def _unsent(deliveries: Sequence[Delivery]) -> list[Delivery]:
    return [each for each in deliveries if each.state is not DeliveryState.SENT]
