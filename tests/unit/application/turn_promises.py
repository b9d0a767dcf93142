"""What holds after every step of the turn machine, whatever keeps the tables."""

import asyncio
from collections import Counter
from collections.abc import Coroutine, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from hypothesis.stateful import RuleBasedStateMachine, invariant

from domain.balance import Balance, EntryKind, HoldState, LedgerEntry
from domain.channel import Channel
from domain.conversation import Conversation
from domain.delivery import Delivery, split_answer
from domain.errors import InvalidTransitionError, StorageUnavailableError
from domain.event import Event
from domain.identifiers import PersonId
from domain.message import Author, Message
from domain.money import ZERO
from domain.notification import Notification
from domain.occurrence import CommentWritten, MessageReceived
from domain.rich_text import RichText
from domain.turn import Reason, Turn, TurnState
from tests.fakes.community import PostedComment
from tests.fakes.tables import Hold
from tests.unit.application.house import House
from tests.unit.application.machine_parts import natural_key

COUNTED = {TurnState.FUNDED, TurnState.WRITING, TurnState.WRITTEN, TurnState.SENT, TurnState.SETTLED}
"""Has its hold, open or captured, and is one of the person's answers of the day."""
UNFINISHED = {TurnState.OWED, *COUNTED} - {TurnState.SETTLED}


class Books(Protocol):
    """What is committed, in the order in which it was stored."""

    @property
    def events(self) -> Sequence[Event]: ...
    @property
    def waiting_events(self) -> Sequence[Event]: ...
    @property
    def conversations(self) -> Sequence[Conversation]: ...
    @property
    def messages(self) -> Sequence[Message]: ...
    @property
    def turns(self) -> Sequence[Turn]: ...
    @property
    def deliveries(self) -> Sequence[Delivery]: ...
    @property
    def notifications(self) -> Sequence[Notification]: ...
    @property
    def pending_notifications(self) -> Sequence[Notification]: ...
    @property
    def entries(self) -> Sequence[LedgerEntry]: ...
    @property
    def holds(self) -> Sequence[Hold]: ...
    @property
    def answers(self) -> Mapping[tuple[PersonId, date], int]: ...
    async def balance(self, account: str) -> Balance: ...


class TurnPromises(RuleBasedStateMachine):
    """``delivered`` are the events that VK was told ``ok`` for, ``posted`` the numbers accepted in the chat."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.house, self.books = self.open_house()
        self.visitors = [self.runner.run(self.house.visit()) for _ in range(2)]
        self.delivered: list[tuple[bytes, CommentWritten | MessageReceived]] = []
        self.posted: list[tuple[int, str]] = []

    def open_house(self) -> tuple[House, Books]:
        """Runs on ``runner``."""
        raise NotImplementedError

    def do(self, work: Coroutine[Any, Any, Any]) -> bool:
        """Do it in a process that may be killed or lose its database; tell whether it got through."""

        async def survive() -> bool:
            task = asyncio.create_task(work)
            await asyncio.wait({task})
            if task.cancelled() or isinstance(task.exception(), StorageUnavailableError):
                return False
            task.result()
            return True

        return self.runner.run(survive())

    @property
    def stuck(self) -> list[Turn]:
        """
        What can be retried.

        Of an unconfirmed message the owner would take the risk, after which VK may well show it twice.
        """
        turns = self.books.turns
        unconfirmed = [turn for turn in turns if turn.is_unconfirmed and turn.channel is Channel.VK_COMMENT]
        return [turn for turn in turns if turn.state is TurnState.FAILED] + unconfirmed

    @property
    def paid(self) -> list[Turn]:
        """Those that the model answers."""
        return [turn for turn in self.books.turns if not turn.is_free]

    @property
    def settled(self) -> list[Turn]:
        return [turn for turn in self.paid if turn.state is TurnState.SETTLED]

    def hear(self, event: Coroutine[Any, Any, Any]) -> None:
        """VK tells us what somebody said, and hears ``ok``."""
        assert self.do(event)
        event_id, said = list(self.house.reader.occurrences.items())[-1]
        assert isinstance(said, CommentWritten | MessageReceived)
        self.delivered.append((event_id, said))

    async def retry_one(self, turn: Turn) -> None:
        try:
            await self.house.retry.execute(turn.id, by="olga")
        except InvalidTransitionError as error:
            # There was no money for sending the stored text.
            assert error.state == Reason.BALANCE_EXHAUSTED  # noqa: PT017 - most of the time nothing is raised

    async def comes_back(self, ours: PostedComment) -> None:
        """VK tells us of a comment of our own."""
        comments = (seen for _, seen in self.delivered if isinstance(seen, CommentWritten))
        root = next(seen.root_id for seen in comments if seen.comment_id == ours.target.reply_to)
        await self.house.own_comment(ours.text, comment_id=ours.id, root=root)

    @invariant()
    def nothing_is_charged_twice(self) -> None:
        books = self.books
        all_entries, all_holds = books.entries, books.holds
        for account in {entry.account for entry in all_entries} | {hold.account for hold in all_holds}:
            entries = sum((entry.amount for entry in all_entries if entry.account == account), start=ZERO)
            ours = [hold for hold in all_holds if hold.account == account and hold.state is HoldState.OPEN]
            balance = self.runner.run(books.balance(account))
            assert balance.available == entries - sum((hold.amount for hold in ours), start=ZERO) >= ZERO
        paid = [hold for hold in all_holds if hold.state is HoldState.CAPTURED and not is_of_gift(hold)]
        captured = Counter((hold.key.partition(":")[0], hold.account) for hold in paid)
        assert captured == Counter((str(turn.id), turn.payer) for turn in self.settled)
        assert captured.total() == sum(entry.kind is EntryKind.CAPTURE for entry in all_entries)

    @invariant()
    def money_is_held_for_what_may_still_be_charged_only(self) -> None:
        books = self.books
        open_ = sorted(hold.key for hold in books.holds if hold.state is HoldState.OPEN)
        waiting = COUNTED - {TurnState.SETTLED}
        assert open_ == sorted(turn.hold_key for turn in self.paid if turn.state in waiting)

    @invariant()
    def a_persons_answers_of_the_day_are_counted_once(self) -> None:
        books, rules = self.books, self.house.rules
        expected = Counter((turn.person_id, rules.day(turn.created_at)) for turn in self.paid if turn.state in COUNTED)
        assert +Counter(books.answers) == expected

    @invariant()
    def nothing_is_answered_twice(self) -> None:
        """What VK shows of a turn is the beginning of its one answer, part by part, under one message."""
        said: dict[object, list[str]] = {}
        community, books = self.house.community, self.books
        for delivery in sorted(books.deliveries, key=lambda delivery: delivery.part):
            texts = [comment.text for comment in community.comments if comment.guid == delivery.guid]
            texts += [message.text for message in community.messages if message.random_id == delivery.random_id]
            said.setdefault(delivery.turn_id, []).extend(texts)
        assert sum(map(len, said.values())) == len(community.comments) + len(community.messages)
        for turn in books.turns:
            parts = [part.text for part in split_answer(RichText(turn.answer or ""))]
            shown = said.get(turn.id, [])
            assert shown == parts[: len(shown)]
            if turn.state is TurnState.SETTLED and turn.channel.is_vk:
                assert shown == parts

    @invariant()
    def a_settled_turn_has_one_answer_and_one_notification(self) -> None:
        books = self.books
        settled = sorted(turn.id for turn in self.settled)
        answers = [message for message in books.messages if message.author is Author.ASSISTANT]
        assert sorted(message.turn_id for message in answers if message.turn_id) == settled
        announced = [news.key for news in books.notifications if news.type == "responses"]
        assert sorted(announced) == [f"responses:{id_}" for id_ in settled]

    @invariant()
    def nothing_is_lost(self) -> None:
        books = self.books
        ids = {event.event_id for event in books.events}
        assert {event_id for event_id, _ in self.delivered} <= ids
        posted = {(message.conversation_id, message.client_id) for message in books.messages}
        assert {(self.visitors[who].conversation_id, client_id) for who, client_id in self.posted} <= posted

    @invariant()
    def strangers_never_share_a_turn_and_numbers_have_no_holes(self) -> None:
        books = self.books
        owners = {turn.id: turn.person_id for turn in books.turns}
        for conversation in books.conversations:
            said = [message for message in books.messages if message.conversation_id == conversation.id]
            assert [message.seq for message in said] == list(range(1, conversation.last_seq + 1))
            for message in said:
                if message.author is Author.PERSON:
                    assert message.turn_id is not None
                    assert owners[message.turn_id] == message.person_id
                # Nobody of the community has spoken: what came back was ours.
                assert message.author is not Author.OPERATOR

    def teardown(self) -> None:
        try:
            self.everything_comes_to_its_end()
        finally:
            self.close_house()
            self.runner.close()

    def close_house(self) -> None:
        """Give back what ``open_house`` took."""

    def everything_comes_to_its_end(self) -> None:
        """When all troubles are over."""
        house = self.house
        house.fragile.hold_out()
        house.community._failures.clear()
        house.writer._script.clear()
        house.notifier._failures = 0
        for _ in range(5):
            house.clock.advance(4_000)
            assert self.do(house.run_until_idle())
        unconfirmed = [turn for turn in self.books.turns if turn.is_unconfirmed]
        assert [turn for turn in self.books.turns if turn.state in UNFINISHED] == unconfirmed
        assert self.books.waiting_events == []
        assert self.books.pending_notifications == []
        recorded = {message.natural_key for message in self.books.messages}
        assert {natural_key(seen) for _, seen in self.delivered} <= recorded
        self.nothing_is_charged_twice()
        self.nothing_is_answered_twice()
        self.a_settled_turn_has_one_answer_and_one_notification()


def is_of_gift(hold: Hold) -> bool:
    return hold.key.startswith("gift:")
