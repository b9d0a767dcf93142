"""What every auditor must see; the books are made, and spoilt, through the storage."""

from datetime import timedelta
from decimal import Decimal

import pytest

from domain.audit import Discrepancy, Flaw
from domain.balance import COMMUNITY_ACCOUNT, NOBODY
from domain.deadline_doubt import ClaimedDoubt, DoubtState
from domain.identifiers import MessageId
from domain.message import Author
from domain.money import ZERO
from domain.turn import Turn, TurnState
from ports.auditor import Auditor
from ports.storage import Storage, UnitOfWork
from tests.contracts.rows import add_credit, capture, hold, release
from tests.factories import (
    MOMENT,
    make_conversation,
    make_hold,
    make_id,
    make_new_message,
    make_notification,
    make_turn,
)

FUNDED = [TurnState.FUNDED, TurnState.WRITING, TurnState.WRITTEN, TurnState.SENT]


async def flaws(auditor: Auditor, *, limit: int = 100) -> list[Discrepancy]:
    books = await auditor.read(limit=limit)
    return [*(each for account in books.accounts for each in account.discrepancies), *books.unpaired]


def flaw(what: Flaw, id_: str, *, found: int, wanted: int) -> Discrepancy:
    return Discrepancy(flaw=what, id=id_, says=f"found {found}, wanted {wanted}")


async def add_turn(storage: Storage, turn: Turn) -> None:
    async def add(uow: UnitOfWork) -> None:
        await uow.conversations.add(make_conversation(id=turn.conversation_id))
        await uow.turns.add(turn, after=timedelta(hours=1))

    await storage.run(add)


async def answer(storage: Storage, turn: Turn, author: Author = Author.ASSISTANT) -> None:
    said = make_new_message(conversation_id=turn.conversation_id, author=author, turn_id=turn.id)

    async def say(uow: UnitOfWork) -> None:
        await uow.messages.add(said)

    await storage.run(say)


async def announce(storage: Storage, turn: Turn) -> None:
    news = make_notification(key=f"responses:{turn.id}", type="responses", conversation_id=turn.conversation_id)
    await storage.run(lambda uow: uow.notifications.add(news))


async def pay(storage: Storage, turn: Turn) -> None:
    await hold(storage, make_hold(key=turn.hold_key))
    await capture(storage, turn.hold_key)


async def complete(storage: Storage, state: TurnState = TurnState.SETTLED) -> Turn:
    """An answered turn as it should be."""
    turn = make_turn(state=state)
    await add_turn(storage, turn)
    await answer(storage, turn)
    await announce(storage, turn)
    await pay(storage, turn)
    return turn


async def add_doubt(storage: Storage, state: DoubtState) -> ClaimedDoubt:
    async def add(uow: UnitOfWork) -> ClaimedDoubt:
        await uow.doubts.add(MessageId(make_id()), at=MOMENT)
        claimed = await uow.doubts.claim(lease=timedelta(hours=1))
        assert claimed is not None
        if state is DoubtState.FUNDED:
            await uow.doubts.fund(claimed)
        elif state is not DoubtState.WAITING:
            await uow.doubts.finish(claimed, state)
        return claimed

    return await storage.run(add)


class AuditorContract:
    @pytest.fixture
    async def rich(self, storage: Storage) -> Storage:
        await add_credit(storage, COMMUNITY_ACCOUNT, "100.00")
        return storage

    async def test_sees_an_empty_book_when_there_is_nothing(self, auditor: Auditor, storage: Storage) -> None:
        books = await auditor.read(limit=10)

        assert (list(books.accounts), list(books.unpaired)) == ([], [])

    async def test_finds_nothing_when_all_is_well(self, auditor: Auditor, rich: Storage) -> None:
        for state in (TurnState.SETTLED, TurnState.SETTLED, TurnState.STOPPED):
            await complete(rich, state)
        for state in (TurnState.OWED, TurnState.DECLINED, TurnState.FAILED, TurnState.STOPPED):
            await add_turn(rich, make_turn(state=state))
        for state in FUNDED:
            turn = make_turn(state=state, attempt=2)
            await add_turn(rich, turn)
            await hold(rich, make_hold(key=f"{turn.id}:1"))
            await release(rich, f"{turn.id}:1")
            await hold(rich, make_hold(key=turn.hold_key))

        assert await flaws(auditor) == []
        (account,) = (await auditor.read(limit=10)).accounts
        assert (account.account, account.balance, account.held) == (COMMUNITY_ACCOUNT, Decimal(85), Decimal(20))
        assert (account.entries, account.holds) == (Decimal(85), Decimal(20))

    async def test_wants_an_answer_only_when_the_text_was_our_own(self, auditor: Auditor, rich: Storage) -> None:
        free = make_turn(state=TurnState.SETTLED, payer=NOBODY, price=ZERO)
        await add_turn(rich, free)
        await add_turn(rich, make_turn(state=TurnState.WRITTEN, payer=NOBODY, price=ZERO))

        assert await flaws(auditor) == [flaw(Flaw.ANSWER_MISSING, str(free.id), found=0, wanted=1)]
        await answer(rich, free, Author.SYSTEM)
        assert await flaws(auditor) == []

    async def test_finds_what_is_missing_when_a_turn_was_settled(self, auditor: Auditor, rich: Storage) -> None:
        turn = make_turn(state=TurnState.SETTLED)
        await add_turn(rich, turn)

        assert await flaws(auditor) == [
            flaw(Flaw.CAPTURE_MISSING, f"capture:{turn.hold_key}", found=0, wanted=1),
            flaw(Flaw.ANSWER_MISSING, str(turn.id), found=0, wanted=1),
            flaw(Flaw.ANNOUNCEMENT_MISSING, f"responses:{turn.id}", found=0, wanted=1),
        ]

    @pytest.mark.parametrize("state", [TurnState.OWED, TurnState.DECLINED, TurnState.FAILED])
    async def test_finds_what_is_unexpected_when_a_turn_was_not_settled(
        self, auditor: Auditor, rich: Storage, state: TurnState
    ) -> None:
        turn = await complete(rich, state)

        assert await flaws(auditor) == [
            flaw(Flaw.CAPTURE_UNEXPECTED, f"capture:{turn.hold_key}", found=1, wanted=0),
            flaw(Flaw.ANSWER_UNEXPECTED, str(turn.id), found=1, wanted=0),
            flaw(Flaw.ANNOUNCEMENT_UNEXPECTED, f"responses:{turn.id}", found=1, wanted=0),
        ]

    @pytest.mark.parametrize("state", [TurnState.SETTLED, TurnState.STOPPED])
    async def test_finds_what_there_is_twice(self, auditor: Auditor, rich: Storage, state: TurnState) -> None:
        turn = await complete(rich, state)
        await answer(rich, turn)
        await hold(rich, make_hold(key=f"{turn.id}:7"))
        await capture(rich, f"{turn.id}:7")

        assert await flaws(auditor) == [
            flaw(Flaw.CAPTURE_UNEXPECTED, f"capture:{turn.id}:7", found=1, wanted=0),
            flaw(Flaw.ANSWER_UNEXPECTED, str(turn.id), found=2, wanted=int(state is TurnState.SETTLED)),
        ]

    @pytest.mark.parametrize("state", [TurnState.DECLINED, TurnState.FAILED, TurnState.STOPPED, None])
    async def test_finds_an_open_hold_when_its_turn_has_ended_or_is_unknown(
        self, auditor: Auditor, rich: Storage, state: TurnState | None
    ) -> None:
        turn = make_turn(state=state or TurnState.OWED)
        if state is not None:
            await add_turn(rich, turn)
        await hold(rich, make_hold(key=turn.hold_key))

        assert await flaws(auditor) == [flaw(Flaw.HOLD_UNEXPECTED, turn.hold_key, found=1, wanted=0)]

    @pytest.mark.parametrize("state", FUNDED)
    async def test_finds_a_turn_without_its_hold_when_it_was_funded(
        self, auditor: Auditor, rich: Storage, state: TurnState
    ) -> None:
        turn = make_turn(state=state)
        await add_turn(rich, turn)
        await hold(rich, make_hold(key=turn.hold_key))
        await release(rich, turn.hold_key)

        assert await flaws(auditor) == [flaw(Flaw.HOLD_MISSING, turn.hold_key, found=0, wanted=1)]

    @pytest.mark.parametrize("state", DoubtState)
    async def test_wants_of_a_second_reading_what_its_state_says(
        self, auditor: Auditor, rich: Storage, state: DoubtState
    ) -> None:
        doubt = await add_doubt(rich, state)
        is_held, is_paid = state is DoubtState.FUNDED, state is DoubtState.ANSWERED

        missing = [
            *([flaw(Flaw.CAPTURE_MISSING, f"capture:{doubt.hold_key}", found=0, wanted=1)] if is_paid else []),
            *([flaw(Flaw.HOLD_MISSING, doubt.hold_key, found=0, wanted=1)] if is_held else []),
        ]
        assert await flaws(auditor) == missing
        await hold(rich, make_hold(key=doubt.hold_key))
        unexpected = [flaw(Flaw.HOLD_UNEXPECTED, doubt.hold_key, found=1, wanted=0)]
        assert (await flaws(auditor))[-1:] == ([] if is_held else unexpected)
        await (capture if is_paid else release)(rich, doubt.hold_key)
        assert await flaws(auditor) == (missing if is_held else [])

    async def test_tells_no_more_of_a_flaw_than_the_limit(self, auditor: Auditor, rich: Storage) -> None:
        turns = [make_turn(state=TurnState.FUNDED) for _ in range(3)]
        for turn in turns:
            await add_turn(rich, turn)

        assert [found.id for found in await flaws(auditor, limit=2)] == [turn.hold_key for turn in turns[:2]]
