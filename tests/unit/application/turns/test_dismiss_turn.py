import pytest

from domain.balance import HoldState
from domain.errors import InvalidTransitionError, NotFoundError
from domain.identifiers import TurnId
from domain.inbox import InboxFilter
from domain.turn import Reason, TurnState
from tests.factories import make_id
from tests.unit.application.house import House
from tests.unit.application.turns.test_retry_turn import fail_writing, lose_sending


async def dismiss(house: House) -> None:
    await house.dismiss.execute(house.turn.id, by="olga")


async def test_is_declined_and_no_longer_among_what_has_failed(rich: House) -> None:
    await fail_writing(rich)
    failed = (await rich.list_inbox.execute(InboxFilter.FAILED)).rows

    await dismiss(rich)

    assert len(failed) == 1
    assert (await rich.list_inbox.execute(InboxFilter.FAILED)).rows == []
    assert (rich.turn.state, rich.turn.reason) == (TurnState.DECLINED, Reason.DISMISSED)
    assert HoldState.OPEN not in {hold.state for hold in rich.storage.holds}


@pytest.mark.parametrize("is_done", [True, False])
async def test_gives_the_money_back_when_it_was_unconfirmed(rich: House, is_done: bool) -> None:
    await lose_sending(rich, is_done=is_done)

    await dismiss(rich)
    await rich.run_until_idle()

    assert (rich.turn.state, rich.turn.reason) == (TurnState.DECLINED, Reason.DISMISSED)
    assert [hold.state for hold in rich.storage.holds] == [HoldState.RELEASED]
    assert set(rich.storage.answers.values()) == {0}


async def test_is_not_dismissed_twice_nor_retried_after_it(rich: House) -> None:
    await fail_writing(rich)
    await dismiss(rich)

    with pytest.raises(InvalidTransitionError):
        await dismiss(rich)
    with pytest.raises(InvalidTransitionError):
        await rich.retry.execute(rich.turn.id, by="olga")


async def test_is_not_dismissed_while_it_is_owed_or_once_it_is_answered(rich: House) -> None:
    await rich.comment()
    await rich.drain_events.execute()
    with pytest.raises(InvalidTransitionError):
        await dismiss(rich)

    await rich.run_until_idle()

    with pytest.raises(InvalidTransitionError):
        await dismiss(rich)
    assert rich.turn.state is TurnState.SETTLED


async def test_is_not_found_when_there_is_no_such_turn(house: House) -> None:
    with pytest.raises(NotFoundError):
        await house.dismiss.execute(TurnId(make_id()), by="olga")
