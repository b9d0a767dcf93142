"""The words around an expression: those of its own clause, and those of the rest of its sentence."""

from typing import NamedTuple

from domain.deadline_grammar.atoms import Trait
from domain.deadline_grammar.expressions import Expression
from domain.deadline_grammar.phrases import cues_of
from domain.deadline_grammar.tokens import Token
from domain.deadline_grammar.word import Cue, Preposition, Role

_SENTENCE_ENDS = frozenset(".!?…;\n")
_CLAUSE_ENDS = frozenset(",()")
_INSIDE = frozenset("-–—:«»\"'“”„’‘/\\+*#№@&%=$€₽°<>[]{}|~^`_·•−️‍")
_CONJUNCTIONS = frozenset({"а", "но", "зато", "потом", "затем", "пока", "иначе", "then", "but", "otherwise"})
_ABBREVIATIONS = frozenset(
    {
        "г",
        "след",
        "гг",
        "стр",
        "руб",
        "р",
        "тел",
        "каб",
        "ауд",
        "ул",
        "им",
        "п",
        "т",
        "д",
        "ч",
        "мин",
        "тыс",
        "млн",
        "чел",
        "e",
        "g",
        "m",
        "a",
    }
)
_FARTHEST = 40  # tokens of a sentence looked at on either side
_AGO = frozenset({"назад", "ago"})
_MEASURES = frozenset({Role.NUMBER, Role.COUNT, Role.UNIT})
_BETWEEN_MEASURES = frozenset({",", ".", "и", "and", "тому"})
_LONGEST_DISTANCE = 20  # tokens of «1 год, 1 месяц, 1 день и 2 часа назад»
_LONGEST_CORRECTION = 8  # tokens of «не 10-го марта, а»
_FEW = 3
_WEIGHTLESS = Cue.QUANTITY | Cue.MONEY


class Context(NamedTuple):
    """Cues, as bits of `Cue`, by where they stand."""

    left: int  # between the start of the clause, or the expression before, and this one
    right: int
    nearest: int  # of the closest telling word to the left in the clause
    around: int  # of the closest clause of the sentence that tells anything, when the own one is silent
    alone: bool  # the text holds no word beside its expressions
    heading: int  # of «Сроки:» above the list the clause is an item of, or before it in the sentence
    text: int  # of the whole text
    before: tuple[str, str]  # the two tokens before
    words_left: tuple[str, ...]  # the last few of the clause
    beside: int  # the cues of the one before
    after: tuple[str, str, int]  # the two tokens after, and the cues of the second
    asked: bool  # the clause ends with a question mark
    question: int  # the cues of the whole sentence when it ends with one
    after_hours: bool  # opening hours stand just before
    corrected: bool  # не 10, а 12 марта
    ago: bool  # назад follows, over other parts of the same distance: 2 ч. 21 мин. назад
    counted_down: bool  # an amount of time stands just before or after
    through_event: bool  # «к экзамену 20 июня»

    @property
    def own(self) -> int:
        return self.left | self.right


class Surroundings:
    """The clauses and sentences of one text."""

    def __init__(self, tokens: list[Token], expressions: list[Expression]) -> None:
        self._tokens = tokens
        self._expressions = expressions
        self._breaks = [_break_at(tokens, index) for index in range(len(tokens))]
        self._cue_list = cues_of(tokens)
        texts = {token.text for token in tokens}
        self._asks, self._lists = "?" in texts, ":" in texts
        self._alone = not any(token.role is Role.OTHER for token in tokens)
        self._text = 0
        for cue in self._cue_list:
            self._text |= cue

    def of(self, position: int) -> Context:
        """The context of the expression at that position."""
        expression = self._expressions[position]
        start = self._left_edge(expression.first, position)
        stop = self._right_edge(expression.end, position)
        left, right = self._cues(start, expression.first), self._cues(expression.end, stop)
        silent = not (left | right) & ~_WEIGHTLESS
        return Context(
            left,
            right,
            self._nearest(start, expression.first),
            self._around(start, expression.first, stop) if silent else 0,
            self._alone,
            self._heading(start) if self._lists else 0,
            self._text,
            (self._word(expression.first - 2), self._word(expression.first - 1)),
            tuple(token.text for token in self._tokens[max(start, expression.first - _FEW) : expression.first]),
            self._cue(expression.first - 1),
            (self._word(expression.end), self._word(expression.end + 1), self._cue(expression.end + 1)),
            self._word(stop) == "?",
            self._question(expression.first) if self._asks else 0,
            position > 0 and self._expressions[position - 1].has(Trait.HOURS),
            self._is_corrected(expression.first),
            self._is_ago(expression.end),
            self._is_countdown(position),
            self._through_event(start, expression.first),
        )

    def _left_edge(self, index: int, position: int) -> int:
        limit = self._expressions[position - 1].end if position else 0
        while index > limit and not self._breaks[index - 1]:
            index -= 1
        return index

    def _right_edge(self, index: int, position: int) -> int:
        following = position + 1 < len(self._expressions)
        limit = self._expressions[position + 1].first if following else len(self._tokens)
        while index < limit and not self._breaks[index]:
            index += 1
        return index

    def _cues(self, start: int, stop: int) -> int:
        cues = 0
        for cue in self._cue_list[start:stop]:
            cues |= cue
        return cues

    def _nearest(self, start: int, stop: int) -> int:
        for index in range(stop - 1, start - 1, -1):
            cue = self._cue_list[index] & ~_WEIGHTLESS
            if cue:
                return cue
        return 0

    def _around(self, start: int, first: int, stop: int) -> int:
        """The event of an earlier clause has its own date there; one named later is not what this date belongs to."""
        left = self._leftwards(start)
        named = any(token.role is Role.OTHER for token in self._tokens[start:first])
        if left & Cue.EVENT and named and self._has_a_date(start):
            left &= ~(Cue.EVENT | Cue.EXAM)
        return left or self._rightwards(stop) & ~(Cue.EVENT | Cue.SPAN | (Cue.THIRD if named else 0))

    def _heading(self, index: int) -> int:
        """The cues of the line or the part of a sentence that ended with a colon; a blank line ends its list."""
        for colon in range(index - 1, max(0, index - _FARTHEST), -1):
            if self._word(colon) == ":" and (self._breaks[colon - 1] != _SENTENCE):
                start = colon
                while start > 0 and self._breaks[start - 1] != _SENTENCE:
                    start -= 1
                return self._cues(start, colon)
            if self._word(colon) == "\n" and self._word(colon - 1) == "\n":
                break
        return 0

    def _has_a_date(self, index: int) -> bool:
        """Another expression stands in the clause before."""
        start = index - 1
        while start > 0 and not self._breaks[start - 1]:
            start -= 1
        return any(start <= expression.first < index for expression in self._expressions)

    def _leftwards(self, index: int) -> int:
        """The cues of the closest telling clause to the left in the sentence."""
        cues, limit = 0, max(0, index - _FARTHEST)
        while index > limit:
            index -= 1
            level = self._breaks[index]
            if level == _SENTENCE or (level and cues):
                break
            cues |= self._cue_list[index] & ~_WEIGHTLESS
        return cues

    def _rightwards(self, index: int) -> int:
        cues, limit = 0, min(len(self._tokens), index + _FARTHEST)
        while index < limit:
            level = self._breaks[index]
            if level == _SENTENCE or (level and cues):
                break
            cues |= self._cue_list[index] & ~_WEIGHTLESS
            index += 1
        return cues

    def _question(self, index: int) -> int:
        start = stop = index
        first, last = max(0, index - _FARTHEST), min(len(self._tokens), index + _FARTHEST)
        while start > first and self._breaks[start - 1] != _SENTENCE:
            start -= 1
        while stop < last and self._breaks[stop] != _SENTENCE:
            stop += 1
        return self._cues(start, stop) if self._word(stop) == "?" else 0

    def _through_event(self, start: int, stop: int) -> bool:
        """An event that stands after к or до, with at most an adjective between, lends its preposition to the date."""
        for index in range(stop - 1, start, -1):
            if self._cue_list[index] & Cue.EVENT:
                return any(self._is_bound(at) for at in range(max(start, index - 2), index))
        return False

    def _is_corrected(self, index: int) -> bool:
        if self._word(index - 1) not in {"а", "but"}:
            return False
        start = max(0, index - _LONGEST_CORRECTION)
        return any(token.text in {"не", "not"} for token in self._tokens[start:index])

    def _is_ago(self, index: int) -> bool:
        for token in self._tokens[index : index + _LONGEST_DISTANCE]:
            if token.text in _AGO:
                return True
            if token.role not in _MEASURES and token.text not in _BETWEEN_MEASURES:
                break
        return False

    def _is_countdown(self, position: int) -> bool:
        """«40 дней до Нового года», «до Нового года 40 дней»."""
        expression = self._expressions[position]
        before = self._expressions[position - 1] if position else None
        following = self._expressions[position + 1] if position + 1 < len(self._expressions) else None
        if before is not None and before.has(Trait.DISTANCE) and before.end == expression.first:
            return True
        if following is None or expression.end != following.first or expression.clock is not None:
            return False
        return following.has(Trait.DISTANCE) and following.prepositions[0] is Preposition.NONE

    def _is_bound(self, index: int) -> bool:
        token = self._tokens[index]
        return token.role is Role.PREPOSITION and token.value in {Preposition.UNTIL, Preposition.BY}

    def _word(self, index: int) -> str:
        return self._tokens[index].text if 0 <= index < len(self._tokens) else ""

    def _cue(self, index: int) -> int:
        return self._cue_list[index] if 0 <= index < len(self._tokens) else 0


_CLAUSE, _SENTENCE = 1, 2
_LONGEST_ASIDE = 2  # words


def _break_at(tokens: list[Token], index: int) -> int:
    """Whether a clause or a sentence ends with this token. An unknown mark, such as an emoji, ends a sentence."""
    token = tokens[index]
    if token.role is not Role.PUNCTUATION:
        return _CLAUSE if token.text in _CONJUNCTIONS else 0
    if token.text in _CLAUSE_ENDS:
        return 0 if token.text == "," and _is_aside(tokens, index) else _CLAUSE
    if token.text == ".":
        return 0 if _is_inner_stop(tokens, index) else _SENTENCE
    if token.text in _SENTENCE_ENDS:
        return _SENTENCE
    return 0 if token.text in _INSIDE else _SENTENCE


def _is_inner_stop(tokens: list[Token], index: int) -> bool:
    """The full stop of an abbreviation, or one inside a name: «стр. 25», «draw.io»."""
    if (
        index + 1 < len(tokens)
        and tokens[index].touches(tokens[index + 1])
        and tokens[index + 1].role is not Role.PUNCTUATION
    ):
        return True
    return (
        index > 0
        and tokens[index - 1].text in _ABBREVIATIONS
        and index + 1 < len(tokens)
        and tokens[index + 1].text != "\n"
    )


def _is_aside(tokens: list[Token], index: int) -> bool:
    """One of the commas around a word or two put in between: «оплатите, пожалуйста, занятия»."""
    for distance in range(2, _LONGEST_ASIDE + 2):
        for other in (index - distance, index + distance):
            if 0 <= other < len(tokens) and tokens[other].text == ",":
                inside = tokens[min(index, other) + 1 : max(index, other)]
                if all(token.role is Role.OTHER and not token.cue for token in inside):
                    return True
    return False
