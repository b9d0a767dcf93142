"""Numbers written as words, cardinal and ordinal, in every case: двух, двадцать пятого, ten, fifth."""

from collections.abc import Iterator, Mapping

COUNTS: Mapping[int, str] = {
    1: "один одну одна одного одной одному одни one an",
    2: "два две двух двум двое пара пару пары парочку парочка two couple",
    3: "три трех трем трое three",
    4: "четыре четырех четырем четверо four",
    5: "пять пяти пятеро five",
    6: "шесть шести six",
    7: "семь семи seven",
    8: "восемь восьми eight",
    9: "девять девяти nine",
    10: "десять десяти десяток ten",
    11: "одиннадцать одиннадцати eleven",
    12: "двенадцать двенадцати twelve",
    13: "тринадцать тринадцати thirteen",
    14: "четырнадцать четырнадцати fourteen",
    15: "пятнадцать пятнадцати fifteen",
    16: "шестнадцать шестнадцати",
    17: "семнадцать семнадцати",
    18: "восемнадцать восемнадцати",
    19: "девятнадцать девятнадцати",
    20: "двадцать двадцати twenty",
    30: "тридцать тридцати thirty",
    40: "сорок сорока forty",
    45: "сорокпять",
    50: "пятьдесят пятидесяти fifty",
    60: "шестьдесят шестидесяти sixty",
}

# Stems of ordinals with the endings of an adjective; the third, with its soft stem, is listed whole.
_ORDINAL_STEMS: Mapping[int, str] = {
    1: "перв",
    2: "втор",
    4: "четверт",
    5: "пят",
    6: "шест",
    7: "седьм",
    8: "восьм",
    9: "девят",
    10: "десят",
    11: "одиннадцат",
    12: "двенадцат",
    13: "тринадцат",
    14: "четырнадцат",
    15: "пятнадцат",
    16: "шестнадцат",
    17: "семнадцат",
    18: "восемнадцат",
    19: "девятнадцат",
    20: "двадцат",
    30: "тридцат",
}
_ENDINGS = ("ое", "ого", "ому", "ым", "ом")
_ORDINALS_WHOLE: Mapping[int, str] = {
    1: "first",
    2: "second",
    3: "третье третьего третьему третьим третьем third",
    4: "fourth",
    5: "fifth",
    6: "sixth",
    7: "seventh",
    8: "eighth",
    9: "ninth",
    10: "tenth",
    11: "eleventh",
    12: "twelfth",
    13: "thirteenth",
    14: "fourteenth",
    15: "fifteenth",
    20: "twentieth",
}


def ordinals() -> Iterator[tuple[str, int]]:
    """Every form with its number: ("пятого", 5), ("fifth", 5)."""
    for number, stem in _ORDINAL_STEMS.items():
        for ending in _ENDINGS:
            yield stem + ending, number
    for number, forms in _ORDINALS_WHOLE.items():
        for form in forms.split():
            yield form, number
