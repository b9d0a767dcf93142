"""Prepositions and the small words that may stand inside an expression of time."""

from collections.abc import Mapping

from domain.deadline_grammar.word import Preposition

PREPOSITIONS: Mapping[int, str] = {
    Preposition.UNTIL: "до until till til untill before",
    Preposition.BY: "к ко k by",
    Preposition.THROUGH: "по through thru",
    Preposition.AT: "в во at on",
    Preposition.FOR: "на for",
    Preposition.SINCE: "с c со from since от",
    Preposition.WITHIN: "за within",
    Preposition.AFTER: "через спустя in чз",
    Preposition.LATER: "после after",
    Preposition.OF: "of",
    Preposition.NOT: "не not",
    Preposition.TO: "to",
}

FILLERS = "a самого самый самое the уже где примерно около ровно именно то чем аж приблизительно вот еще"

YEAR_MARKS = "г гг"
DATE_MARKS = "числа число числу"
ORDINAL_ENDINGS = "го е ое ого му ому й я ая ю ую th st nd rd м ом х ух ти ми ю"
