from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.inbound.cli.replay_page import Prices, render_replay
from application.turns.replay_turns import Replayed
from domain.answer import WrittenAnswer
from domain.turn import TurnState
from tests.factories import make_turn

PRICES = Prices(input=Decimal(100), output=Decimal(400))


def replayed(*, old: str = "Старый", new: str | None = "Новый", tokens: int | None = 1000) -> Replayed:
    turn = make_turn(state=TurnState.SETTLED, answer=old, model="old-model", input_tokens=tokens, output_tokens=500)
    answer = None if new is None else WrittenAnswer(text=new, model="new-model", input_tokens=2000, output_tokens=250)
    return Replayed(turn=turn, question="Почём?", new=answer, fault=None if answer else "timed_out")


def test_shows_both_answers_with_what_they_cost() -> None:
    page = render_replay([replayed()], wanted=1, model="new", prices=PRICES)

    for part in (
        "Почём?",
        "Старый",
        "Новый",
        "old-model",
        "new-model",
        "1000 + 500 tokens · 0.3000",
        "1 of 1 answered",
    ):
        assert part in page
    assert page.count("2000 + 250 tokens · 0.3000") == 2


def test_shows_what_failed_and_counts_it_in_no_sum() -> None:
    page = render_replay([replayed(), replayed(new=None)], wanted=3, model="new", prices=Prices())

    assert "no answer: timed_out" in page
    assert "1 of 3 answered; those cost 1000 + 500 tokens then, 2000 + 250 tokens now" in page


def test_claims_no_sum_where_one_is_not_known() -> None:
    page = render_replay([replayed(), replayed(tokens=None)], wanted=2, model="new", prices=PRICES)

    assert "those cost tokens unknown then, 4000 + 500 tokens · 0.6000 now" in page


@given(st.text(st.sampled_from("<>&\"'$scriptonload={}"), max_size=30))
def test_makes_no_markup_of_any_text(text: str) -> None:
    page = render_replay([replayed(old=text, new=text)], wanted=1, model=text, prices=PRICES)
    plain = render_replay([replayed(old="", new="")], wanted=1, model="", prices=PRICES)

    assert page.count("<") == plain.count("<")
    assert page.count('"') == plain.count('"')


@pytest.mark.parametrize(
    ("prices", "tokens"),
    [(Prices(), (1, 1)), (Prices(input=Decimal(1)), (1, 1)), (PRICES, (None, 1)), (PRICES, (1, None))],
)
def test_knows_no_cost_where_anything_is_missing(prices: Prices, tokens: tuple[int | None, int | None]) -> None:
    assert prices.cost(*tokens) is None
