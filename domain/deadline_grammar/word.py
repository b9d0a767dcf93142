"""What the reader knows about one word: its part in a date, and what it says about the words around it."""

from enum import IntEnum, auto
from typing import NamedTuple


class Role(IntEnum):
    """The part a word plays inside an expression of time; `value` of the word depends on it."""

    OTHER = 0
    NUMBER = auto()  # digits; the shape is on the token
    MONTH = auto()  # 1..12
    WEEKDAY = auto()  # 0..6, Monday first
    DAY = auto()  # days from today: вчера −1, завтра 1
    UNIT = auto()  # a `Unit`
    COUNT = auto()  # a number word: два, пару, ten
    HALVES = auto()  # полтора 3, half 1: an amount in halves
    SPELT_TIME = auto()  # полчаса: minutes
    SPELT_MONTHS = auto()  # полгода: months
    ORDINAL = auto()  # первого, fifth
    PART = auto()  # a part of the day, minutes since midnight
    MERIDIEM = auto()  # утра, дня, вечера, ночи, am, pm: a `Meridiem`
    PREPOSITION = auto()  # a `Preposition`
    EDGE = auto()  # конец, середина, начало: an `Edge`
    WHICH = auto()  # эта 0, следующая 1, прошлая −1, ближайшая 2
    SEASON = auto()  # the month it starts with
    WEEKEND = auto()
    HOLIDAY = auto()  # month * 100 + day
    ZONE = auto()  # minutes east of UTC
    WORKING = auto()  # рабочий (день, неделя)
    FILLER = auto()  # may stand between a preposition and its date: самого, the
    YEAR_MARK = auto()  # г, года
    DATE_MARK = auto()  # числа
    ORDINAL_ENDING = auto()  # го, е, th
    PUNCTUATION = auto()


class Unit(IntEnum):
    MINUTE = 0
    HOUR = 1
    ROUND = 2  # сутки: 24 hours, to the minute
    DAY = 3
    WEEK = 4
    MONTH = 5
    QUARTER = 6
    YEAR = 7


class Meridiem(IntEnum):
    MORNING = 0
    DAY = 1
    EVENING = 2
    NIGHT = 3
    AM = 4
    PM = 5


class Preposition(IntEnum):
    NONE = 0
    UNTIL = 1  # до, until, before
    BY = 2  # к, by
    THROUGH = 3  # по
    AT = 4  # в, on, at
    FOR = 5  # на, for
    SINCE = 6  # с, from, от
    WITHIN = 7  # за, в течение
    AFTER = 8  # через: a distance from now
    LATER = 9  # после: a moment that only begins there
    OF = 10
    NOT = 11
    TO = 12  # the right side of a range: from 10 to 17 March


class Edge(IntEnum):
    START = 0
    MIDDLE = 1
    END = 2
    END_OF_WEEK = 3  # EOW: the edge and what it is the edge of
    END_OF_MONTH = 4
    END_OF_YEAR = 5


class Cue:
    """What a word says about the dates of its clause; a word may say several things, so these are bits.

    Plain integers: combining members of an `IntFlag` costs a microsecond each, and every word of a text is combined.
    """

    NONE = 0
    NEED = 1 << 0  # нужно, надо, прошу: the reader is asked for something
    ACT = 1 << 1  # сдать, оплатить, присылайте: what the reader does by then
    TERM = 1 << 2  # дедлайн, срок, due
    ACCEPT = 1 << 3  # приём, регистрация, промокод: what closes by then
    CLOSE = 1 << 4  # закрывается, истекает
    TASK = 1 << 5  # any other infinitive or imperative: an order when a term stands beside it
    EVENT = 1 << 6  # концерт, экзамен: happens then
    SPAN = 1 << 7  # открыт, каникулы, перекрыт: lasts until then
    ORGANISER = 1 << 8  # итоги, опубликуем: done by whoever writes, not by who reads
    PROMISE = 1 << 9  # сделаю, I will: done by the author
    PAST = 1 << 10
    OFFER = 1 << 11  # доставка, выполняю: terms of a service
    MOVE = 1 << 12  # продлили, перенесли, теперь: the date that replaces another
    OLD = 1 << 13  # было, вместо: the date that is replaced
    PRICE = 1 << 14  # дешевле, скидка
    ASK = 1 << 15  # какого, ли: the writer wants to know the date
    RECUR = 1 << 16  # каждый, по пятницам
    GIVE = 1 << 17  # даём, осталось, у вас: makes a deadline of a bare duration
    WHO = 1 << 18  # кто: turns a verb of the third person into a request
    WORK = 1 << 20  # реферат, чертёж, logo: what is ordered
    OUTCOME = 1 << 21  # итоги, результаты: the organiser's dates
    NEW = 1 << 22  # новый (срок)
    MONEY = 1 << 23  # рублей, $
    LAST = 1 << 24  # последний (день)
    SELF = 1 << 25  # I, we (can)
    CAN = 1 << 26
    EXAM = 1 << 28  # an event that is itself handed in: сдаём экзамен
    KNOW = 1 << 27  # подскажите: asks, of whatever the clause names
    THIRD = 1 << 29  # решит, починят: an unlisted verb, done by whoever it tells of
    HAND_IN = 1 << 30  # сдаю, сдаём: the author's plan, and the term of whoever is asked for the work
    SEEK = 1 << 31  # ищу, требуется: somebody is wanted for a job
    FORMER = 1 << 32  # старый (срок)
    ORDER = 1 << 34  # сдайте, приносите: an imperative
    AWAIT = 1 << 35  # ждём (отчёты): with what is handed in, an act of the reader
    PLACE = 1 << 36  # каток, музей: lasts or closes, unless somebody is asked to come
    QUANTITY = 1 << 19  # человек, рублей: the number before it counts things


class Word(NamedTuple):
    role: Role = Role.OTHER
    value: int = 0
    cue: int = Cue.NONE


UNKNOWN = Word()
