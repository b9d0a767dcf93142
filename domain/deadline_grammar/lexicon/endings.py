"""What the ending of a verb tells when no list knows the verb; nouns that end alike are in `not_verbs`."""

from collections.abc import Sequence

from domain.deadline_grammar.word import UNKNOWN, Cue, Word

_SHORTEST_VERB = 5  # letters: дом, зал, цель are shorter than most verbs
_IMPERATIVES = ("йте", "ите", "ьте", "йтесь", "итесь", "ьтесь", "йся")
_ORDERS_TO_ONE = ("ай", "яй", "уй")
_I_DO = ("аю", "яю", "юсь", "усь", "влю", "плю", "блю", "млю")
_NOT_INFINITIVES = ("ость", "асть", "ости", "асти", "есть", "ночь", "речь", "исть")
_INFINITIVES = ("ать", "ять", "ить", "еть", "уть", "ыть", "оть", "ться", "сть", "зти", "сти", "йти", "чь")
_PAST_OF_A_STEM = ("л", "ла", "ло", "ли", "лся", "лась", "лось", "лись")
_PAST_REFLEXIVE = ("лся", "лась", "лось", "лись")
_PAST = (
    *(vowel + ending for vowel in "иаяу" for ending in ("л", "ли", "ла", "ло")),
    *(consonant + ending for consonant in "сзгкшр" for ending in ("ли", "ла", "ло")),
)
_LASTS = ("ется", "ится", "ются", "утся", "ятся", "атся")
_THEY_WILL = ("ят", "ут", "ют", "чат", "шат", "жат", "щат")
_IT_WILL = ("ит", "ает", "яет", "еет", "ует", "юет", "дет", "ьет", "оет")

# Endings, letters at least, what the word says; the first that fits counts.
_BY_ENDING: Sequence[tuple[tuple[str, ...], int, Word]] = (
    (_IMPERATIVES, 0, Word(cue=Cue.TASK | Cue.ORDER)),  # сделайте
    (_NOT_INFINITIVES, 0, UNKNOWN),  # новость
    (_INFINITIVES, 0, Word(cue=Cue.TASK)),  # сделать
    (_PAST_REFLEXIVE, 0, Word(cue=Cue.PAST)),  # сломался
    (_PAST, _SHORTEST_VERB, Word(cue=Cue.PAST)),  # задержали
    (_ORDERS_TO_ONE, _SHORTEST_VERB, Word(cue=Cue.TASK | Cue.ORDER)),  # выбирай
    (_I_DO, _SHORTEST_VERB, Word(cue=Cue.PROMISE)),  # готовлюсь, возвращаю
    (_LASTS, _SHORTEST_VERB, Word(cue=Cue.SPAN)),  # строится
    ((*_THEY_WILL, *_IT_WILL), _SHORTEST_VERB, Word(cue=Cue.THIRD)),  # починят, решит
)
_NOT_OF_READER = Cue.ORGANISER | Cue.SPAN | Cue.OFFER | Cue.PROMISE
_VERBS = Cue.ACT | Cue.ACCEPT | Cue.CLOSE | Cue.EVENT | Cue.ORGANISER | Cue.SPAN


def by_ending(word: str) -> Word:
    """An order, a task, a report, something that lasts or somebody else's deed; UNKNOWN when no ending fits."""
    for endings, shortest, found in _BY_ENDING:
        if len(word) >= shortest and word.endswith(endings):
            return found
    return UNKNOWN


def conjugated(word: str, found: Word) -> Word:
    """A verb known by its stem: оплатил → past, подпишут → somebody else will, оплатите → an order."""
    if found.cue & _VERBS and word.endswith(_PAST_OF_A_STEM):
        return Word(cue=Cue.PAST)
    asked = 0
    if word.endswith(_IMPERATIVES):
        asked = Cue.ORDER
    elif word.endswith(_INFINITIVES):
        asked = Cue.TASK
    if found.cue & Cue.ACT:
        return Word(cue=Cue.ORGANISER) if word.endswith(("ят", "ут")) else Word(cue=found.cue | asked)
    if found.cue & _NOT_OF_READER and asked:  # опубликуйте, определиться: told to the reader after all
        return Word(cue=Cue.TASK | asked)
    return found
