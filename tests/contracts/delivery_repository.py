"""What every send ledger must do."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.delivery import CommentTarget, Delivery, DeliveryState, DialogTarget, Target
from domain.identifiers import TurnId
from domain.rich_text import BOLD, Mark, RichText, Style
from domain.turn import Turn
from ports.storage import Storage
from tests.contracts.rows import add_conversation, add_turn
from tests.factories import make_delivery, make_id


def part_of(turn: Turn, part: int = 0, *, target: Target = DialogTarget(peer_id=1001)) -> Delivery:  # noqa: B008 - frozen
    return make_delivery(turn_id=turn.id, conversation_id=turn.conversation_id, part=part, target=target)


async def add(storage: Storage, *deliveries: Delivery) -> None:
    await storage.run(lambda uow: uow.deliveries.add(deliveries))


async def of_turn(storage: Storage, id_: TurnId) -> list[Delivery]:
    return list(await storage.read(lambda uow: uow.deliveries.of_turn(id_)))


async def save_sent(storage: Storage, delivery: Delivery, effect_id: int) -> Delivery:
    sent = replace(delivery, state=DeliveryState.SENT, effect_id=effect_id, tries=delivery.tries + 1)
    await storage.run(lambda uow: uow.deliveries.save(sent))
    return sent


class DeliveryRepositoryContract:
    @pytest.mark.parametrize(
        "target",
        [
            CommentTarget(owner_id=-123, post_id=45, reply_to=6),
            CommentTarget(owner_id=-123, post_id=45, reply_to=None),
            DialogTarget(peer_id=2_000_000_001),
        ],
        ids=["comment", "post", "dialog"],
    )
    async def test_keeps_every_field_when_added(self, storage: Storage, target: Target) -> None:
        delivery = part_of(await add_turn(storage), target=target)

        await add(storage, delivery)

        assert await of_turn(storage, delivery.turn_id) == [delivery]

    async def test_keeps_its_marks_until_they_are_left_out(self, storage: Storage) -> None:
        text = RichText.joined(
            ["🙂 ", RichText("да").marked(BOLD, Mark(style=Style.LINK, address="https://a.example/ы"))]
        )
        delivery = replace(part_of(await add_turn(storage)), text=text.text, spans=text.spans())

        await add(storage, delivery)
        assert await of_turn(storage, delivery.turn_id) == [delivery]

        await storage.run(lambda uow: uow.deliveries.save(delivery.unmarked()))
        assert await of_turn(storage, delivery.turn_id) == [replace(delivery, spans=())]

    async def test_is_empty_when_nothing_was_prepared(self, storage: Storage) -> None:
        assert await of_turn(storage, TurnId(make_id())) == []

    async def test_lists_parts_ascending_when_asked_of_a_turn(self, storage: Storage) -> None:
        turn, other = await add_turn(storage), await add_turn(storage)
        parts = [part_of(turn, part) for part in range(3)]

        await add(storage, *parts)
        await add(storage, part_of(other))

        assert await of_turn(storage, turn.id) == parts

    @pytest.mark.parametrize("state", DeliveryState)
    async def test_keeps_what_became_of_it_when_saved(self, storage: Storage, state: DeliveryState) -> None:
        turn = await add_turn(storage)
        delivery, other = part_of(turn, 0), part_of(turn, 1)
        await add(storage, delivery, other)
        changed = replace(delivery, state=state, effect_id=2**31, tries=3, reason="error 9")

        await storage.run(lambda uow: uow.deliveries.save(changed))

        assert await of_turn(storage, turn.id) == [changed, other]

    async def test_lists_the_latest_first_when_asked_for_the_recent(self, storage: Storage) -> None:
        conversation = await add_conversation(storage)
        deliveries = [part_of(await add_turn(storage, conversation.id)) for _ in range(3)]
        for delivery in deliveries:
            await add(storage, delivery)
        await add(storage, part_of(await add_turn(storage)))

        recent = await storage.read(lambda uow: uow.deliveries.recent(conversation.id, limit=2))

        assert list(recent) == [deliveries[2], deliveries[1]]

    async def test_counts_an_open_call_and_its_age_when_it_begins(self, storage: Storage) -> None:
        delivery = part_of(await add_turn(storage))
        await add(storage, delivery)

        begun = await storage.run(lambda uow: uow.deliveries.begin_call(delivery))

        assert begun.open_calls == 1
        assert begun.age is not None
        assert begun.age >= timedelta()

    async def test_is_closed_when_the_call_certainly_had_no_effect(self, storage: Storage) -> None:
        delivery = part_of(await add_turn(storage))
        await add(storage, delivery)
        begun = await storage.run(lambda uow: uow.deliveries.begin_call(delivery))

        saved = await storage.run(lambda uow: uow.deliveries.save(begun.failed("vk_error_6", unknown=False)))

        assert (saved.open_calls, saved.age, saved.tries, saved.reason) == (0, None, 1, "vk_error_6")
        assert await of_turn(storage, delivery.turn_id) == [saved]

    async def test_stays_open_when_the_outcome_is_unknown(self, storage: Storage) -> None:
        delivery = part_of(await add_turn(storage))
        await add(storage, delivery)
        begun = await storage.run(lambda uow: uow.deliveries.begin_call(delivery))

        saved = await storage.run(lambda uow: uow.deliveries.save(begun.failed("no_answer", unknown=True)))
        again = await storage.run(lambda uow: uow.deliveries.begin_call(saved))

        assert (saved.open_calls, again.open_calls) == (1, 2)
        assert again.age is not None

    async def test_was_called_before_when_it_is_sent_anew_at_the_owners_risk(self, storage: Storage) -> None:
        delivery = part_of(await add_turn(storage))
        await add(storage, delivery)
        begun = await storage.run(lambda uow: uow.deliveries.begin_call(delivery))
        lost = await storage.run(lambda uow: uow.deliveries.save(begun.failed("no_answer", unknown=True)))

        anew = await storage.run(lambda uow: uow.deliveries.save(lost.risked()))

        assert (anew.open_calls, anew.tries, anew.may_be_there) == (0, 0, True)
        forgotten = await storage.run(lambda uow: uow.deliveries.save(anew.forgotten()))
        assert not forgotten.may_be_there

    async def test_stays_sent_when_an_earlier_call_is_reported_as_failed(self, storage: Storage) -> None:
        delivery = part_of(await add_turn(storage))
        await add(storage, delivery)
        begun = await storage.run(lambda uow: uow.deliveries.begin_call(delivery))
        await storage.run(lambda uow: uow.deliveries.save(begun.succeeded(77)))

        saved = await storage.run(lambda uow: uow.deliveries.save(begun.failed("no_answer", unknown=True)))

        assert (saved.state, saved.effect_id, saved.tries) == (DeliveryState.SENT, 77, 0)
