"""What two neighbouring words say together that neither says alone."""

from collections.abc import Mapping

from domain.deadline_grammar.tokens import Token
from domain.deadline_grammar.word import Cue

_LAST_OF = (
    "день",
    "дня",
    "дни",
    "срок",
    "шанс",
    "дат",
    "числ",
    "час",
    "момент",
    "day",
    "chance",
    "date",
    "call",
    "minute",
)
_ADDRESSED = frozenset({"вас", "тебя", "вам", "ребят"})
_WAS = frozenset({"было", "была", "был"})
_OPEN = Cue.LAST | Cue.NEW | Cue.SELF | Cue.NEED  # words with these are the ones a neighbour can change
_GUESTS = frozenset({"вас", "тебя", "всех", "гостей"})
_OPENING = frozenset({"у", "ждем", "have", "has", "got"})
_OBLIGATIONS: Mapping[str, str] = {"have": "to", "has": "to", "got": "to"}


def cue_of(tokens: list[Token], index: int) -> int:
    """The cues of a token, with what the next one adds.

    последний день → a term, though последний звонок is not; new deadline, новый срок → a move; I can → a promise;
    have to → a need; надо было → the past; у вас (три дня) → a time given;
    ждём вас → opening hours.
    """
    cue = tokens[index].cue
    if index + 1 >= len(tokens) or not (cue & _OPEN or tokens[index].text in _OPENING):
        return cue
    return cue & ~_withdrawn(tokens[index], tokens[index + 1], cue) | _added(tokens[index], tokens[index + 1], cue)


def _withdrawn(token: Token, following: Token, cue: int) -> int:
    if token.text == "ждем" and following.text in _GUESTS:
        return Cue.ACCEPT
    return Cue.NEED if cue & Cue.NEED and following.text in _WAS else Cue.NONE


def _added(token: Token, following: Token, cue: int) -> int:
    added = Cue.NONE
    if cue & Cue.LAST and following.text.startswith(_LAST_OF):
        added |= Cue.TERM
    if cue & Cue.NEW and following.cue & Cue.TERM:
        added |= Cue.MOVE
    if cue & Cue.SELF:
        added |= Cue.PROMISE if following.cue & Cue.CAN else Cue.NONE
        added |= Cue.PAST if following.text.endswith("ed") else Cue.NONE
    if cue & Cue.NEED and following.text in _WAS:
        added |= Cue.PAST
    if token.text == "ждем" and following.text in _GUESTS:
        added |= Cue.SPAN
    if _OBLIGATIONS.get(token.text) == following.text:
        added |= Cue.NEED
    if token.text == "у" and following.text in _ADDRESSED:
        added |= Cue.GIVE
    return added
