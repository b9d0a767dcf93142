"""Expressions with the moment they mean, reckoned without the grammar, and contexts to put them in."""

from datetime import date, datetime, time, timedelta, timezone

from hypothesis import strategies as st

MOSCOW = timezone(timedelta(hours=3))
END_OF_DAY = time(23, 59)
MONTHS = (
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()  # noqa: SIM905 - read as a line
)
ENGLISH_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905 - read as a line
)
WEEKDAYS = "понедельника вторника среды четверга пятницы субботы воскресенья".split()  # noqa: SIM905 - read as a line
BOUNDED = (
    "сдать отчёт {}",
    "Курсовая нужна {}, тема свободная",
    "Заявки принимаются {}. Вопросы в лс",
    "Ребята, {} нужно оплатить взнос!",
    "🔥 регистрация {} 🔥",
    "Ищу автора, 25 страниц, {}",
)
REFUSED = (
    "Выставка открыта {}",
    "Я в отпуске {}",
    "Проспект перекрыт {}",
    "Результаты опубликуем {}",
    "заявки принимали {}",
    "отвечу всем {}",
)

DISTANCE_FRAMES = (
    "нужен чертёж {}, кто возьмётся?",
    "{} надо сдать реферат",
    "Оплатите заказ {}",
    "Кто сможет {} решить 5 задач?",
)
RANGE_FRAMES = ("Приём заявок {}", "Регистрация {}, форма по ссылке", "Продажа билетов {}")
EVENT_RANGE_FRAMES = ("Фестиваль {}", "Каникулы {}", "Смена в лагере {}, жильё даём")

nows = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31), timezones=st.just(MOSCOW))  # noqa: DTZ001 - bounds


def _nearest(today: date, month: int, day: int) -> date:
    found = date(today.year, month, day)
    return found if found >= today else date(today.year + 1, month, day)


@st.composite
def dated(draw: st.DrawFn, now: datetime) -> tuple[str, datetime]:
    """«до 5 мая», «до 05.05», «до 5 мая 2027 года», until 5 May."""
    month = draw(st.integers(1, 12))
    day = draw(st.integers(1, 28))
    meant = _nearest(now.date(), month, day)
    written = draw(
        st.sampled_from(
            [
                f"до {day} {MONTHS[month - 1]}",
                f"не позднее {day} {MONTHS[month - 1]}",
                f"до {day:02}.{month:02}",
                f"до {day:02}.{month:02}.{meant.year}",
                f"до {day} {MONTHS[month - 1]} {meant.year} года",
                f"until {day} {ENGLISH_MONTHS[month - 1]}",
                f"до {day}-го {MONTHS[month - 1]} включительно",
            ]
        )
    )
    return written, datetime.combine(meant, END_OF_DAY, MOSCOW)


@st.composite
def near(draw: st.DrawFn, now: datetime) -> tuple[str, datetime]:
    """«до завтра», «до пятницы», «до конца недели», «до конца месяца»."""
    today = now.date()
    weekday = draw(st.integers(0, 6))
    to_weekday = (weekday - today.weekday() - 1) % 7 + 1
    next_month = (today.replace(day=28) + timedelta(days=4)).replace(day=1)
    written, meant = draw(
        st.sampled_from(
            [
                ("до завтра", today + timedelta(days=1)),
                ("до послезавтра", today + timedelta(days=2)),
                (f"до {WEEKDAYS[weekday]}", today + timedelta(days=to_weekday)),
                ("до конца недели", today + timedelta(days=6 - today.weekday())),
                ("до конца следующей недели", today + timedelta(days=13 - today.weekday())),
                ("до конца месяца", next_month - timedelta(days=1)),
                ("до конца года", date(today.year, 12, 31)),
            ]
        )
    )
    return written, datetime.combine(meant, END_OF_DAY, MOSCOW)


@st.composite
def timed(draw: st.DrawFn, now: datetime) -> tuple[str, datetime]:
    """A date with a time of day."""
    month, day = draw(st.integers(1, 12)), draw(st.integers(1, 28))
    hour, minute = draw(st.integers(0, 23)), draw(st.integers(0, 59))
    meant = _nearest(now.date(), month, day)
    clock = f"{hour:02}:{minute:02}"
    written = draw(
        st.sampled_from(
            [
                f"до {day} {MONTHS[month - 1]} {clock}",
                f"до {day} {MONTHS[month - 1]} до {clock}",
                f"до {clock} {day} {MONTHS[month - 1]}",
                f"до {day:02}.{month:02}, {clock}",
                f"{day} {MONTHS[month - 1]} не позднее {clock}",
            ]
        )
    )
    return written, datetime.combine(meant, time(hour, minute), MOSCOW)


@st.composite
def counted(draw: st.DrawFn, now: datetime) -> tuple[str, datetime]:
    """«за 3 дня», «в течение 2 недель», «через 5 часов», «за 40 минут»: from the moment of the post."""
    amount = draw(st.integers(5, 20))
    days = now.date()
    written, meant = draw(
        st.sampled_from(
            [
                (f"за {amount} дней", datetime.combine(days + timedelta(days=amount), END_OF_DAY, MOSCOW)),
                (f"в течение {amount} недель", datetime.combine(days + timedelta(weeks=amount), END_OF_DAY, MOSCOW)),
                (f"за {amount} часов", now + timedelta(hours=amount)),
                (f"в течение {amount} минут", now + timedelta(minutes=amount)),
                (f"within {amount} days", datetime.combine(days + timedelta(days=amount), END_OF_DAY, MOSCOW)),
            ]
        )
    )
    return written, meant.replace(second=0, microsecond=0)


@st.composite
def day_of_month(draw: st.DrawFn, now: datetime) -> tuple[str, datetime]:
    """«до 25-го», «до 25 числа»: the nearest one not before today."""
    day = draw(st.integers(1, 28))
    meant = now.date()
    while meant.day != day:
        meant += timedelta(days=1)
    return draw(st.sampled_from([f"до {day}-го", f"до {day} числа"])), datetime.combine(meant, END_OF_DAY, MOSCOW)


@st.composite
def ranged(draw: st.DrawFn, now: datetime) -> tuple[str, datetime]:
    """«с 3 по 15 мая», «3–15 мая», «с 3 мая по 15 мая»: its end."""
    month = draw(st.integers(1, 12))
    first, last = sorted(draw(st.sets(st.integers(1, 28), min_size=2, max_size=2)))
    name = MONTHS[month - 1]
    written = draw(
        st.sampled_from([f"с {first} по {last} {name}", f"{first}–{last} {name}", f"с {first} {name} по {last} {name}"])
    )
    return written, datetime.combine(_nearest(now.date(), month, last), END_OF_DAY, MOSCOW)


def meant_expressions(now: datetime) -> st.SearchStrategy[tuple[str, datetime]]:
    return st.one_of(dated(now), near(now), timed(now), day_of_month(now))


def fragments() -> st.SearchStrategy[str]:
    """Pieces of expressions in any order: what the rules must survive."""
    pieces = (
        "до к по в на с за через не после 5 31 99999999 9999 12.05 31.12.9999 18:00 24:00 00:00 мая марта "
        "года дней часов "
        "рабочих конца недели месяца следующей этой пятницу завтра вчера вечера утра ночи мск +14 UTC , . ( ) - – ? "
        "сдать нужно концерт первого двадцать полтора полчаса выходных нг числа 🔥 \x00 \ud800 1️⃣ 15–20 half of next"
    )
    return st.lists(st.sampled_from(pieces.split(" ")), max_size=14).map(" ".join)
