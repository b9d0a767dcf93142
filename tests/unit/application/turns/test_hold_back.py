"""What is written and does not get out by itself."""

from decimal import Decimal

import pytest

from domain.balance import HoldState
from domain.policy import Policy, Publishing
from domain.turn import Reason, TurnState
from tests.unit.application.draft_house import DRAFTED, SHADOWED, drafted, holds, make_house
from tests.unit.application.house import BOB, House


@pytest.fixture
async def house() -> House:
    return await make_house(DRAFTED)


@pytest.fixture
async def shadow() -> House:
    return await make_house(SHADOWED)


class TestDraft:
    async def test_is_written_and_not_sent(self, house: House) -> None:
        turn = await drafted(house, "Да, открыты.")

        assert (turn.state, turn.reason, turn.answer) == (TurnState.WRITTEN, Reason.AWAITS_APPROVAL, "Да, открыты.")
        assert house.community.comments == []
        assert [draft.turn for draft in await house.show_drafts.execute(limit=10)] == [turn]

    async def test_keeps_its_hold_and_charges_nothing(self, house: House) -> None:
        await drafted(house)

        balance = await house.show_balance.execute()
        assert (balance.available, balance.held) == (Decimal("95.00"), Decimal("5.00"))

    async def test_is_announced_once(self, house: House) -> None:
        turn = await drafted(house)

        [told] = [each for each in house.notifier.delivered if each.type == "draft"]
        assert (told.payload["turn_id"], told.payload["text"]) == (str(turn.id), turn.answer)

    async def test_leaves_its_conversation_to_others(self, house: House) -> None:
        asked = await house.comment()
        await house.run_until_idle()

        await house.comment("А завтра?", by=BOB, root=asked.comment_id)
        await house.run_until_idle()

        assert [turn.reason for turn in house.storage.turns] == [Reason.AWAITS_APPROVAL] * 2

    async def test_is_declined_when_a_person_of_the_community_answers(self, house: House) -> None:
        asked = await house.comment()
        await house.run_until_idle()

        await house.own_comment("Отвечу сама.", comment_id=7_000, root=asked.comment_id)
        await house.run_until_idle()

        assert (house.turn.state, house.turn.reason) == (TurnState.DECLINED, Reason.OPERATOR_HERE)
        assert holds(house) == [HoldState.RELEASED]
        assert await house.show_drafts.execute(limit=10) == []

    async def test_is_what_its_policy_said_when_it_was_opened(self, house: House) -> None:
        visitor = await house.visit()
        await house.say(visitor)
        await house.run_until_idle()

        assert (house.turn.publishing, house.turn.state) == (Publishing.AT_ONCE, TurnState.SETTLED)

    @pytest.mark.parametrize("runs", range(1, 8))
    @pytest.mark.parametrize("committed", [False, True])
    async def test_waits_once_whatever_is_killed(self, house: House, runs: int, committed: bool) -> None:
        await house.message()
        claimed = await house.claim_next()
        await house.dies_in(runs, house.run.execute(claimed), committed=committed)

        house.clock.advance(60)
        await house.run_until_idle()

        assert house.turn.reason == Reason.AWAITS_APPROVAL
        assert len([each for each in house.notifier.delivered if each.type == "draft"]) == 1
        assert house.community.messages == []


class TestShadow:
    async def test_is_written_and_never_sent(self, shadow: House) -> None:
        turn = await drafted(shadow, "Да, открыты.")

        assert (turn.state, turn.reason, turn.answer) == (TurnState.DECLINED, Reason.SHADOW, "Да, открыты.")
        assert shadow.community.comments == []
        assert shadow.notifier.delivered == []

    async def test_costs_nothing_and_tells_what_it_would(self, shadow: House) -> None:
        await drafted(shadow)

        [shown] = await shadow.show_drafts.execute(Publishing.SHADOW, limit=10)
        assert holds(shadow) == [HoldState.RELEASED]
        assert (await shadow.show_balance.execute()).available == Decimal("100.00")
        assert (shown.turn.price, shown.question) == (Decimal("5.00"), "Вы открыты?")
        assert shown.turn.output_tokens is not None

    async def test_counts_among_the_answers_of_the_day(self, shadow: House) -> None:
        await drafted(shadow)

        assert list(shadow.storage.answers.values()) == [1]

    async def test_is_no_draft_that_waits(self, shadow: House) -> None:
        await drafted(shadow)

        assert await shadow.show_drafts.execute(limit=10) == []


async def test_sends_at_once_what_its_own_policy_says(house: House) -> None:
    house = House(comment_policy=DRAFTED, message_policy=Policy())
    await house.top_up("100.00")

    await house.message()
    await house.run_until_idle()

    assert house.turn.state is TurnState.SETTLED
