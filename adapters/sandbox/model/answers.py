"""The default answers of the stand-in model: short, plausible, and the same for the same question."""

import re
from itertools import count
from zlib import crc32

LONG_ANSWER_LENGTH = 9000
_QUOTE_LENGTH = 90
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")

# The stems are looked for in the question, and the first topic that has one answers.
_TOPICS_RU = (
    (("доставк", "привез", "курьер"), "доставка по городу — 300 ₽, от 3000 ₽ бесплатно; привозим за 1–2 дня."),
    (("стоит", "цен", "почём", "почем", "сколько"), "занятие стоит 1500 ₽, материалы и обжиг входят в цену."),
    (
        ("срок", "до какого", "успе", "дедлайн", "когда"),
        "заявки принимаем до 5 декабря, 18:00; лучше записаться заранее.",
    ),
    (("открыт", "работает", "режим", "воскресень"), "мы открыты каждый день с 10:00 до 20:00."),
    (("запис", "брон", "мест"), "места ещё есть: напишите имя и телефон, и мы вас запишем."),
    (("где", "адрес", "добрат", "найти"), "мы на Лесной, 5, вход со двора; рядом есть парковка."),
    (("возврат", "вернуть", "отмен"), "деньги вернём полностью, если предупредить за сутки."),
    (("спасибо", "благодар"), "рады помочь! Пишите, если появятся ещё вопросы."),
    (("привет", "здравствуй", "добрый"), "здравствуйте! Подскажем про запись, цены и расписание."),
)
_TOPICS_EN = (
    (("deliver", "ship", "courier"), "delivery in town costs 300 ₽ and takes one or two days."),
    (("price", "cost", "how much"), "a class costs 1500 ₽, materials and firing included."),
    (("deadline", "until", "when"), "we take applications until 5 December, 18:00; earlier is better."),
    (("open", "hours", "sunday"), "we are open every day from 10:00 to 20:00."),
    (("book", "sign up", "place"), "there are places left: send your name and phone, and we will book one."),
    (("where", "address", "find"), "we are at 5 Lesnaya, entrance from the yard; parking is near."),
    (("refund", "cancel"), "we refund in full when told a day ahead."),
    (("thank",), "glad to help! Write again when something comes up."),
    (("hello", "good morning"), "hello! Ask us about booking, prices and hours."),
)
_OPENINGS_RU = ("По вопросу «{}»: ", "Вы спросили: «{}». Отвечаем: ", "Про «{}»: ")
_OPENINGS_EN = ("About “{}”: ", "You asked: “{}”. In short: ", "On “{}”: ")
_OTHERWISE_RU = "уточним у мастера и вернёмся с ответом сегодня до 20:00. Если срочно, позвоните нам."
_OTHERWISE_EN = "we will ask the master and come back to you today by 20:00. Call us if it is urgent."

_MARKDOWN_RU = """## Как записаться

1. Выберите **день** и время.
2. Напишите нам имя и телефон.
3. Дождитесь подтверждения.

Что взять с собой:

- удобную одежду;
- _хорошее_ настроение.

```python
def price(people: int) -> int:
    return 1500 * people
```

Подробнее: [на нашей странице](https://example.org/kak-zapisatsya).
"""
_MARKDOWN_EN = """## How to book

1. Choose the **day** and the time.
2. Send us your name and phone.
3. Wait for the confirmation.

What to bring:

- comfortable clothes;
- a _good_ mood.

```python
def price(people: int) -> int:
    return 1500 * people
```

More: [on our page](https://example.org/how-to-book).
"""


def answer_to(message: str) -> str:
    """The text for the last user message, in Russian, or in English when the message has Latin letters only."""
    question = " ".join(_TAG.sub(" ", message).split())
    lowered = question.casefold()
    russian = bool(_CYRILLIC.search(question)) or not _LATIN.search(question)
    if "markdown" in lowered:
        return _MARKDOWN_RU if russian else _MARKDOWN_EN
    if "длинно" in lowered or "long answer" in lowered:
        return _long_answer(russian=russian)
    topics, otherwise = (_TOPICS_RU, _OTHERWISE_RU) if russian else (_TOPICS_EN, _OTHERWISE_EN)
    said = next((text for stems, text in topics if any(stem in lowered for stem in stems)), otherwise)
    return _opening(question, russian=russian) + said


def tokens_of(text: str) -> list[str]:
    """Words with the space before them; joined, they are the text again."""
    return re.findall(r"\s*\S+|\s+$", text)


def _opening(question: str, *, russian: bool) -> str:
    openings = _OPENINGS_RU if russian else _OPENINGS_EN
    quote = question if len(question) <= _QUOTE_LENGTH else question[: _QUOTE_LENGTH - 1].rstrip() + "…"
    return openings[crc32(question.encode()) % len(openings)].format(quote.rstrip(" .?!"))


def _long_answer(*, russian: bool) -> str:
    line = (
        "Шаг {}. Разомните глину, раскатайте пласт толщиной около восьми миллиметров и дайте ему отдохнуть."
        if russian
        else "Step {}. Knead the clay, roll a slab about eight millimetres thick, and let it rest for a while."
    )
    parts: list[str] = []
    length = 0
    for number in count(1):
        part = line.format(number)
        length += len(part) + 2
        if length > LONG_ANSWER_LENGTH:
            break
        parts.append(part)
    return "\n\n".join(parts)
