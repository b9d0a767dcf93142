"""A conversation's messages and turns in the order in which they are read."""

from collections.abc import Iterator

from adapters.inbound.console.html import NOTHING, Html
from adapters.inbound.console.names import name_of, tag
from adapters.inbound.console.pages import Visit
from adapters.inbound.console.times import Times
from adapters.inbound.console.turn_line import turn_line, turn_more
from application.conversations.read_conversation import ConversationView
from domain.identifiers import MessageId, TurnId
from domain.message import Author, Message
from domain.turn import Turn


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
            yield self._message(message, answered.get(message.id))
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

    def _message(self, message: Message, turn: Turn | None) -> Html:
        text = message.text or self._visit.words["no_text"]
        return self._visit.fill(
            "message",
            author=message.author,
            anchor=NOTHING if turn is None else _anchor(turn),
            who=self._who(message),
            at=message.at.isoformat(),
            when=self._times.full(message.at, self._visit.words.lang),
            text=self._answer(text) if message.author is Author.ASSISTANT else self._plain(text),
            line=NOTHING if turn is None or turn.is_free else self._line(turn),
        )

    def _answer(self, text: str) -> Html:
        return self._visit.fill("said_markdown", text=Html.markdown(text))

    def _plain(self, text: str) -> Html:
        return self._visit.fill("said_plain", text=text)

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
        shadow = NOTHING if shown is None else self._visit.fill("shadow", text=self._answer(shown))
        return self._visit.fill("turn", id=turn.id, line=self._line(turn), shadow=shadow, buttons=self._buttons(turn))

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
            anchor=_anchor(turn),
            text=self._plain(turn.answer or ""),
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
        deliveries = self._view.deliveries.get(turn.id, ())
        return turn_line(turn, deliveries, self._visit, more=turn_more(turn, self._visit))


def _anchor(turn: Turn) -> Html:
    return Html(f' id="turn-{Html.text(turn.id)}"')


def _is_open(turn: Turn) -> bool:
    return not turn.has_ended or turn.is_troubled
