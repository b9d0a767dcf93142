"""Tolerance for one slip of the finger in a long word: a letter lost, doubled, replaced, or two swapped."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

SHORTEST = 6  # letters of a word meant; in a shorter one a slip makes another word too easily
SHORTEST_WRITTEN = SHORTEST - 1
_LONGEST = 16  # no word of time is longer; hostile input is
_REAL_WORDS = frozenset({"завтрак", "завтрака", "четверо", "mourning", "мартен", "средний", "месячный"})


_LOOK_ALIKE = str.maketrans("aeopcxykmthb", "аеорсхукмтнв")


def in_cyrillic(word: str) -> str:
    """A Cyrillic word with Latin letters that look like its own: «мaртa» with two Latin a."""
    return word if word.isascii() else word.translate(_LOOK_ALIKE)


def _without_one_letter(word: str) -> Iterable[str]:
    return (word[:i] + word[i + 1 :] for i in range(len(word)))


class Index(NamedTuple):
    """The long words, in the shapes that a slip leaves of them."""

    lost: Mapping[str, str]  # what is left when one letter is lost, with the word it is left of
    beginnings: frozenset[str]  # one slip spares the first two letters or the last three
    endings: frozenset[str]


def build_index(words: Iterable[str]) -> Index:
    lost: dict[str, str] = {}
    long = [word for word in words if len(word) >= SHORTEST]
    for word in long:
        for shorter in _without_one_letter(word):
            lost.setdefault(shorter, word)
    return Index(lost, frozenset(word[:2] for word in long), frozenset(word[-3:] for word in long))


def _differs_by_one(word: str, other: str) -> bool:
    """Both are one letter lost from the same word: accept a replaced letter or two swapped neighbours."""
    differing = [i for i, (a, b) in enumerate(zip(word, other, strict=True)) if a != b]
    if len(differing) == 1:
        return True
    return len(differing) == 2 and differing[1] - differing[0] == 1  # noqa: PLR2004 - two swapped letters


def _may_be_meant(word: str, index: Index) -> bool:
    """The cheap part of the answer, which turns most words away."""
    if not SHORTEST_WRITTEN <= len(word) <= _LONGEST or word in _REAL_WORDS:
        return False
    return word[:2] in index.beginnings or word[-3:] in index.endings


def correct(word: str, known: Mapping[str, object], index: Index) -> str | None:
    """The known word that `word` is one slip away from, with the same first letter; None when there is none.

    >>> correct("сентебря", …) == "сентября"
    """
    if not _may_be_meant(word, index):
        return None
    candidate = index.lost.get(word)
    if candidate is not None and candidate[0] == word[0]:
        return candidate
    if len(word) < SHORTEST:
        return None
    for shorter in _without_one_letter(word):
        if len(shorter) >= SHORTEST and shorter in known and shorter[0] == word[0]:
            return shorter
        candidate = index.lost.get(shorter)
        if (
            candidate is not None
            and candidate[0] == word[0]
            and len(candidate) == len(word)
            and _differs_by_one(word, candidate)
        ):
            return candidate
    return None
