from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidMoneyError
from domain.money import KOPECK, from_kopecks, roubles, to_kopecks

KOPECKS = st.integers(min_value=-(10**18), max_value=10**18)


@given(KOPECKS)
def test_is_the_same_amount_when_stored_and_read(kopecks: int) -> None:
    amount = from_kopecks(kopecks)

    assert to_kopecks(amount) == kopecks
    assert roubles(str(amount)) == amount
    assert amount.as_tuple().exponent == -2


@given(KOPECKS, KOPECKS)
def test_adds_up_when_counted_in_roubles_or_in_kopecks(first: int, second: int) -> None:
    assert to_kopecks(from_kopecks(first) + from_kopecks(second)) == first + second


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_takes_whole_kopecks_only_when_given_decimals(given_: Decimal) -> None:
    if given_ % KOPECK:
        with pytest.raises(InvalidMoneyError):
            roubles(given_)
    else:
        assert roubles(given_) == given_


@pytest.mark.parametrize(
    ("given_", "amount"),
    [("5", "5.00"), (5, "5.00"), ("5.5", "5.50"), ("0.010", "0.01"), ("-3", "-3.00"), (Decimal("1E+2"), "100.00")],
)
def test_has_two_places_when_given_fewer(given_: str | int | Decimal, amount: str) -> None:
    assert str(roubles(given_)) == amount


@pytest.mark.parametrize("given_", ["", "five", "5,00", "0.001", "NaN", "sNaN", "Infinity", "-Infinity", "1e30", "5 ₽"])
def test_names_what_was_given_when_it_is_no_amount(given_: str) -> None:
    with pytest.raises(InvalidMoneyError) as caught:
        roubles(given_)

    assert caught.value.given == given_
    assert str(caught.value) == f"not an amount of roubles with at most two decimals: {given_!r}"


@given(st.text(max_size=20))
def test_raises_its_own_error_when_given_any_text(text: str) -> None:
    try:
        amount = roubles(text)
    except InvalidMoneyError:
        return
    assert amount == from_kopecks(to_kopecks(amount))
