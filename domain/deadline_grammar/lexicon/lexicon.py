"""One lookup over all word lists. Everything is built once, at import, and never changes."""

from collections.abc import Iterator, Mapping

from domain.deadline_grammar.lexicon.calendar_words import BY_ROLE
from domain.deadline_grammar.lexicon.endings import by_ending, conjugated
from domain.deadline_grammar.lexicon.linking_words import (
    DATE_MARKS,
    FILLERS,
    ORDINAL_ENDINGS,
    PREPOSITIONS,
    YEAR_MARKS,
)
from domain.deadline_grammar.lexicon.not_verbs import NOT_VERBS
from domain.deadline_grammar.lexicon.number_words import COUNTS, ordinals
from domain.deadline_grammar.lexicon.other_words import OTHER_WORDS
from domain.deadline_grammar.lexicon.reader_words import READER_WORDS
from domain.deadline_grammar.lexicon.typos import SHORTEST_WRITTEN, build_index, correct, in_cyrillic
from domain.deadline_grammar.word import UNKNOWN, Cue, Role, Word

_CORRECTED_ROLES = frozenset({Role.MONTH, Role.WEEKDAY, Role.DAY, Role.WEEKEND, Role.ORDINAL, Role.UNIT, Role.PART})
_PAST_ENDINGS = ("л", "ла", "ло", "ли", "лся", "лась", "лось", "лись")
_SURELY_PAST = ("лся", "лась", "лось", "лись")
_UNLISTED_PAST = (
    *("ил", "или", "ила", "ило", "ал", "али", "ала", "ало", "ял", "яли", "яла", "яло", "ул", "ули", "ула", "уло"),
)
_THEY_WILL = ("ят", "ут", "ют", "чат", "шат", "жат", "щат")  # починят, откроют: somebody else does it
_IT_WILL = ("ит", "ает", "яет", "еет", "ует", "юет", "дет", "ьет", "оет")  # решит, обещает
_LASTS = ("ется", "ится", "ются", "утся", "ятся", "атся")  # строится: goes on until then


def _role_words() -> Iterator[tuple[str, Word]]:
    for role, values in BY_ROLE.items():
        for value, forms in values.items():
            for form in forms.split():
                yield form, Word(role, value)
    for role, numbers in ((Role.COUNT, COUNTS), (Role.PREPOSITION, PREPOSITIONS)):
        for value, forms in numbers.items():
            for form in forms.split():
                yield form, Word(role, int(value))
    for form, value in ordinals():
        yield form, Word(Role.ORDINAL, value)
    for role, forms in (
        (Role.FILLER, FILLERS),
        (Role.YEAR_MARK, YEAR_MARKS),
        (Role.DATE_MARK, DATE_MARKS),
        (Role.ORDINAL_ENDING, ORDINAL_ENDINGS),
    ):
        for form in forms.split():
            yield form, Word(role)


def _cue_words(*, stems: bool) -> dict[str, int]:
    cues: dict[str, int] = {}
    for words in (READER_WORDS, OTHER_WORDS, {Cue.NONE: NOT_VERBS}):
        for cue, forms in words.items():
            for form in forms.split():
                if form.endswith("*") == stems:
                    key = form.rstrip("*")
                    cues[key] = cues.get(key, 0) | cue
    return cues


def _all_forms() -> dict[str, Word]:
    forms: dict[str, Word] = {}
    for form, word in _role_words():
        forms.setdefault(form.replace("ё", "е"), word)
    for form, cue in _cue_words(stems=False).items():
        known = forms.get(form, UNKNOWN)
        forms[form] = Word(known.role, known.value, known.cue | cue)
    return forms


_FORMS: Mapping[str, Word] = _all_forms()
_STEMS: Mapping[str, Word] = {stem: Word(cue=cue) for stem, cue in _cue_words(stems=True).items()}
_LONGEST_STEM = max(map(len, _STEMS))
_TIME_WORDS: Mapping[str, Word] = {form: word for form, word in _FORMS.items() if word.role in _CORRECTED_ROLES}
_TYPOS = build_index(_TIME_WORDS)


def _by_stem(word: str) -> Word | None:
    for length in range(min(len(word), _LONGEST_STEM), 1, -1):
        found = _STEMS.get(word[:length])
        if found is not None:
            return conjugated(word, found)
    return None


def look_up(word: str) -> Word:
    """What is known of a word in lower case with ё as е: by its form, by its stem, by a slip, by its ending."""
    found = _FORMS.get(word)
    if found is not None:
        return found
    word = in_cyrillic(word)
    found = _FORMS.get(word) or _by_stem(word)
    if found is not None:
        return found
    if len(word) >= SHORTEST_WRITTEN:
        corrected = correct(word, _TIME_WORDS, _TYPOS)
        if corrected is not None:
            return _TIME_WORDS[corrected]
    return by_ending(word)
