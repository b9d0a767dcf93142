"""Markdown as plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.plain_text import to_plain

CASES = [
    ("Да, мы открыты.", "Да, мы открыты."),
    ("**Важно:** *завтра* и __очень__ ~~не~~ ***скоро***", "Важно: завтра и очень не скоро"),
    ("# Цены\n\n- раз\n* два\n  + три\n1. четыре", "Цены\n\n• раз\n• два\n  • три\n1. четыре"),
    (
        "[Сайт](https://a.example/x) и ![схема](https://a.example/m.png)",
        "Сайт (https://a.example/x) и схема (https://a.example/m.png)",
    ),
    ("[https://a.example](https://a.example) <https://b.example>", "https://a.example https://b.example"),
    ("[почта](mailto:a@b.example)", "почта (a@b.example)"),
    ("[приз](javascript:alert(1)) [данные](data:text/html,x)", "приз данные"),
    ("Наберите `git *commit* _now_`", "Наберите git *commit* _now_"),
    ("```python\nx = a * b * c\n# не заголовок\n```\nвсё", "x = a * b * c\n# не заголовок\nвсё"),
    ("| Что | Почём |\n|---|---:|\n| Курс | **500** |", "Что — Почём\nКурс — 500"),
    ("> цитата\n>> глубже", "цитата\nглубже"),
    ("раз\n\n---\n\nдва", "раз\n\n—\n\nдва"),
    ("2 * 3 * 4 и snake_case_name, 5*6*7", "2 * 3 * 4 и snake_case_name, 5*6*7"),
    (r"\*не курсив\* и 1\. пункт", "*не курсив* и 1. пункт"),
    ("[id1|Павел], @all, *online, @id5, a@all.example", "Павел, all, online, id5, a@all.example"),
    ("раз\n\n\n\n\nдва\r\nтри", "раз\n\nдва\nтри"),
    ("```", "```"),
]


def test_is_what_a_person_would_read() -> None:
    assert [(given_text, to_plain(given_text)) for given_text, _ in CASES] == CASES


@given(st.text(alphabet=st.sampled_from("ab *_~`#>|-[]()!\\<>@\n1.:/")))
def test_is_never_empty_and_calls_nobody(markdown: str) -> None:
    plain = to_plain(markdown)

    assert bool(plain) is bool(markdown.strip())
    assert "@all" not in plain


@pytest.mark.parametrize("mark", ["*", "_", "`", "[", "~~", "> ", "\\", "|-", "[a](", "![", "**a"])
def test_takes_no_longer_for_endless_marks(mark: str) -> None:
    assert to_plain(mark * 4_000)
