"""Whether an expression in its context is a deadline of the reader (SPEC: what counts and what does not)."""

from typing import NamedTuple

from domain.deadline_grammar.atoms import Trait
from domain.deadline_grammar.context import Context
from domain.deadline_grammar.expressions import Expression
from domain.deadline_grammar.word import Cue, Preposition

_ORDER = Cue.NEED | Cue.WHO
_READER = Cue.ACT | Cue.TERM | Cue.ACCEPT | Cue.CLOSE | Cue.AWAIT
_ANY_ACT = Cue.ACT | Cue.TERM | Cue.ACCEPT | Cue.TASK | Cue.NEED | Cue.WHO | Cue.PRICE | Cue.AWAIT
_HAPPENS = Cue.EVENT | Cue.SPAN
_NOT_READER = Cue.ORGANISER | Cue.PROMISE | Cue.PAST | Cue.OFFER | Cue.OUTCOME | Cue.THIRD | Cue.RECUR
_OTHERS = Cue.ORGANISER | Cue.PROMISE
_BEGINS = frozenset({Preposition.SINCE, Preposition.LATER})
_ASKED_OF_READER = _ORDER | Cue.ACT | Cue.TERM | Cue.WORK | Cue.TASK
_UNTIL_WORDS = frozenset({"до", "until", "before"})
_END_STEMS = ("кон", "закр", "окон", "дедл", "сдач", "deadline", "clos")
_WANTED = _READER | _ORDER | Cue.TASK | Cue.WORK | Cue.GIVE | Cue.PRICE | Cue.MONEY
_DASHES = frozenset("-–—")
_ITEM_ENDS = frozenset({",", ".", ";", "\n", ""})
_IN_ORDER_TO = frozenset({"чтобы", "чтоб"})
_AFTER_A_COMMA = frozenset((",", word) for word in _IN_ORDER_TO)
_ONLY = frozenset({"только", "лишь", "only"})
_DAY = 24 * 60  # minutes
_PAST_STEMS = ("последн", "прошл", "прошедш", "last", "past")


class Verdict(NamedTuple):
    """A deadline, and how it ranks among others of the text."""

    moved: bool = False  # it replaces those before it
    price: bool = False  # only the price changes then


def judge(expression: Expression, context: Context) -> Verdict | None:
    """None when the expression is no deadline of the reader."""
    cues = _settled(_cues_of(context), context)
    if _is_void(expression, context, cues) or _is_told_or_asked(context, cues):
        return None
    if expression.has(Trait.DISTANCE):
        accepted = _is_time_limit(expression, context, cues)
    elif expression.has(Trait.RANGE):
        accepted = _is_acceptance(expression, context, cues)
    elif expression.bounded:
        accepted = _is_bound(expression, context, cues)
    else:
        accepted = _is_due_then(expression, context, cues)
    if not accepted:
        return None
    return Verdict(_is_moved(context), _is_price_step(cues, context))


def _cues_of(context: Context) -> int:
    """Of the clause; of its neighbours when it is silent; of the heading of its list when that says what is due."""
    own = context.own if context.own & ~(Cue.QUANTITY | Cue.MONEY) else context.around
    if not own & ~(Cue.QUANTITY | Cue.MONEY):
        return own | context.heading
    return own if own & (_HAPPENS | _NOT_READER) else own | context.heading & (Cue.TERM | Cue.ACT | Cue.ACCEPT)


def _settled(cues: int, context: Context) -> int:
    """«сдаю в пятницу» is a plan, and the term of whoever is asked to write the work."""
    if cues & Cue.HAND_IN and not cues & Cue.ACT:
        asked = context.text & (_ORDER | Cue.WORK | Cue.SEEK) and not cues & Cue.EXAM
        cues |= Cue.ACT if asked else Cue.PROMISE
    if cues & Cue.AWAIT and cues & (Cue.WORK | Cue.ACCEPT):  # ждём отчёты
        cues |= Cue.ACT
    if cues & Cue.PLACE and not (cues & _ANY_ACT or context.text & (_ORDER | Cue.SEEK)):  # каток закроют
        cues = cues & ~Cue.CLOSE | Cue.SPAN
    return cues


def _is_void(expression: Expression, context: Context, cues: int) -> bool:
    """A past day, the start of something, one of the opening hours, a date that is denied or replaced."""
    first = expression.prepositions[0]
    begins = first in _BEGINS and not expression.has(Trait.RANGE | Trait.PART)
    denied = first is Preposition.NOT or context.before[1] in {"не", "not"}
    replaced = context.nearest & Cue.OLD or (
        context.left & Cue.OLD and not (cues & Cue.NEED or context.left & Cue.MOVE)
    )
    shop_hours = context.after_hours and not cues
    counted_down = context.counted_down and not cues & (Cue.TERM | Cue.ACT | Cue.NEED)
    if expression.day is None and context.text & Cue.RECUR:
        shop_hours = not cues & (_READER | _ORDER | Cue.TASK)
    return expression.has(Trait.PAST) or begins or denied or bool(replaced or counted_down) or shop_hours


def _is_told_or_asked(context: Context, cues: int) -> bool:
    """Reports in the past tense, habits, and questions about the date."""
    told = cues & Cue.PAST and not cues & (Cue.NEED | Cue.MOVE | Cue.ORDER)
    habit = cues & Cue.RECUR and not cues & (Cue.NEED | Cue.TASK | Cue.ORDER)
    which = context.question & Cue.ASK and not cues & _ORDER
    whether = context.asked and (cues & Cue.KNOW or not cues & _ORDER)
    return bool(told or habit or which or whether)


def _is_bound(expression: Expression, context: Context, cues: int) -> bool:
    """«до 5 мая»: a deadline unless something else lasts until then or somebody else acts by then."""
    if cues & Cue.NEED:
        return True
    if _is_theirs(cues) or _lasts_until_then(expression, cues):
        return False
    if cues & (_READER | Cue.WHO | Cue.TASK | Cue.WORK | Cue.PRICE | Cue.GIVE):
        return True
    return not cues & (Cue.EVENT | Cue.OFFER) and _is_meant_anyway(expression, context, cues)


def _is_meant_anyway(expression: Expression, context: Context, cues: int) -> bool:
    """«Тезисы до 5 мая»: nothing speaks against it; a time of day or an aim alone may be anybody's."""
    aim = Preposition.BY in expression.prepositions and expression.has(Trait.PERIOD)  # «вес к лету»
    dated = expression.day is not None and not aim
    goodbye = context.alone and context.after[0] and not expression.has(Trait.DATED)  # «до завтра!»
    told_of_self = cues & Cue.SELF or goodbye  # «я в командировке до 20 апреля»
    return (dated and not told_of_self) or bool(context.text & _WANTED)


def _is_theirs(cues: int) -> bool:
    """The organiser or the author acts, or the clause is about results and asks for nothing."""
    return _is_done_by_others(cues) or bool(
        cues & Cue.OUTCOME and not cues & (Cue.ACT | Cue.TERM | Cue.AWAIT | Cue.TASK)
    )


def _is_done_by_others(cues: int) -> bool:
    """«опубликуем», «починят»; not «кто решит», not «срок выйдет»."""
    return bool(cues & _OTHERS or (cues & Cue.THIRD and not cues & (Cue.WHO | Cue.TERM)))


def _lasts_until_then(expression: Expression, cues: int) -> bool:
    """«библиотека закрыта до 9 января»; not «форма открыта до 9 января»."""
    closes_for_reader = Cue.ACT | Cue.TERM | Cue.ACCEPT | Cue.TASK
    closes_for_reader |= Cue.CLOSE if expression.day is None else Cue.PRICE | Cue.WHO
    return bool(cues & Cue.SPAN) and not cues & closes_for_reader


def _is_acceptance(expression: Expression, context: Context, cues: int) -> bool:
    """«с 1 по 15 декабря», «15–20 мая»: only of acceptance, sale, registration."""
    if expression.has(Trait.HOURS) and (expression.day is None or not cues & (_READER | Cue.NEED)):
        return False
    if (_is_done_by_others(cues) or cues & Cue.OUTCOME) and not cues & (Cue.NEED | Cue.ACT):
        return False
    of_event = context.nearest & Cue.EVENT and context.before[1] != ":"
    if context.beside & _HAPPENS and context.before[0] == "на" and not cues & Cue.ACCEPT:  # команда на сезон
        return False
    if of_event and expression.prepositions[0] is not Preposition.SINCE:
        return False
    return bool(cues & (_READER | Cue.NEED | Cue.PRICE))


def _is_due_then(expression: Expression, context: Context, cues: int) -> bool:
    """A date without до or к: a deadline when the clause says what the reader does then."""
    if context.through_event:
        return bool(context.text & (_ORDER | _READER | Cue.TASK | Cue.WORK))
    if (_is_done_by_others(cues) or cues & (Cue.OUTCOME | Cue.OFFER)) and not cues & Cue.NEED:
        return False
    if _is_event_date(context, cues):
        return False
    whole = expression.has(Trait.PERIOD | Trait.WEEK)
    if Preposition.FOR in expression.prepositions and not whole:
        return _is_ordered_for(cues)
    closes = Cue.CLOSE if cues & Cue.ACCEPT or not cues & Cue.SPAN else 0
    if cues & _HAPPENS and not cues & (Cue.ACT | Cue.TERM | closes):
        return False
    moved = (
        (cues & Cue.MOVE or context.corrected)
        and context.text & (Cue.TERM | Cue.ACCEPT | Cue.ACT)
        and not cues & _HAPPENS
    )
    only = context.before[1] in _ONLY and cues & (Cue.PRICE | Cue.ACCEPT)
    asked = Cue.NEED | Cue.ACT | Cue.TERM | (Cue.TASK | Cue.WHO if whole else 0)
    named = context.text & (Cue.ACCEPT | Cue.WORK | Cue.ACT | _ORDER) and not cues & Cue.SPAN
    if expression.day is not None or cues & (Cue.ACCEPT | Cue.WORK) or named:
        asked |= Cue.CLOSE  # a door that closes at six is nobody's deadline
    listed = context.before[1] in _DASHES and cues & Cue.WORK  # отчёт — понедельник
    return bool(moved or only or listed or cues & asked) or _is_item_of_order(expression, context)


def _is_event_date(context: Context, cues: int) -> bool:
    """«запись на вебинар 20 марта», «сдаём экзамен 5 июня»: the date belongs to the event."""
    closes = cues & Cue.ACCEPT and cues & Cue.CLOSE
    event = context.nearest & _HAPPENS and not (context.nearest & (Cue.ACT | Cue.WORK) or cues & Cue.TERM or closes)
    exam = cues & Cue.EXAM and not cues & (Cue.TERM | Cue.WORK)
    return bool(event or exam)


def _is_ordered_for(cues: int) -> bool:
    """«надо на понедельник», «лаба на завтра», «перенесли на 9-е»; not «билеты на 5 мая»."""
    if cues & Cue.EVENT and not cues & (Cue.NEED | Cue.WORK | Cue.ACT):
        return False
    return bool(cues & (_ORDER | Cue.TASK | Cue.WORK | Cue.TERM | Cue.MOVE | Cue.ACT))


def _is_time_limit(expression: Expression, context: Context, cues: int) -> bool:
    """«за 2 часа», «через неделю», «срок 3 дня», «осталось 5 дней», «15 минут на ответ»."""
    first = expression.prepositions[0]
    if _is_elsewhere(context, cues) or first in {Preposition.FOR, Preposition.AT, Preposition.SINCE}:
        return False
    if context.after[0] == "," and context.after[1] in _UNTIL_WORDS:  # за неделю, до 23 марта
        return False
    if context.after[0] in _UNTIL_WORDS:
        return first is Preposition.NONE and context.after[1].startswith(_END_STEMS)
    if first is Preposition.WITHIN:
        silent = (
            not cues & ~(Cue.SEEK | Cue.QUANTITY | Cue.MONEY)
            and context.text & (Cue.SEEK | _ORDER)
            and not context.text & Cue.OFFER
        )
        return bool(silent or cues & (_ORDER | _READER | Cue.TASK | Cue.GIVE))
    if first is Preposition.AFTER:
        strong = Cue.TERM | Cue.ACT | Cue.CLOSE | Cue.GIVE
        return bool(cues & (strong if cues & Cue.EVENT else strong | Cue.NEED | Cue.ACCEPT))
    return _is_given(expression, context, cues)


def _is_elsewhere(context: Context, cues: int) -> bool:
    """The last three days, three days ago, the author's or the organiser's three days, the terms of a service."""
    past = context.before[1].startswith(_PAST_STEMS) or context.ago
    others = _is_done_by_others(cues) and not cues & Cue.NEED
    offered = cues & Cue.OFFER and not cues & (Cue.NEED | Cue.ACT)
    return bool(past or others or offered)


def _is_given(expression: Expression, context: Context, cues: int) -> bool:
    """A bare amount of time: something must say that it is all there is."""
    happens = cues & Cue.EVENT and not cues & (Cue.TERM | Cue.ACT | Cue.CLOSE)
    lasts = cues & Cue.SPAN and not cues & (Cue.TERM | Cue.ACT | Cue.GIVE | Cue.NEED)
    if happens or lasts:
        return False
    if context.text & Cue.PAST and not context.text & (_ORDER | Cue.SEEK | Cue.ORDER | Cue.TERM):
        return False  # «дали 20 минут, еле успел»
    meant_for = "на" in context.words_left and context.text & Cue.ACT and not cues & _HAPPENS  # на тестовое 48 часов
    if meant_for or context.after[0] in _IN_ORDER_TO or context.after[:2] in _AFTER_A_COMMA:
        return True
    if context.after[0] in {"на", "for", "to"} and not expression.has(Trait.AMOUNTLESS):
        return not _is_length_of_event(expression, context, cues)
    counted = any(word.startswith("оста") for word in context.words_left)  # скоро лето, осталось 47 дней
    given = cues & Cue.GIVE and (not counted or context.text & (_WANTED & ~Cue.GIVE))
    to_the_end = "до" in context.words_left and any(word.startswith(_END_STEMS) for word in context.words_left)
    return bool(given or to_the_end or cues & (Cue.TERM | Cue.CLOSE)) or _is_item_of_order(expression, context)


def _is_length_of_event(expression: Expression, context: Context, cues: int) -> bool:
    """«90 минут на экзамен», «the exam takes two days to complete»; not «two weeks to finish the test»."""
    days = expression.minutes is None or expression.minutes >= _DAY
    done_to_it = context.after[0] == "to" and context.after[2] & Cue.ACT and days and not cues & Cue.SELF
    return bool((context.left if done_to_it else cues) & _HAPPENS)


def _is_item_of_order(expression: Expression, context: Context) -> bool:
    """«Нужен логотип, 20 дней, бюджет 3000»: days or weeks between commas, in an order."""
    alone = context.before[1] in _ITEM_ENDS and context.after[0] in _ITEM_ENDS and expression.day is not None
    ordered = context.text & (_ORDER | Cue.SEEK | Cue.TASK) and context.text & Cue.WORK
    return bool(alone and ordered and not context.text & (Cue.OFFER | Cue.PROMISE | Cue.EVENT))


def _is_moved(context: Context) -> bool:
    if context.right & Cue.MOVE and context.after[0] in _DASHES:  # 28 марта — новый срок
        return True
    return context.corrected or bool((context.left | context.around) & Cue.MOVE)


def _is_price_step(cues: int, context: Context) -> bool:
    """The clause speaks of a price, or names a sum and nothing that the reader does."""
    return bool(cues & Cue.PRICE or (context.own & Cue.MONEY and not cues & _ASKED_OF_READER))
