"""Words that stand for a date, a part of one, or a stretch of time: all their forms, ё written as е."""

from collections.abc import Mapping

from domain.deadline_grammar.word import Edge, Meridiem, Role, Unit

MONTHS: Mapping[int, str] = {
    1: "январь января январю январе январем янв january jan",
    2: "февраль февраля февралю феврале февралем фев февр february feb",
    3: "март марта марту марте мартом мар march mar",
    4: "апрель апреля апрелю апреле апрелем апр april apr",
    5: "май мая маю мае маем may",
    6: "июнь июня июню июне июнем июн june jun",
    7: "июль июля июлю июле июлем июл july jul",
    8: "август августа августу августе августом авг august aug",
    9: "сентябрь сентября сентябрю сентябре сентябрем сен сент september sep sept",
    10: "октябрь октября октябрю октябре октябрем окт october oct",
    11: "ноябрь ноября ноябрю ноябре ноябрем ноя нояб november nov",
    12: "декабрь декабря декабрю декабре декабрем дек december dec",
}

WEEKDAYS: Mapping[int, str] = {
    0: "понедельник понедельника понедельнику понедельником понедельнике пн пнд понед пон monday mon",
    1: "вторник вторника вторнику вторником вторнике вт втр tuesday tue tues",
    2: "среда среды среде среду средой ср срд wednesday wed",
    3: "четверг четверга четвергу четвергом четверге чт чтв четв thursday thu thur thurs",
    4: "пятница пятницы пятнице пятницу пятницей пт птн пятн пятниц friday fri",
    5: "суббота субботы субботе субботу субботой сб сбт субб saturday sat",
    6: "воскресенье воскресенья воскресенью воскресеньем воскресение воскресения воскресению вс вск воскр "
    "вскр sunday sun",
}

DAYS: Mapping[int, str] = {
    -3: "позапозавчера",
    -2: "позавчера",
    -1: "вчера вчерашний вчерашнего вчерашнему yesterday",
    0: "сегодня севодня сегодн сиводня сёдня седня сегодняшний сегодняшнего сегодняшнему сегодняшней today 2day",
    1: "завтра завтро зафтра завтрашний завтрашнего завтрашнему завтрашней tomorrow tmrw tmr tomorow tommorow",
    2: "послезавтра послезавтро послезавтрашнего послезавтрашнему",
    3: "послепослезавтра",
}

UNITS: Mapping[int, str] = {
    Unit.MINUTE: "минута минуты минуту минут минуте мин минуток минутку минутки minute minutes min mins",
    Unit.HOUR: "час часа часов часу часам часик часика часиков ч hour hours hr hrs h",
    Unit.ROUND: "сутки суток сут",
    Unit.DAY: "день дня дней дн дню денек денька деньков days day",
    Unit.WEEK: "неделя недели неделю недель неделе нед недельку недельки неделька week weeks wk wks",
    Unit.MONTH: "месяц месяца месяцев месяцу месяце мес month months",
    Unit.QUARTER: "квартал квартала квартале кварталу quarter",
    Unit.YEAR: "год года году годом year years",
}

# Minutes since midnight. What may also be a meridiem (утра, вечера) is decided by the rules of the clock.
PARTS: Mapping[int, str] = {
    12 * 60: "утро утру утром утречком полдень полудня полудню полудне morning noon midday",
    13 * 60: "обед обеда обеду lunch lunchtime",
    18 * 60: "днем afternoon cob",
    22 * 60: "вечер вечером вечеру вечерком evening",
    24 * 60 - 1: "полночь полуночи ночь ночью ночи midnight tonight tonite eod",
}

MERIDIEMS: Mapping[int, str] = {
    Meridiem.MORNING: "утра",
    Meridiem.EVENING: "вечера",
    Meridiem.AM: "am",
    Meridiem.PM: "pm",
}

EDGES: Mapping[int, str] = {
    Edge.START: "начало начала началу начале beginning start",
    Edge.MIDDLE: "середина середины середине середину mid middle",
    Edge.END: "конец конца концу конце end",
    Edge.END_OF_WEEK: "eow",
    Edge.END_OF_MONTH: "eom",
    Edge.END_OF_YEAR: "eoy",
}

WHICH: Mapping[int, str] = {
    -1: "прошлый прошлая прошлую прошлой прошлого прошлом прошлые минувшую минувший минувшей last previous",
    0: "этот эта эту этой этого этому этом эти этих этим текущий текущая текущую текущей текущего текущем this",
    1: "следующий следующая следующую следующей следующего следующему следующем следующие следующих след "
    "слудующей следущей следущую следущего следущий будущей будущую будущего будущем next",
    2: "ближайший ближайшая ближайшую ближайшей ближайшего ближайшему ближайшие ближайших ближайшее coming upcoming",
}

SEASONS: Mapping[int, str] = {
    3: "весна весны весне весной spring",
    6: "лето лета лету летом summer",
    9: "осень осени осенью autumn",
    12: "зима зимы зиме зимой winter",
}

WEEKENDS = "выходные выходных выходным выхи выхах выходными weekend"

# month * 100 + day of a day with a name of its own
HOLIDAYS: Mapping[int, str] = {101: "нг"}

WORKING = "рабочий рабочего рабочей рабочих рабочему рабочую рабочая рабочие раб working business work учебного"

# Minutes east of UTC.
ZONES: Mapping[int, str] = {
    -12 * 60: """
        aoe
    """,
    -5 * 60: """
        est
    """,
    0: """
        utc gmt ютс
    """,
    60: """
        cet
    """,
    2 * 60: """
        калининград калининграду калининградскому калининградского калининграда кгд cest
    """,
    3 * 60: """
        мск msk москва москве московское московскому московского москвы moscow
    """,
    4 * 60: """
        самара самаре самарскому самарского самары samara
    """,
    5 * 60: """
        екб екат екатеринбург екатеринбургу екатеринбургскому екатеринбургского екатеринбурга екату уфе
        уфа перми пермь челябинску челябинск тюмени тюмень yekaterinburg ekb
    """,
    6 * 60: """
        омск омску омскому омского омска omsk
    """,
    7 * 60: """
        нск новосибирск новосибирску новосибирскому новосибирского новосибирска красноярска красноярск
        красноярску красноярскому красноярского томск томску кемерово барнаулу барнаул novosibirsk
        krasnoyarsk
    """,
    8 * 60: """
        иркутск иркутску иркутскому иркутского иркутска irkutsk
    """,
    9 * 60: """
        якутск якутску чите чита
    """,
    10 * 60: """
        владивосток владивостоку владивостокскому владивостока влад владу вдк хабаровск хабаровску
        vladivostok
    """,
}

HALVES: Mapping[int, str] = {1: "half", 3: "полтора полторы полутора"}
SPELT_MONTHS: Mapping[int, str] = {6: "полгода полугода"}
SPELT_TIMES: Mapping[int, str] = {30: "полчаса получаса полчасика", 12 * 60: "полдня"}

BY_ROLE: Mapping[Role, Mapping[int, str]] = {
    Role.MONTH: MONTHS,
    Role.WEEKDAY: WEEKDAYS,
    Role.DAY: DAYS,
    Role.UNIT: UNITS,
    Role.PART: PARTS,
    Role.MERIDIEM: MERIDIEMS,
    Role.EDGE: EDGES,
    Role.WHICH: WHICH,
    Role.SEASON: SEASONS,
    Role.WEEKEND: {0: WEEKENDS},
    Role.HOLIDAY: HOLIDAYS,
    Role.WORKING: {0: WORKING},
    Role.ZONE: ZONES,
    Role.HALVES: HALVES,
    Role.SPELT_TIME: SPELT_TIMES,
    Role.SPELT_MONTHS: SPELT_MONTHS,
}
