"""Stopping an answer while the model writes it."""

import asyncio
from decimal import Decimal

import pytest

from application.chat.visitor import Visitor
from domain.balance import HoldState
from domain.identifiers import TurnId
from domain.live import TurnEnded
from domain.message import Author
from domain.turn import Reason, TurnState
from tests.unit.application.chat.stopping import answers_today, asked, captures, ends, shown, until
from tests.unit.application.house import LEASE, House


class TestWriting:
    """The model has written a word and holds its breath."""

    async def begin(self, house: House) -> tuple[Visitor, TurnId, asyncio.Task[None]]:
        house.writer.gate = asyncio.Event()
        visitor, turn_id = await asked(house)
        claimed = await house.claim_next()
        running = asyncio.create_task(house.run.execute(claimed))
        await until(lambda: shown(house))
        return visitor, turn_id, running

    async def test_keeps_and_charges_what_was_shown(self, rich: House) -> None:
        visitor, turn_id, running = await self.begin(rich)

        assert await rich.stop_answer.execute(visitor, turn_id) is None
        await running

        message = rich.storage.messages[-1]
        assert (message.author, message.text, message.turn_id) == (Author.ASSISTANT, "Да,", turn_id)
        assert message.text == shown(rich)
        assert (rich.turn.state, rich.turn.reason) == (TurnState.STOPPED, Reason.STOPPED_BY_PERSON)
        assert ends(rich) == [
            TurnEnded(
                conversation_id=visitor.conversation_id,
                turn_id=turn_id,
                state="stopped",
                charged="5.00",
                message=message,
                code="stopped_by_person",
            )
        ]
        assert rich.writer.cancelled == 1
        assert captures(rich) == [Decimal("5.00")]
        assert await answers_today(rich) == 1
        (news,) = rich.storage.notifications
        assert news.payload["id_lastResponses"] == [str(message.id)]
        assert "Да," not in str(rich.log.lines)

    async def test_hears_of_it_when_another_process_was_asked(self, rich: House) -> None:
        _, turn_id, running = await self.begin(rich)
        await rich.storage.run(lambda uow: uow.turns.request_stop(turn_id))
        assert not running.done()

        await rich.find_stops.execute()
        await running

        assert rich.turn.state is TurnState.STOPPED

    async def test_asks_no_database_when_nothing_is_written(self, rich: House) -> None:
        rich.storage.tables = None  # type: ignore[assignment]  # whoever reads it fails

        await rich.find_stops.execute()

    @pytest.mark.parametrize("committed", [False, True], ids=["before", "after"])
    async def test_is_ended_once_when_its_holder_is_killed_on_the_way(self, rich: House, committed: bool) -> None:
        visitor, turn_id, running = await self.begin(rich)
        rich.fragile.crash_in(2, committed=committed)
        assert await rich.stop_answer.execute(visitor, turn_id) is None
        await asyncio.wait({running})
        assert running.cancelled()

        rich.clock.advance(LEASE.total_seconds())
        await rich.run_until_idle()

        assert rich.turn.state is TurnState.STOPPED
        assert captures(rich) == ([Decimal("5.00")] if committed else [])
        assert await answers_today(rich) == int(committed)
        assert [hold.state for hold in rich.storage.holds] == [HoldState.CAPTURED if committed else HoldState.RELEASED]
        assert len(rich.storage.messages) == 1 + committed
        assert len(rich.writer.asked) == 1

    async def test_changes_nothing_when_the_lease_was_lost(self, rich: House) -> None:
        visitor, turn_id, running = await self.begin(rich)
        rich.clock.advance(LEASE.total_seconds())
        other = await rich.claim_next()

        await rich.stop_answer.execute(visitor, turn_id)
        await running

        assert rich.turn.state is TurnState.WRITING
        assert ends(rich) == []
        await rich.run.execute(other)
        assert rich.turn.state is TurnState.STOPPED
        assert captures(rich) == []

    async def test_is_left_to_its_lease_when_storage_goes_down(self, rich: House) -> None:
        visitor, turn_id, running = await self.begin(rich)
        rich.fragile.go_down_in(2)
        await rich.stop_answer.execute(visitor, turn_id)
        await running
        assert rich.turn.state is TurnState.WRITING

        rich.clock.advance(LEASE.total_seconds())
        await rich.run_until_idle()

        assert (rich.turn.state, captures(rich)) == (TurnState.STOPPED, [])

    async def test_is_stopped_once_when_asked_twice(self, rich: House) -> None:
        visitor, turn_id, running = await self.begin(rich)

        for _ in range(2):
            assert await rich.stop_answer.execute(visitor, turn_id) is None
        await running
        again = await rich.stop_answer.execute(visitor, turn_id)

        missed = await rich.catch_up.execute(visitor, after_seq=None, open_turns=[turn_id])
        assert [again] == ends(rich) == list(missed.ended)
        assert captures(rich) == [Decimal("5.00")]

    async def test_goes_on_with_the_next_when_one_is_stopped(self, rich: House) -> None:
        visitor, turn_id, running = await self.begin(rich)
        await rich.say(visitor, "А завтра?")
        await rich.stop_answer.execute(visitor, turn_id)
        await running
        assert rich.writer.gate is not None
        rich.writer.gate.set()

        await rich.run_until_idle()

        assert [turn.state for turn in rich.storage.turns] == [TurnState.STOPPED, TurnState.SETTLED]
        assert [line.text for line in rich.writer.asked[1]][1:] == ["Вы открыты?", "Да,", "А завтра?"]
