"""Text → tokens: words, numbers with their separators, single marks; each with its place in the text."""

import re
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from domain.deadline_grammar.lexicon.lexicon import look_up
from domain.deadline_grammar.word import Cue, Role, Word

LONGEST_TEXT = 8_000  # characters looked at; a post with more has its deadline before that, or is not a post
MOST_TOKENS = 1_500
_LONGEST_NUMBER = 24  # a longer chain of digits and separators is no date
_MOST_REMEMBERED = 8_192  # words, each of at most
_LONGEST_REMEMBERED = 24  # characters
_DIGITS = "[0-9][0-9\ufe0f\u20e3]*"  # digits, each perhaps drawn as a key
_TOKEN = re.compile(
    rf"(?P<number>{_DIGITS}(?:[.,:/\-–—]{_DIGITS})*)|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?)|(?P<mark>\n|[^\w\s])"
)
_CURRENCIES = "₽$€"
_KEYCAP = re.compile("[\ufe0f\u20e3]")


class Token(NamedTuple):
    text: str  # lower case, ё as е, digits without key caps
    start: int  # characters of the original text: [start, end)
    end: int
    role: Role
    value: int
    cue: int

    def touches(self, following: "Token") -> bool:
        """Nothing, not even a space, stands between the two."""
        return self.end == following.start


def _plain(number: str) -> str:
    return number if number.isascii() else _KEYCAP.sub("", number)


def _read_word(raw: str) -> tuple[str, Word]:
    """In lower case, ё as е; and what is known of it."""
    written = raw.lower().replace("ё", "е")
    return written, look_up(written)


_known = lru_cache(_MOST_REMEMBERED)(_read_word)  # posts use the same few thousand words


def tokenize(text: str) -> list[Token]:
    """The first `MOST_TOKENS` tokens of the first `LONGEST_TEXT` characters; other characters are dropped."""
    tokens: list[Token] = []
    append = tokens.append
    for match in islice(_TOKEN.finditer(text, 0, LONGEST_TEXT), MOST_TOKENS):
        kind = match.lastgroup
        start, end = match.span()
        if kind == "word":
            raw = match.group()
            written, word = _known(raw) if end - start <= _LONGEST_REMEMBERED else _read_word(raw)
            append(Token(written, start, end, word.role, word.value, word.cue))
        elif kind == "mark":
            mark = match.group()
            append(Token(mark, start, end, Role.PUNCTUATION, 0, Cue.MONEY if mark in _CURRENCIES else Cue.NONE))
        elif end - start <= _LONGEST_NUMBER * 3:
            append(Token(_plain(match.group()), start, end, Role.NUMBER, 0, Cue.NONE))
    return tokens
