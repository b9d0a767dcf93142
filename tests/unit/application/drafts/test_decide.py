"""A person approves, changes or rejects a draft: once, whatever is raced or killed."""

import asyncio
from decimal import Decimal

import pytest

from application.chat.post_message import EmptyMessageError, MessageTooLongError
from domain.act import Deed
from domain.balance import HoldState
from domain.errors import InvalidTransitionError, NotFoundError
from domain.identifiers import TurnId
from domain.message import MAX_TEXT, Author
from domain.turn import Reason, Turn, TurnState
from tests.factories import make_id
from tests.unit.application.draft_house import ANN_SAYS, DRAFTED, drafted, holds, make_house
from tests.unit.application.house import House


@pytest.fixture
async def house() -> House:
    return await make_house(DRAFTED)


@pytest.fixture
async def draft(house: House) -> Turn:
    return await drafted(house, "Да, открыты.")


@pytest.mark.parametrize("last", ["approve", "reject"])
async def test_is_kept_who_decided_what(house: House, draft: Turn, last: str) -> None:
    await house.edit_draft.execute(draft.id, "Нет.", by=ANN_SAYS)
    if last == "approve":
        await house.approve_draft.execute(draft.id, by="bob")
    else:
        await house.reject_draft.execute(draft.id, by="bob")

    edited, decided = house.storage.acts
    assert (edited.deed, edited.by, edited.on, edited.details) == (
        Deed.EDITED_DRAFT,
        ANN_SAYS,
        str(draft.id),
        {"characters": 4},
    )
    assert (decided.deed, decided.by) == (
        Deed.APPROVED_DRAFT if last == "approve" else Deed.REJECTED_DRAFT,
        "bob",
    )


class TestApproval:
    async def test_sends_it_once_and_charges_it(self, house: House, draft: Turn) -> None:
        await house.approve_draft.execute(draft.id, by=ANN_SAYS)
        await house.run_until_idle()

        assert [comment.text for comment in house.community.comments] == ["Да, открыты."]
        assert (house.turn.state, house.turn.approved_by) == (TurnState.SETTLED, ANN_SAYS)
        assert holds(house) == [HoldState.CAPTURED]
        assert (await house.show_balance.execute()).available == Decimal("95.00")

    async def test_records_it_as_the_assistants(self, house: House, draft: Turn) -> None:
        await house.approve_draft.execute(draft.id, by=ANN_SAYS)
        await house.run_until_idle()

        assert [message.author for message in house.storage.messages] == [Author.PERSON, Author.ASSISTANT]

    async def test_is_taken_once_when_two_approve(self, house: House, draft: Turn) -> None:
        await house.approve_draft.execute(draft.id, by=ANN_SAYS)

        with pytest.raises(InvalidTransitionError):
            await house.approve_draft.execute(draft.id, by="bob")

    async def test_is_refused_after_it_was_sent(self, house: House, draft: Turn) -> None:
        await house.approve_draft.execute(draft.id, by=ANN_SAYS)
        await house.run_until_idle()

        with pytest.raises(InvalidTransitionError):
            await house.approve_draft.execute(draft.id, by=ANN_SAYS)
        with pytest.raises(InvalidTransitionError):
            await house.reject_draft.execute(draft.id, by=ANN_SAYS)

    async def test_is_refused_for_who_is_blocked(self, house: House, draft: Turn) -> None:
        await house.block_person.execute(draft.person_id, by="owner")

        with pytest.raises(InvalidTransitionError, match="blocked"):
            await house.approve_draft.execute(draft.id, by=ANN_SAYS)

        await house.reject_draft.execute(draft.id, by=ANN_SAYS)
        assert holds(house) == [HoldState.RELEASED]

    async def test_is_refused_for_what_is_no_draft(self, rich: House) -> None:
        await rich.comment()
        await rich.drain_events.execute()

        with pytest.raises(InvalidTransitionError):
            await rich.approve_draft.execute(rich.turn.id, by=ANN_SAYS)
        with pytest.raises(NotFoundError):
            await rich.approve_draft.execute(TurnId(make_id(77)), by=ANN_SAYS)

    async def test_is_of_no_use_once_a_person_has_taken_over(self, house: House, draft: Turn) -> None:
        await house.approve_draft.execute(draft.id, by=ANN_SAYS)
        await house.take_over.execute(draft.conversation_id, by="bob")
        await house.run_until_idle()

        assert house.turn.reason == Reason.OPERATOR_HERE
        assert house.community.comments == []
        assert holds(house) == [HoldState.RELEASED]

    async def test_is_kept_when_the_sending_is_retried(self, house: House, draft: Turn) -> None:
        house.community.refuse_next(code=15)
        await house.approve_draft.execute(draft.id, by=ANN_SAYS)
        await house.run_until_idle()
        assert house.turn.state is TurnState.FAILED

        await house.retry.execute(draft.id, by="olga")
        await house.run_until_idle()

        assert [comment.text for comment in house.community.comments] == ["Да, открыты."]

    @pytest.mark.parametrize("runs", range(1, 6))
    @pytest.mark.parametrize("committed", [False, True])
    async def test_sends_once_whatever_is_killed(self, house: House, draft: Turn, runs: int, committed: bool) -> None:
        await house.approve_draft.execute(draft.id, by=ANN_SAYS)
        [claimed] = await house.claim.execute(limit=1)
        await house.dies_in(runs, house.run.execute(claimed), committed=committed)

        house.clock.advance(60)
        await house.run_until_idle()

        assert [comment.text for comment in house.community.comments] == ["Да, открыты."]
        assert holds(house) == [HoldState.CAPTURED]

    async def test_or_rejection_wins_when_both_come_at_once(self, house: House, draft: Turn) -> None:
        decisions = (
            house.approve_draft.execute(draft.id, by=ANN_SAYS),
            house.reject_draft.execute(draft.id, by="bob"),
        )
        done = await asyncio.gather(*decisions, return_exceptions=True)
        await house.run_until_idle()

        assert sum(isinstance(each, InvalidTransitionError) for each in done) == 1
        sent = house.turn.state is TurnState.SETTLED
        assert len(house.community.comments) == int(sent)
        assert holds(house) == [HoldState.CAPTURED if sent else HoldState.RELEASED]


class TestRejection:
    async def test_releases_the_hold_and_sends_nothing(self, house: House, draft: Turn) -> None:
        await house.reject_draft.execute(draft.id, by=ANN_SAYS)
        await house.run_until_idle()

        assert (house.turn.state, house.turn.reason) == (TurnState.DECLINED, Reason.REJECTED)
        assert holds(house) == [HoldState.RELEASED]
        assert (await house.show_balance.execute()).available == Decimal("100.00")
        assert house.community.comments == []

    async def test_keeps_what_was_rejected(self, house: House, draft: Turn) -> None:
        await house.reject_draft.execute(draft.id, by=ANN_SAYS)

        assert (await house.show_drafts.one(draft.id)).turn.answer == "Да, открыты."


class TestEdit:
    async def test_sends_the_new_text(self, house: House, draft: Turn) -> None:
        await house.edit_draft.execute(draft.id, " Да, до восьми. ", by=ANN_SAYS)
        assert house.community.comments == []

        await house.approve_draft.execute(draft.id, by=ANN_SAYS)
        await house.run_until_idle()

        assert [comment.text for comment in house.community.comments] == ["Да, до восьми."]

    async def test_may_be_done_again(self, house: House, draft: Turn) -> None:
        await house.edit_draft.execute(draft.id, "раз", by=ANN_SAYS)
        await house.edit_draft.execute(draft.id, "два", by=ANN_SAYS)

        [waiting] = await house.show_drafts.execute(limit=10)
        assert waiting.turn.answer == "два"

    @pytest.mark.parametrize(
        ("text", "error"), [(" \n", EmptyMessageError), ("a" * (MAX_TEXT + 1), MessageTooLongError)]
    )
    async def test_is_refused_when_it_is_no_text_to_send(
        self, house: House, draft: Turn, text: str, error: type[Exception]
    ) -> None:
        with pytest.raises(error):
            await house.edit_draft.execute(draft.id, text, by=ANN_SAYS)

        assert house.turn == draft

    async def test_is_refused_when_it_has_been_approved(self, house: House, draft: Turn) -> None:
        await house.approve_draft.execute(draft.id, by=ANN_SAYS)

        with pytest.raises(InvalidTransitionError):
            await house.edit_draft.execute(draft.id, "Другое.", by=ANN_SAYS)
