"""Where everybody pays for themselves: whose account is charged, and what is said to whoever cannot pay."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from domain.answer import AnswerWriterError, Fault
from domain.balance import COMMUNITY_ACCOUNT, NOBODY, HoldState, Payer, account_of
from domain.channel import Channel
from domain.message import Author
from domain.policy import Policy, Publishing
from domain.turn import Reason, Turn, TurnState
from tests.unit.application.house import ANN, BOB, WALL, House
from tests.unit.application.personal_house import account, fill, of_vk, personal_house

SITE_REFUSAL = (
    "Не могу ответить: ответ стоит 5.00 ₽, а на вашем счёте доступно 0.00 ₽. "
    "Чтобы пополнить счёт, позовите человека из сообщества: /operator"
)


@pytest.fixture
def house() -> House:
    """Gives nothing to begin with."""
    return personal_house()


def paid(house: House) -> list[Turn]:
    return [turn for turn in house.storage.turns if turn.payer != NOBODY]


def written(house: House) -> list[str]:
    """To dialogs."""
    return [message.text for message in house.community.messages]


def commented(house: House) -> list[str]:
    return [comment.text for comment in house.community.comments]


async def known(house: House, vk_id: int, amount: str) -> None:
    """Somebody who has asked for help once, with that much on their account."""
    await house.message("/help", by=vk_id)
    await house.run_until_idle()
    await fill(house, await of_vk(house, vk_id), amount)


async def test_charges_each_for_their_own_answers(house: House) -> None:
    await house.top_up("100.00")
    await known(house, ANN, "20.00")
    await known(house, BOB, "20.00")
    await house.comment(by=ANN)
    await house.message(by=ANN)
    await house.comment(by=BOB)

    await house.run_until_idle()

    assert {turn.state for turn in paid(house)} == {TurnState.SETTLED}
    assert (await account(house, await of_vk(house, ANN))).available == Decimal("10.00")
    assert (await account(house, await of_vk(house, BOB))).available == Decimal("15.00")
    assert (await house.show_balance.execute()).available == Decimal("100.00")


async def test_charges_a_visitor_of_the_site(house: House) -> None:
    visitor = await house.visit()
    await fill(house, visitor.person, "5.00")
    await house.say(visitor)

    await house.run_until_idle()

    assert house.turn.payer == account_of(visitor.person.id)
    assert house.turn.state is TurnState.SETTLED
    assert (await account(house, visitor.person)).available == Decimal("0.00")


async def test_gives_the_money_back_when_the_answer_comes_to_nothing(house: House) -> None:
    await known(house, ANN, "5.00")
    await house.message()
    house.writer.fail_next(AnswerWriterError(Fault.REFUSED))

    await house.run_until_idle()

    assert paid(house)[-1].state is TurnState.FAILED
    assert [hold.state for hold in house.storage.holds] == [HoldState.RELEASED]
    back = await account(house, await of_vk(house))
    assert (back.available, back.held) == (Decimal("5.00"), Decimal("0.00"))


async def test_charges_the_community_for_its_own_posts() -> None:
    house = personal_house(answer_own_posts=True)
    await house.top_up("100.00")
    await house.post("Кто придёт?", by=WALL)

    await house.run_until_idle()

    assert (house.turn.payer, house.turn.state) == (COMMUNITY_ACCOUNT, TurnState.SETTLED)


async def test_keeps_the_payer_when_the_setting_is_changed(rich: House) -> None:
    await rich.comment()
    await rich.drain_events.execute()
    rich.fund._rules = rich.fund._hold._rules = replace(rich.rules, payer=Payer.PERSON)

    await rich.run_until_idle()

    assert (rich.turn.payer, rich.turn.state) == (COMMUNITY_ACCOUNT, TurnState.SETTLED)


async def test_tells_a_visitor_how_to_fill_the_account_up(house: House) -> None:
    visitor = await house.visit()
    await house.say(visitor)

    await house.run_until_idle()

    said = house.storage.messages[-1]
    assert (said.author, said.text, said.turn_id) == (Author.SYSTEM, SITE_REFUSAL, None)
    assert said in [getattr(news, "message", None) for news in house.feed.published]
    assert (house.turn.state, house.turn.reason) == (TurnState.DECLINED, Reason.BALANCE_EXHAUSTED)
    assert house.storage.notifications == []
    assert house.writer.asked == []


async def test_tells_in_a_dialog_with_every_question(house: House) -> None:
    for text in ("Вы открыты?", "Are you open?"):
        await house.message(text)
        await house.run_until_idle()

    russian, english = written(house)
    assert russian == SITE_REFUSAL
    assert english.startswith("I cannot answer: an answer costs 5.00 ₽")
    assert [turn.reason for turn in paid(house)] == [Reason.BALANCE_EXHAUSTED] * 2
    assert house.storage.holds == []
    assert house.storage.tables.answers == {
        (turn.person_id, house.rules.day(turn.created_at)): 0 for turn in paid(house)
    }


async def test_names_the_page_where_the_account_is_filled_up() -> None:
    house = personal_house(top_up_url="https://shop.example/fill")
    await house.message()

    await house.run_until_idle()

    (said,) = written(house)
    assert said.endswith("Пополнить счёт: https://shop.example/fill")


async def test_tells_once_a_day_and_without_amounts_where_others_read_along(house: House) -> None:
    for _ in range(3):
        await house.comment()
    await house.run_until_idle()
    assert len(commented(house)) == 1
    assert "₽" not in commented(house)[0]

    await house.comment(by=BOB)
    house.clock.at += timedelta(days=1)
    await house.comment()
    await house.run_until_idle()

    assert len(commented(house)) == 3


async def test_tells_that_the_answers_of_the_day_are_used_up() -> None:
    house = personal_house(person_daily_answers=1)
    await known(house, ANN, "20.00")
    for _ in range(2):
        await house.message()
        await house.run_until_idle()

    assert written(house)[-1] == "На сегодня ваши ответы закончились (в день: 1). Завтра отвечу."


async def test_tells_that_the_limit_of_the_day_is_reached_and_answers_on_the_next() -> None:
    house = personal_house(person_daily_spend_limit=Decimal("5.00"))
    await known(house, ANN, "20.00")
    for _ in range(2):
        await house.message()
        await house.run_until_idle()
    assert paid(house)[-1].reason == Reason.DAILY_LIMIT_REACHED
    assert written(house)[-1].startswith("На сегодня лимит расходов")

    house.clock.at += timedelta(days=1)
    await house.message()
    await house.run_until_idle()

    assert paid(house)[-1].state is TurnState.SETTLED
    assert house.storage.notifications[-1].type == "responses"


async def test_limit_of_the_community_is_no_limit_of_persons() -> None:
    house = personal_house(daily_spend_limit=Decimal("0.00"))
    await known(house, ANN, "20.00")
    await house.message()

    await house.run_until_idle()

    assert paid(house)[-1].state is TurnState.SETTLED


@pytest.mark.parametrize("publishing", [Publishing.DRAFT, Publishing.SHADOW])
async def test_says_nothing_where_nothing_goes_out_by_itself(publishing: Publishing) -> None:
    house = personal_house(message_policy=Policy(publishing=publishing))
    await house.message()

    await house.run_until_idle()

    assert house.turn.reason == Reason.BALANCE_EXHAUSTED
    assert written(house) == []


async def test_says_nothing_when_somebody_else_ends_it(house: House) -> None:
    await house.stop_answering.execute(by="owner", reason="")
    await house.message()

    await house.run_until_idle()

    assert house.turn.reason == Reason.STOPPED_BY_OWNER
    assert written(house) == []


@pytest.mark.parametrize("committed", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", range(1, 5))
async def test_tells_once_when_killed_at_any_step(house: House, step: int, committed: bool) -> None:
    await house.message()
    claimed = await house.claim_next()
    await house.dies_in(step, house.run.execute(claimed), committed=committed)

    for _ in range(3):
        house.clock.advance(60)
        await house.run_until_idle()

    assert written(house) == [SITE_REFUSAL]
    assert [turn.channel for turn in house.storage.turns] == [Channel.VK_MESSAGE] * 2
