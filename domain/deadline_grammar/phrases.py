"""What two neighbouring words say together that neither says alone."""

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from domain.deadline_grammar.tokens import Token
from domain.deadline_grammar.word import Cue, Role


class Phrase(NamedTuple):
    """A word of `words`, or with a cue of `cue`, followed by a stem of `then`, an ending, or a cue of `then_cue`.

    The first of the two loses the cues of `without` and gains those of `also`.
    """

    words: str = ""
    cue: int = Cue.NONE
    then: str = ""
    ending: str = ""
    then_cue: int = Cue.NONE
    also: int = Cue.NONE
    without: int = Cue.NONE


_CHANCES = "день дня дни срок шанс дат числ час момент day chance date call minute"
_NOT_OF_A_JOB = "годн служб хран достав постав изготов действ производ эксплуат аренд договор работы беремен полномоч"
_HOMES = "комнат квартир двушк однушк студи дач дом гараж жиль посуточ коттедж"

PHRASES: Sequence[Phrase] = (
    Phrase(cue=Cue.LAST, then=_CHANCES, also=Cue.TERM),  # последний день; not последний звонок
    Phrase(cue=Cue.NEW, then_cue=Cue.TERM, also=Cue.MOVE),  # новый срок, new deadline
    Phrase(cue=Cue.FORMER, then_cue=Cue.TERM, also=Cue.OLD),  # старый дедлайн
    Phrase(cue=Cue.TERM, then=_NOT_OF_A_JOB, without=Cue.TERM, also=Cue.SPAN),  # срок годности
    Phrase(cue=Cue.NEED, then="было была был", without=Cue.NEED, also=Cue.PAST),  # надо было
    Phrase(cue=Cue.SELF, then_cue=Cue.CAN, also=Cue.PROMISE),  # I can
    Phrase(cue=Cue.SELF, ending="ed", also=Cue.PAST),  # I submitted
    Phrase(words="have has got", then="to", also=Cue.NEED),  # have to
    Phrase(words="на", then="все это всю", also=Cue.GIVE),  # на всё неделя
    Phrase(words="у", then="вас тебя вам ребят", also=Cue.GIVE),  # у вас три дня
    Phrase(words="ждем", then="вас тебя всех гостей", without=Cue.AWAIT, also=Cue.SPAN),  # ждём вас до 20:00
    Phrase(words="будет будут", then="закрыт", without=Cue.EVENT, also=Cue.CLOSE),  # форма будет закрыта
    Phrase(words="i we", then="deliver ship write make print offer provide", also=Cue.OFFER),  # we deliver
    Phrase(words="в", then="подарок", also=Cue.PRICE),  # доставка в подарок
    Phrase(words="off", then="sale", also=Cue.CLOSE),  # tickets go off sale
    Phrase(
        words="сдам сдаю сдаем сдается сдаются",
        then=_HOMES,
        without=Cue.ACT | Cue.HAND_IN | Cue.PROMISE,
        also=Cue.OFFER | Cue.SPAN,
    ),  # сдам комнату
)
_EVERY = "кажд"  # каждому покупателю is no habit, каждую пятницу is
_TIMES = frozenset(
    {Role.UNIT, Role.WEEKDAY, Role.PART, Role.MERIDIEM, Role.WEEKEND, Role.ORDINAL, Role.NUMBER, Role.MONTH}
)
_TRIAL = "испытат"  # испытательный срок is nobody's deadline


class _Prepared(NamedTuple):
    then: tuple[str, ...]
    endings: tuple[str, ...]
    then_cue: int
    also: int
    without: int
    cue: int


def _prepared(phrase: Phrase) -> _Prepared:
    return _Prepared(
        tuple(phrase.then.split()),
        tuple(phrase.ending.split()),
        phrase.then_cue,
        phrase.also,
        phrase.without,
        phrase.cue,
    )


_BY_WORD: Mapping[str, tuple[_Prepared, ...]] = {
    word: tuple(_prepared(other) for other in PHRASES if word in other.words.split())
    for phrase in PHRASES
    for word in phrase.words.split()
}
_BY_CUE = tuple(_prepared(phrase) for phrase in PHRASES if phrase.cue)
_CUES = reduce(or_, (phrase.cue for phrase in PHRASES))


def cues_of(tokens: list[Token]) -> list[int]:
    """The cues of every token, each with what the next one adds or takes away."""
    cues = [token.cue for token in tokens]
    for index in range(len(tokens) - 1):
        token = tokens[index]
        if token.cue & _CUES or token.text in _BY_WORD:
            cues[index] = _with_next(token, tokens[index + 1])
        elif token.text == "will" and _closes(tokens, index + 1):
            cues[index] = Cue.NONE
        if token.cue & Cue.TERM and index and tokens[index - 1].text.startswith(_TRIAL):
            cues[index] = Cue.NONE
        if token.cue & Cue.RECUR and tokens[index + 1].role not in _TIMES and token.text.startswith(_EVERY):
            cues[index] = Cue.NONE
    return cues


def _with_next(token: Token, following: Token) -> int:
    cue = token.cue
    for phrase in _phrases_of(token):
        text = following.text
        if following.cue & phrase.then_cue or text.startswith(phrase.then) or text.endswith(phrase.endings):
            cue = cue & ~phrase.without | phrase.also
    return cue


def _phrases_of(token: Token) -> Iterator[_Prepared]:
    yield from _BY_WORD.get(token.text, ())
    for phrase in _BY_CUE:
        if token.cue & phrase.cue:
            yield phrase


def _closes(tokens: list[Token], index: int) -> bool:
    """Applications will close, entries will be accepted: nobody promises anything."""
    if tokens[index].text == "be":
        index += 1
    return index < len(tokens) and bool(tokens[index].cue & (Cue.CLOSE | Cue.ACCEPT))
