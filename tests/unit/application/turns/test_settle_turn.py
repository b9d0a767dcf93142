from dataclasses import replace
from decimal import Decimal

import pytest

from domain.balance import EntryKind, HoldState
from domain.errors import LeaseLostError, StorageUnavailableError
from domain.message import Author
from domain.turn import ClaimedTurn, TurnState
from ports.transcript import TranscriptTurn
from ports.wakeup import Queue
from tests.unit.application.house import LEASE, House


async def claim_sent(house: House) -> ClaimedTurn:
    """As a program leaves it that stores each step by itself."""
    await house.comment("Вы открыты?")
    claimed = await house.claim_next()
    await house.write.execute(claimed)
    await house.storage.run(lambda uow: uow.turns.save(house.turn.sent(), lease=claimed.lease))
    return replace(claimed, turn=house.turn)


async def claim_written_on_site(house: House) -> ClaimedTurn:
    await house.say(await house.visit(), "Вы открыты?")
    claimed = await house.claim_next()
    await house.fund.execute(claimed)
    await house.write.execute(claimed)
    return replace(claimed, turn=house.turn)


async def test_captures_records_and_announces_together_when_the_answer_is_out(rich: House) -> None:
    claimed = await claim_sent(rich)

    settled = await rich.settle.execute(claimed)

    assert settled.charged == Decimal("5.00")
    assert settled.turn == rich.turn
    assert rich.turn.state is TurnState.SETTLED
    (capture,) = (entry for entry in rich.storage.entries if entry.kind is EntryKind.CAPTURE)
    assert capture.amount == Decimal("-5.00")
    assert [hold.state for hold in rich.storage.holds] == [HoldState.CAPTURED]
    question, answer = rich.storage.messages
    assert (answer.author, answer.text, answer.seq) == (Author.ASSISTANT, rich.writer.text, 2)
    assert (answer.id, answer.turn_id) == (rich.turn.answer_message_id, rich.turn.id)
    assert question.turn_id == rich.turn.id
    assert len(rich.storage.pending_notifications) == 1
    assert Queue.NOTIFICATIONS in rich.wakeup.signals


async def test_announces_exactly_the_answers_and_their_ids_when_settled(rich: House) -> None:
    top = await rich.comment("раз")
    await rich.comment("два", root=top.comment_id)
    await rich.run_until_idle()
    first, second, answer = rich.storage.messages

    (notification,) = rich.notifier.delivered

    assert notification.type == "responses"
    assert notification.key == f"responses:{rich.turn.id}"
    assert notification.payload == {
        "id_lastResponses": [str(answer.id)],
        "responses": [
            {
                "id": str(answer.id),
                "turn_id": str(rich.turn.id),
                "conversation_id": str(rich.turn.conversation_id),
                "channel": "vk_comment",
                "text": rich.writer.text,
                "at": answer.at.isoformat(),
                "in_reply_to": [str(first.id), str(second.id)],
            }
        ],
    }


async def test_keeps_a_transcript_when_settled(rich: House) -> None:
    top = await rich.comment("раз")
    await rich.comment("два", root=top.comment_id)

    await rich.run_until_idle()

    assert rich.transcript.turns == [
        TranscriptTurn(
            turn_id=rich.turn.id,
            conversation_id=rich.turn.conversation_id,
            channel="vk_comment",
            settled_at=rich.clock.now(),
            question="раз\nдва",
            answer=rich.writer.text,
            model="fake-model",
            charged=Decimal("5.00"),
        )
    ]


async def test_settles_a_written_answer_at_once_when_it_is_on_the_site(rich: House) -> None:
    claimed = await claim_written_on_site(rich)

    settled = await rich.settle.execute(claimed)

    assert rich.turn.state is TurnState.SETTLED
    assert settled.message.text == rich.writer.text
    assert rich.storage.deliveries == []
    assert rich.community.calls == 0


@pytest.mark.parametrize("committed", [False, True])
async def test_stores_all_or_nothing_when_killed(rich: House, committed: bool) -> None:
    claimed = await claim_sent(rich)

    assert await rich.dies_in(1, rich.settle.execute(claimed), committed=committed)

    done = (
        rich.turn.state is TurnState.SETTLED,
        len(rich.storage.messages) == 2,
        len(rich.storage.notifications) == 1,
        [hold.state for hold in rich.storage.holds] == [HoldState.CAPTURED],
    )
    assert done == (committed,) * 4
    assert rich.transcript.turns == []


async def test_charges_once_when_it_is_taken_up_again(rich: House) -> None:
    claimed = await claim_sent(rich)
    await rich.dies_in(1, rich.settle.execute(claimed))
    rich.clock.advance(LEASE.total_seconds())

    await rich.run_until_idle()

    captures = [entry for entry in rich.storage.entries if entry.kind is EntryKind.CAPTURE]
    assert len(captures) == 1
    assert len(rich.storage.messages) == 2
    assert rich.turn.state is TurnState.SETTLED


async def test_charges_nothing_when_the_hold_was_captured_before(rich: House) -> None:
    claimed = await claim_sent(rich)
    await rich.storage.run(lambda uow: uow.accounts.capture(rich.turn.hold_key, at=rich.clock.now(), reason="before"))

    settled = await rich.settle.execute(claimed)

    assert settled.charged == 0
    assert (await rich.storage.balance()).available == 95


async def test_stores_nothing_when_the_lease_was_lost(rich: House) -> None:
    late = await claim_sent(rich)
    rich.clock.advance(LEASE.total_seconds())
    await rich.claim_next()

    with pytest.raises(LeaseLostError):
        await rich.settle.execute(late)

    assert len(rich.storage.messages) == 1
    assert rich.storage.notifications == []
    assert rich.transcript.turns == []


async def test_stores_nothing_when_storage_is_down(rich: House) -> None:
    claimed = await claim_sent(rich)
    rich.storage.fail_next()

    with pytest.raises(StorageUnavailableError):
        await rich.settle.execute(claimed)

    assert rich.turn.state is TurnState.SENT
    assert rich.transcript.turns == []


async def test_says_what_was_charged_but_nothing_of_the_text_when_it_logs(rich: House) -> None:
    claimed = await claim_sent(rich)

    await rich.settle.execute(claimed)

    assert rich.log.lines[-1].facts["charged"] == "5.00"
    assert rich.writer.text not in str(rich.log.lines)
