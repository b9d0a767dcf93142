"""What is not listed is taken out of an answer."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.allow_list import AllowList, Cleaned, parse_link, parse_price

LINKS = AllowList(links=frozenset({"shop.example", "vk.com/club123"}))
PRICES = AllowList(prices=frozenset({Decimal(500), Decimal(1500), Decimal("99.9")}))

ALLOWED = [
    "Каталог: https://shop.example/a?b=c, www.shop.example, m.shop.example.",
    '[Каталог](https://shop.example/x "Да") и <https://shop.example>',
    "https://vk.com/club123 и vk.com/club123/topic?x",
    "Пишите на help@shop.example",
    "Точка.Без пробела, и т.д., файл setup.py",
]
FORBIDDEN = [
    ("Вот https://evil.example/p.", "Вот.", 1),
    ("[приз](https://evil.example) ваш", "приз ваш", 1),
    ("[приз](javascript:alert) ваш", "приз ваш", 1),
    ("сайт evil.ru и (notshop.example)", "сайт и", 2),
    ("https://shop.example.evil.com/ и https://shop.example@evil.com", "и", 2),
    ("https://vk.com/club1234, vk.com/club123/../id1", ",", 2),
    ("пишите a@evil.ru или [нам](mailto:a@evil.ru)", "пишите или нам", 2),
    ("![x](https://evil.example/p.png?d=1)", "x", 1),
]
PRICED = [
    ("Занятие 500 ₽, курс 1 500 руб., 99,90 р.", None),
    ("От 500–1500 рублей, 1,5 тыс. руб, $500", None),
    ("В 2026 году 30 человек и 5 занятий", None),
    ("Всего 400 рублей", "Всего (цену уточните)"),
    ("Только 1 ₽!", "Только (цену уточните)!"),
    ("400–500 руб", "(цену уточните)"),
    ("Just $5 today", "Just (ask for the price) today"),
    ("5 тысяч рублей и 500 ₽", "(цену уточните) и 500 ₽"),
]


def test_leaves_links_that_are_listed() -> None:
    assert [LINKS.clean(text) for text in ALLOWED] == [Cleaned(text=text) for text in ALLOWED]


def test_takes_other_links_out() -> None:
    found = [LINKS.clean(text) for text, _, _ in FORBIDDEN]

    assert [(each.text, each.links) for each in found] == [(cleaned, count) for _, cleaned, count in FORBIDDEN]


def test_advises_to_ask_for_prices_that_are_not_listed() -> None:
    expected = [text if cleaned is None else cleaned for text, cleaned in PRICED]

    assert [PRICES.clean(text).text for text, _ in PRICED] == expected


def test_leaves_everything_when_nothing_is_listed() -> None:
    text = "https://evil.example за 1 ₽"

    assert AllowList().clean(text) == Cleaned(text=text)
    assert not AllowList().is_set
    assert AllowList(links=frozenset()).clean(text).text == "за 1 ₽"


@given(st.text(alphabet=st.sampled_from("ab.:/@()[]htps руwww5₽ \n"), max_size=60))
def test_leaves_nothing_to_take_out(text: str) -> None:
    both = AllowList(links=LINKS.links, prices=PRICES.prices)

    once = both.clean(text)

    assert "evil" not in once.text
    assert both.clean("https://evil.ru " + text).links >= 1


@pytest.mark.parametrize(
    ("text", "place"), [("https://www.Shop.example/", "shop.example"), ("vk.com/Club1", "vk.com/club1")]
)
def test_reads_a_link_of_the_list(text: str, place: str) -> None:
    assert parse_link(text) == place


@pytest.mark.parametrize("text", ["", "shop", "a b.ru", "javascript:x", "shop.example?x=1"])
def test_refuses_what_is_no_link(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_link(text)


@pytest.mark.parametrize("text", ["", "-1", "сто", "NaN", "1 500"])
def test_refuses_what_is_no_price(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_price(text)
