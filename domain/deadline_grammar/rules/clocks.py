"""Times of day: in digits, in words, and parts of the day."""

from domain.deadline_grammar.atoms import LAST_MINUTE, Atom, Reading, Trait
from domain.deadline_grammar.numeric import HOURS_IN_DAY, MINUTES_IN_HOUR, clock, read_clock, split_range, whole_number
from domain.deadline_grammar.word import Cue, Meridiem, Preposition, Role, Unit

_NOON = 12
_SPACED_MINUTES = frozenset({"00", "15", "30", "45"})
_CARDINAL_ENDINGS = frozenset({"ти", "х", "и"})
_LATEST_DAY_HOUR = 7  # «7 дня» is still 19:00; «11 дня» is 11:00
_EARLIEST_EVENING_NIGHT = 9  # «10 ночи» is 22:00
_MOMENTS = frozenset({Preposition.UNTIL, Preposition.BY, Preposition.AT})
_GENITIVE_PLURAL = ("ов", "ев", "ей", "ок", "ек", "ий", "ин", "ц")
_TONIGHT_PARTS = frozenset({"вечера", "ночи"})


def clock_time(reading: Reading, index: int, preposition: Preposition) -> Atom | None:
    """18:00, 18.00, 18-00, 9 утра, 6pm, 6 p.m., 18 часов, 8 часов вечера, 18ч, «завтра до 18», 10:00–11:30."""
    text = reading.tokens[index].text
    minutes = read_clock(text)
    if minutes is not None:
        return _written_out(reading, index, text, minutes)
    sides = split_range(text)
    if sides and ":" in text:
        minutes = read_clock(sides[1])
        return None if minutes is None else Atom(index, index + 1, Trait.RANGE | Trait.HOURS, clock=minutes)
    hour = whole_number(text)
    return None if hour is None else _hour(reading, index, index + 1, hour, preposition)


def _written_out(reading: Reading, index: int, text: str, minutes: int) -> Atom | None:
    end = index + 1
    half, after = _half_of_day(reading, end)
    if half is not None:
        hour = _hour_in(half, minutes // MINUTES_IN_HOUR)
        if hour is not None:
            minutes, end = min(hour * MINUTES_IN_HOUR + minutes % MINUTES_IN_HOUR, LAST_MINUTE), after
    elif reading.role(end) is Role.UNIT and reading.tokens[end].value == Unit.HOUR:
        end += 1
    if ":" in text or end > index + 1:
        return Atom(index, end, Trait.NONE, clock=minutes)
    if reading.role(end) is not Role.NUMBER and _counts(reading, end):
        return None
    return Atom(index, end, Trait.BARE | Trait.DOTTED, clock=minutes)


def spelt_hour(reading: Reading, index: int, preposition: Preposition) -> Atom | None:
    """к восьми вечера, в шесть утра, до двух часов дня, by ten am."""
    return _hour(reading, index, index + 1, reading.tokens[index].value, preposition)


def one_o_clock(reading: Reading, index: int, _: Preposition) -> Atom | None:
    """до часа дня, в час ночи, к часу дня."""
    token = reading.tokens[index]
    if token.value != Unit.HOUR:
        return None
    half, end = _half_of_day(reading, index + 1, spelt_day=True)
    return None if half is None else _clock_of(index, end, 1, half)


def _hour(reading: Reading, first: int, at: int, hour: int, preposition: Preposition) -> Atom | None:
    at = _over_cardinal_ending(reading, at)
    hours_word = reading.role(at) is Role.UNIT and reading.tokens[at].value == Unit.HOUR
    if hour > HOURS_IN_DAY or reading.role(at) is Role.ORDINAL_ENDING:
        return None
    half, end = _half_of_day(reading, at + hours_word, spelt_day=hours_word or preposition in _MOMENTS)
    if half is not None:
        return _clock_of(first, end, hour, half)
    return _bare_hour(reading, first, at, hour, preposition)


def _bare_hour(reading: Reading, first: int, at: int, hour: int, preposition: Preposition) -> Atom | None:
    """«до 18 часов», «до 18 00», «до 18-ти», ten o'clock; «пт до 18» needs its day."""
    hours_word = reading.role(at) is Role.UNIT and reading.tokens[at].value == Unit.HOUR
    if reading.text(at) == "o'clock":
        return Atom(first, at + 1, Trait.NONE, clock=clock(hour))
    if preposition not in _MOMENTS or not (hours_word or _is_spaced_minute(reading, at) or not _counts(reading, at)):
        return None
    if hours_word:
        return _to_the_minute(reading, first, at + 1, hour)
    if _is_spaced_minute(reading, at):
        return Atom(first, at + 1, Trait.NONE, clock=clock(hour, int(reading.text(at))))
    bare = Trait.NONE if reading.text(at - 1) in _CARDINAL_ENDINGS else Trait.BARE
    return Atom(first, at, bare, clock=clock(hour))


def _over_cardinal_ending(reading: Reading, at: int) -> int:
    """«до 18-ти», «до 18ти часов»."""
    ending = at + (reading.text(at) == "-")
    return ending + 1 if reading.text(ending) in _CARDINAL_ENDINGS else at


def _is_spaced_minute(reading: Reading, at: int) -> bool:
    """«до 18 00»; not «до 10 30 марта»."""
    return reading.text(at) in _SPACED_MINUTES and reading.role(at + 1) is not Role.MONTH


def _to_the_minute(reading: Reading, first: int, end: int, hour: int) -> Atom | None:
    """«18 часов 30 минут», «18 ч 30 мин», «18ч30»."""
    minute = whole_number(reading.text(end)) if reading.role(end) is Role.NUMBER else None
    if minute is not None and minute < MINUTES_IN_HOUR:
        if reading.role(end + 1) is Role.UNIT:
            return Atom(first, end + 2, Trait.NONE, clock=clock(hour, minute))
        if reading.tokens[end - 1].touches(reading.tokens[end]):
            return Atom(first, end + 1, Trait.NONE, clock=clock(hour, minute))
    found = clock(hour)
    return None if found is None else Atom(first, end, Trait.NONE, clock=found)


def _counts(reading: Reading, index: int) -> bool:
    """The number before token `index` counts what it names: до 10 человек, до 5 открыток, up to 20 seats."""
    following = reading.at(index)
    if following is None or following.role in {Role.PREPOSITION, Role.DAY, Role.WEEKDAY}:
        return False
    if following.role is Role.PUNCTUATION:
        return following.text in {"%", "$", "€", "₽", "*", "+", "-", "–", "—", "°", "/", "№"}
    if following.role is not Role.OTHER:
        return True
    return bool(following.cue & (Cue.QUANTITY | Cue.MONEY | Cue.ACCEPT | Cue.EVENT)) or following.text.endswith(
        _GENITIVE_PLURAL
    )


def _half_of_day(reading: Reading, index: int, *, spelt_day: bool = False) -> tuple[Meridiem | None, int]:
    token = reading.at(index)
    if token is None:
        return None, index
    if token.role is Role.MERIDIEM:
        return Meridiem(token.value), index + 1
    if token.text == "ночи":
        return Meridiem.NIGHT, index + 1
    if token.text == "дня" and spelt_day:
        return Meridiem.DAY, index + 1
    if token.text in {"a", "p", "а", "р"} and reading.text(index + 1) == "." and reading.text(index + 2) in {"m", "м"}:
        return (Meridiem.AM if token.text in "aа" else Meridiem.PM), index + 3 + (reading.text(index + 3) == ".")
    return None, index


def _clock_of(first: int, end: int, hour: int, half: Meridiem) -> Atom | None:
    inside = _hour_in(half, hour)
    if inside is None:
        return None
    traits = Trait.NIGHT if half is Meridiem.NIGHT and inside < _NOON else Trait.NONE
    return Atom(first, end, traits, clock=clock(inside))


def _hour_in(half: Meridiem, hour: int) -> int | None:
    """The hour of 24 that `hour` of the twelve is in that part of the day; 12 ночи and 12 am end the day."""
    if hour > _NOON:
        return hour if hour <= 24 else None  # noqa: PLR2004 - «18 часов вечера»
    if half in {Meridiem.NIGHT, Meridiem.AM}:
        if hour == _NOON:
            return 24
        return hour + _NOON if half is Meridiem.NIGHT and hour >= _EARLIEST_EVENING_NIGHT else hour
    if half is Meridiem.MORNING or hour == _NOON:
        return hour
    if half is Meridiem.DAY and hour > _LATEST_DAY_HOUR:
        return hour
    return hour + _NOON


def part_of_day(reading: Reading, index: int, preposition: Preposition) -> Atom | None:
    """утром, к обеду, до вечера, после обеда, полдень, ночью, noon, tonight, EOD, close of business."""
    token = reading.tokens[index]
    minutes, traits = token.value, Trait.PART
    if preposition is Preposition.AT and token.text == "ночь":  # «в ночь на субботу» names no moment
        return None
    if preposition is Preposition.LATER:
        if token.text not in {"обеда", "lunch"}:
            return None
        minutes = 18 * MINUTES_IN_HOUR
    if preposition is Preposition.UNTIL and (token.text in _TONIGHT_PARTS or minutes == LAST_MINUTE):
        traits |= Trait.TONIGHT
    return Atom(index, index + 1, traits, clock=minutes)


def evening_or_morning(reading: Reading, index: int, preposition: Preposition) -> Atom | None:
    """«до вечера», «до утра»: the genitive that beside a number would be its half of the day."""
    token = reading.tokens[index]
    hours = {Meridiem.MORNING: 12, Meridiem.EVENING: 22}
    if token.value not in hours or reading.role(index - 1) is Role.NUMBER:
        return None
    tonight = token.value == Meridiem.EVENING and preposition is Preposition.UNTIL
    traits = Trait.PART | (Trait.TONIGHT if tonight else 0)
    return Atom(index, index + 1, traits, clock=hours[Meridiem(token.value)] * MINUTES_IN_HOUR)


def close_of_business(reading: Reading, index: int, _: Preposition) -> Atom | None:
    """By close of business: the end of a working day."""
    if reading.text(index) != "business" or reading.text(index - 2) not in {"close", "end"}:
        return None
    return Atom(index - 2, index + 1, Trait.PART, clock=18 * MINUTES_IN_HOUR)
