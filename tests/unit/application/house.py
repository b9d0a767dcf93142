"""All use cases on fakes: a small composition root, with the things that happen outside as its methods."""

import asyncio
from collections.abc import Coroutine, Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from application.accounts.block_person import BlockPerson
from application.accounts.change_password import ChangePassword
from application.accounts.close_ended_sessions import CloseEndedSessions
from application.accounts.count_tries import CountTries
from application.accounts.create_operator import CreateOperator
from application.accounts.end_sessions import EndSessions
from application.accounts.erase_me import EraseMe
from application.accounts.expire_sessions import ExpireSessions
from application.accounts.export_person import ExportPerson
from application.accounts.finish_erasures import FinishErasures
from application.accounts.forget_person import ForgetPerson
from application.accounts.log_in import LogIn
from application.accounts.log_in_operator import LogInOperator
from application.accounts.log_out import LogOut
from application.accounts.log_out_everywhere import LogOutEverywhere
from application.accounts.prove_password import ProvePassword
from application.accounts.recognise_operator import RecogniseOperator
from application.accounts.register import Register
from application.accounts.sign_in import SignIn
from application.accounts.unblock_person import UnblockPerson
from application.answering.set_daily_limit import SetDailyLimit
from application.answering.show_answering import ShowAnswering
from application.answering.start_answering import StartAnswering
from application.answering.stop_answering import StopAnswering
from application.balance.credit_starting_balance import CreditStartingBalance
from application.balance.show_balance import ShowBalance
from application.balance.top_up import TopUp
from application.chat.catch_up import CatchUp
from application.chat.list_chats import ListChats
from application.chat.new_chat import NewChat
from application.chat.open_chat import OpenChat
from application.chat.open_session import OpenSession
from application.chat.post_message import Accepted, PostMessage
from application.chat.rate_answer import RateAnswer
from application.chat.read_history import ReadHistory
from application.chat.retry_answer import RetryAnswer
from application.chat.search_chats import SearchChats
from application.chat.stop_answer import StopAnswer
from application.chat.visitor import Visitor
from application.commands.answer_command import AnswerCommand
from application.commands.call_operator import CallOperator
from application.commands.change_session import ChangeSession
from application.commands.run_command import CommandRun, RunCommand
from application.commands.tell_deadlines import TellDeadlines
from application.conversations.answer_as_operator import AnswerAsOperator
from application.conversations.hand_back import HandBack
from application.conversations.read_conversation import ReadConversation
from application.conversations.take_over import TakeOver
from application.deadlines.ask_second_reader import AskSecondReader
from application.deadlines.list_deadlines import ListDeadlines
from application.deadlines.note_deadline import NoteDeadline
from application.deadlines.wish_reminder import WishReminder
from application.deadlines.withdraw_deadline import WithdrawDeadline
from application.deliver_notifications import DeliverNotifications
from application.drafts.approve_draft import ApproveDraft
from application.drafts.edit_draft import EditDraft
from application.drafts.reject_draft import RejectDraft
from application.drafts.show_drafts import ShowDrafts
from application.events.drain_events import DrainEvents
from application.events.interpret_event import InterpretEvent
from application.events.receive_event import IncomingEvent, ReceiveEvent
from application.events.record_change import RecordChange
from application.events.record_command import RecordCommand
from application.events.record_comment import RecordComment
from application.events.record_dialog_message import RecordDialogMessage
from application.events.record_from_vk import RecordFromVk
from application.events.record_own import RecordOwn
from application.events.record_post import RecordPost
from application.inbox.list_inbox import ListInbox
from application.inbox.search_inbox import SearchInbox
from application.knowledge.index_knowledge import IndexKnowledge
from application.prompts.check_prompts import CheckPrompts
from application.prompts.list_questions import ListQuestions
from application.prompts.preview_prompt import PreviewPrompt
from application.prompts.save_prompt import SavePrompt
from application.prompts.show_prompt import ShowPrompt
from application.reminders.remind_of_deadlines import RemindOfDeadlines
from application.reminders.remind_person import RemindPerson
from application.retention.forget_old import ForgetOld
from application.rules import Rules
from application.turns.claim_turns import ClaimTurns
from application.turns.clean_answer import CleanAnswer
from application.turns.delivery_failure import DeliveryFailure
from application.turns.dismiss_turn import DismissTurn
from application.turns.find_stops import FindStops
from application.turns.fund_turn import FundTurn
from application.turns.gather_context import GatherContext
from application.turns.give_up_turn import GiveUpTurn
from application.turns.hold_back import HoldBack
from application.turns.list_turns import ListTurns
from application.turns.look_around import LookAround
from application.turns.open_turn import OpenTurn
from application.turns.owe_text import OweText
from application.turns.prepare_deliveries import PrepareDeliveries
from application.turns.retry_turn import RetryTurn
from application.turns.run_turn import RunTurn
from application.turns.send_answer import SendAnswer
from application.turns.settle_turn import SettleTurn
from application.turns.stop_bells import StopBells
from application.turns.stop_turn import StopTurn
from application.turns.wait_for_morning import WaitForMorning
from application.turns.write_answer import WriteAnswer
from domain.command import parse_command
from domain.occurrence import (
    CommentWritten,
    MessageReceived,
    Occurrence,
    OwnCommentSeen,
    OwnMessageSeen,
    PostPublished,
)
from domain.turn import ClaimedTurn, Turn
from ports.event_inbox import EventInbox
from ports.ids import Ids
from ports.storage import Storage
from tests.factories import MOMENT
from tests.fakes.answer_writer import FakeAnswerWriter
from tests.fakes.clock import FakeClock
from tests.fakes.event_inbox import FakeEventInbox
from tests.fakes.event_reader import FakeEventReader
from tests.fakes.ids import FakeIds
from tests.fakes.knowledge_folder import FakeKnowledgeFolder
from tests.fakes.live_feed import FakeLiveFeed
from tests.fakes.log import FakeLog
from tests.fakes.metrics import FakeMetrics
from tests.fakes.notifier import FakeNotifier
from tests.fakes.password_hasher import FakePasswordHasher
from tests.fakes.profiles import FakeProfiles
from tests.fakes.prompt_library import FakePromptLibrary
from tests.fakes.randomness import FakeRandomness
from tests.fakes.storage import FakeStorage
from tests.fakes.throttle import FakeThrottle
from tests.fakes.tracing import FakeTracing
from tests.fakes.transcript import FakeTranscript
from tests.fakes.wakeup import FakeWakeup
from tests.fakes.wall import FakeWall
from tests.unit.application.forgetful_community import ForgetfulCommunity
from tests.unit.application.fragile_storage import FragileStorage

T = TypeVar("T")
GROUP: Final = 123
WALL: Final = -GROUP
POST: Final = 10
SECRET: Final = "a secret"
SECRETS: Final = {"VK_SECRET": "a-secret-of-vk"}
"""What no prompt may hold."""
BODY: Final = b'{"object":{}}'
"""Of every event: what it says is told to the reader."""
LEASE: Final = timedelta(seconds=30)
GATHER: Final = 2.0
MOST_ROUNDS: Final = 500
ANN: Final = 1001
BOB: Final = 1002

CONFIRM_SECONDS = 5.0


def make_rules(**overrides: Any) -> Rules:
    values: dict[str, Any] = {
        "group_id": GROUP,
        "price": Decimal("5.00"),
        "timezone": ZoneInfo("Europe/Moscow"),
        "gather_seconds": GATHER,
    }
    return Rules(**(values | overrides))


class House:
    """
    ``rules`` are overrides of the owner's decisions; with ``fallback`` there is a second model, with
    ``looks_around`` VK may be asked for what was before us.

    ``storage`` and ``inbox`` take the place of the fakes; then ``clock`` is the one that the database goes by.
    """

    def __init__(
        self,
        *,
        fallback: bool = False,
        looks_around: bool = False,
        storage: Storage | None = None,
        inbox: EventInbox | None = None,
        clock: FakeClock | None = None,
        feed: FakeLiveFeed | None = None,
        ids: Ids | None = None,
        **rules: Any,
    ) -> None:
        self.rules = make_rules(**rules)
        self.clock = clock or FakeClock(MOMENT)
        self.storage = FakeStorage(clock=self.clock)
        self.inbox = inbox or FakeEventInbox(self.storage)
        self.fragile = FragileStorage(storage or self.storage)
        self.ids: Ids = ids or FakeIds()
        self.randomness = FakeRandomness()
        self.wakeup = FakeWakeup()
        self.log = FakeLog()
        self.metrics = FakeMetrics()
        self.tracing = FakeTracing()
        self.community = ForgetfulCommunity(self.clock)
        self.reader = FakeEventReader()
        self.writer = FakeAnswerWriter()
        self.fallback = FakeAnswerWriter("Запасной ответ.", model="fallback-model") if fallback else None
        self.wall = FakeWall() if looks_around else None
        self.profiles = FakeProfiles() if looks_around else None
        self.prompts = FakePromptLibrary()
        self.feed = feed or FakeLiveFeed()
        self.notifier = FakeNotifier()
        self.transcript = FakeTranscript()
        self.hasher = FakePasswordHasher()
        self.throttle = FakeThrottle()
        self.bells = StopBells()
        self._numbers = count(101)
        self._build_turns()
        self._build_events()
        self._build_chat()
        self._build_balance()
        self._build_prompts()

    def _build_turns(self) -> None:
        storage, clock, ids, log = self.fragile, self.clock, self.ids, self.log
        wakeup, metrics, rules = self.wakeup, self.metrics, self.rules
        self.open_turn = OpenTurn(ids=ids, clock=clock, rules=rules)
        self.give_up = GiveUpTurn(clock=clock, rules=rules)
        self.gather_context = GatherContext(prompts=self.prompts, clock=clock, rules=rules)
        self.prepare = PrepareDeliveries(ids=ids)
        self.claim = ClaimTurns(storage=storage, owner="worker", lease=LEASE)
        self.fund = FundTurn(storage=storage, clock=clock, ids=ids, wakeup=wakeup, rules=rules, log=log)
        self.write = WriteAnswer(
            storage=storage,
            gather_context=self.gather_context,
            clean=CleanAnswer(rules=rules, log=log),
            look_around=LookAround(storage=storage, wall=self.wall, profiles=self.profiles, clock=clock, log=log),
            writer=self.writer,
            fallback=self.fallback,
            give_up=self.give_up,
            feed=self.feed,
            bells=self.bells,
            clock=clock,
            randomness=self.randomness,
            metrics=metrics,
            log=log,
        )
        self.stop = StopTurn(storage=storage, give_up=self.give_up, clock=clock, ids=ids, wakeup=wakeup, log=log)
        self.find_stops = FindStops(storage=storage, bells=self.bells)
        failure = DeliveryFailure(
            storage=storage,
            give_up=self.give_up,
            randomness=self.randomness,
            metrics=metrics,
            log=log,
            confirm_seconds=CONFIRM_SECONDS,
        )
        self.send = SendAnswer(
            storage=storage,
            community=self.community,
            prepare=self.prepare,
            failure=failure,
            give_up=self.give_up,
            confirm_seconds=CONFIRM_SECONDS,
        )
        self.settle = SettleTurn(
            storage=storage, clock=clock, ids=ids, wakeup=wakeup, transcript=self.transcript, log=log
        )
        self.run = RunTurn(
            fund=self.fund,
            write=self.write,
            hold_back=HoldBack(storage=storage, give_up=self.give_up, clock=clock, ids=ids, wakeup=wakeup, log=log),
            send=self.send,
            settle=self.settle,
            stop=self.stop,
            wait=WaitForMorning(storage=storage, clock=clock, rules=rules, log=log),
            feed=self.feed,
            wakeup=wakeup,
            metrics=metrics,
            log=log,
            tracing=self.tracing,
        )
        self.retry = RetryTurn(storage=storage, clock=clock, wakeup=wakeup, rules=rules)
        self.take_over = TakeOver(storage=storage, wakeup=wakeup, rules=rules)
        self.hand_back = HandBack(storage=storage)
        self.folder = FakeKnowledgeFolder()
        self.index_knowledge = IndexKnowledge(storage=storage, folder=self.folder, owner="worker", log=log)
        self.show_drafts = ShowDrafts(storage=storage)
        self.approve_draft = ApproveDraft(storage=storage, wakeup=wakeup, log=log)
        self.edit_draft = EditDraft(storage=storage, log=log)
        self.reject_draft = RejectDraft(storage=storage, give_up=self.give_up, log=log)
        self.list_turns = ListTurns(storage=storage)
        self.dismiss = DismissTurn(storage=storage, give_up=self.give_up, log=log)
        self.read_conversation = ReadConversation(storage=storage)
        self.list_inbox = ListInbox(storage=storage, clock=clock, rules=rules)
        self.search_inbox = SearchInbox(storage=storage)

    def _build_events(self) -> None:
        clock, ids, rules = self.clock, self.ids, self.rules
        self.note_deadline = NoteDeadline(ids=ids, clock=clock, rules=rules)
        self.wish_reminder = WishReminder(clock=clock, rules=rules)
        owe_text = OweText(ids=ids, clock=clock)
        self.answer_as_operator = AnswerAsOperator(
            storage=self.fragile,
            take_over=self.take_over,
            owe_text=owe_text,
            clock=clock,
            feed=self.feed,
            wakeup=self.wakeup,
        )
        record = RecordFromVk(
            ids=ids,
            clock=clock,
            open_turn=self.open_turn,
            note_deadline=self.note_deadline,
            wish_reminder=self.wish_reminder,
        )
        self.second_reader = AskSecondReader(
            storage=self.fragile,
            writer=self.writer,
            note_deadline=self.note_deadline,
            clock=clock,
            randomness=self.randomness,
            metrics=self.metrics,
            log=self.log,
            rules=rules,
            lease=LEASE,
        )
        self.remind = RemindOfDeadlines(
            storage=self.fragile,
            remind_person=RemindPerson(clock=clock, ids=ids, owe_text=owe_text, rules=rules, log=self.log),
            clock=clock,
            ids=ids,
            feed=self.feed,
            wakeup=self.wakeup,
            log=self.log,
            leads=rules.reminders,
        )
        self.answer_command = AnswerCommand(
            clock=clock,
            rules=rules,
            deadlines=TellDeadlines(clock=clock, rules=rules),
            operator=CallOperator(clock=clock, ids=ids),
        )
        record_command = RecordCommand(record=record, answer=self.answer_command, owe_text=owe_text)
        self.record_dialog_message = RecordDialogMessage(record=record, record_command=record_command, rules=rules)
        self.receive = ReceiveEvent(
            inbox=self.inbox,
            community=self.community,
            clock=clock,
            ids=ids,
            wakeup=self.wakeup,
            group_id=GROUP,
            secret=SECRET,
            confirmation_code=None,
        )
        self.interpret = InterpretEvent(
            storage=self.fragile,
            reader=self.reader,
            record_comment=RecordComment(record=record, rules=rules),
            record_post=RecordPost(record=record, rules=rules),
            record_dialog_message=self.record_dialog_message,
            record_own=RecordOwn(record=record, take_over=self.take_over, rules=rules, log=self.log),
            record_change=RecordChange(
                record=record,
                note_deadline=self.note_deadline,
                withdraw=WithdrawDeadline(clock=clock),
                rules=rules,
            ),
            randomness=self.randomness,
            wakeup=self.wakeup,
            log=self.log,
            tracing=self.tracing,
        )
        self.drain_events = DrainEvents(storage=self.fragile, interpret=self.interpret, lease=LEASE)
        self.list_deadlines = ListDeadlines(storage=self.fragile)
        self.deliver = DeliverNotifications(
            storage=self.fragile,
            notifier=self.notifier,
            clock=clock,
            randomness=self.randomness,
            metrics=self.metrics,
            log=self.log,
            lease=LEASE,
        )

    def _build_chat(self) -> None:
        storage, clock, ids = self.fragile, self.clock, self.ids
        randomness, hasher = self.randomness, self.hasher
        new_chat = NewChat(ids=ids, clock=clock)
        sign_in = SignIn(feed=self.feed)
        self.open_session = OpenSession(
            storage=storage, clock=clock, ids=ids, randomness=randomness, new_chat=new_chat, rules=self.rules
        )
        self.post_message = PostMessage(
            storage=storage,
            clock=clock,
            ids=ids,
            open_turn=self.open_turn,
            note_deadline=self.note_deadline,
            wish_reminder=self.wish_reminder,
            feed=self.feed,
            wakeup=self.wakeup,
        )
        self.catch_up = CatchUp(storage=storage, feed=self.feed)
        self.read_history = ReadHistory(storage=storage)
        self.list_chats = ListChats(storage=storage)
        self.search_chats = SearchChats(storage=storage)
        self.open_chat = OpenChat(storage=storage, clock=clock, new_chat=new_chat)
        self.retry_answer = RetryAnswer(storage=storage, clock=clock, retry_turn=self.retry)
        self.register = Register(storage=storage, hasher=hasher, randomness=randomness, sign_in=sign_in)
        tries = CountTries(throttle=self.throttle)
        self.log_in = LogIn(storage=storage, hasher=hasher, randomness=randomness, sign_in=sign_in, tries=tries)
        self.create_operator = CreateOperator(storage=storage, clock=clock, ids=ids, hasher=hasher)
        self.recognise_operator = RecogniseOperator(storage=storage, clock=clock)
        self.log_in_operator = LogInOperator(
            storage=storage,
            clock=clock,
            ids=ids,
            randomness=randomness,
            log_in=self.log_in,
            sign_in=sign_in,
            new_chat=new_chat,
        )
        end_sessions = EndSessions(clock=clock, feed=self.feed)
        self.prove = prove = ProvePassword(storage=storage, hasher=hasher, tries=tries)
        self.log_out_everywhere = LogOutEverywhere(storage=storage, end_sessions=end_sessions)
        self.change_password = ChangePassword(
            storage=storage,
            hasher=hasher,
            randomness=randomness,
            prove=prove,
            sign_in=sign_in,
            end_sessions=end_sessions,
        )
        self.export_person = ExportPerson(storage=storage)
        self.forget_person = ForgetPerson(
            storage=storage, clock=clock, end_sessions=end_sessions, withdraw=WithdrawDeadline(clock=clock)
        )
        self.expire_sessions = ExpireSessions(storage=storage, clock=clock, end_sessions=end_sessions)
        self.close_ended_sessions = CloseEndedSessions(storage=storage, feed=self.feed, end_sessions=end_sessions)
        self.finish_erasures = FinishErasures(storage=storage, clock=clock, forget=self.forget_person)
        self.block_person = BlockPerson(storage=storage, clock=clock, end_sessions=end_sessions)
        self.unblock_person = UnblockPerson(storage=storage)
        self.erase_me = EraseMe(storage=storage, prove=prove, forget=self.forget_person)
        self.log_out = LogOut(storage=storage, clock=clock, feed=self.feed)
        self.stop_answer = StopAnswer(storage=storage, clock=clock, bells=self.bells, wakeup=self.wakeup)
        self.rate_answer = RateAnswer(storage=storage, clock=clock)
        self.run_command = RunCommand(
            storage=storage,
            clock=clock,
            ids=ids,
            answer=self.answer_command,
            change_session=ChangeSession(
                register=self.register, log_in=self.log_in, log_out=self.log_out, open_chat=self.open_chat
            ),
            feed=self.feed,
            wakeup=self.wakeup,
        )

    def _build_balance(self) -> None:
        self.stop_answering = StopAnswering(storage=self.fragile, clock=self.clock, log=self.log)
        self.start_answering = StartAnswering(storage=self.fragile, log=self.log)
        self.show_answering = ShowAnswering(storage=self.fragile, rules=self.rules)
        self.set_daily_limit = SetDailyLimit(storage=self.fragile, clock=self.clock, log=self.log)
        self.credit = CreditStartingBalance(storage=self.fragile, clock=self.clock)
        self.fill = TopUp(storage=self.fragile, clock=self.clock, ids=self.ids)
        self.show_balance = ShowBalance(storage=self.fragile, clock=self.clock, rules=self.rules)

    def forget_old(self, term: timedelta | None, *, owner: str = "node") -> ForgetOld:
        return ForgetOld(storage=self.fragile, clock=self.clock, log=self.log, owner=owner, lease=LEASE, term=term)

    def _build_prompts(self) -> None:
        storage, log = self.fragile, self.log
        self.secrets = dict(SECRETS)
        self.check_prompts = CheckPrompts(storage=storage, secrets=self.secrets)
        self.show_prompt = ShowPrompt(storage=storage, files=self.prompts)
        self.save_prompt = SavePrompt(
            storage=storage, files=self.prompts, clock=self.clock, log=log, secrets=self.secrets
        )
        self.list_questions = ListQuestions(storage=storage)
        self.preview_prompt = PreviewPrompt(
            storage=storage,
            gather_context=self.gather_context,
            writer=self.writer,
            throttle=self.throttle,
            log=log,
            secrets=self.secrets,
        )

    async def top_up(self, amount: str = "100.00") -> None:
        await self.fill.execute(Decimal(amount), author="owner", reason="paid")

    async def happens(self, occurrence: Occurrence, *, event_id: bytes | None = None) -> IncomingEvent:
        """VK delivers an event and is told ``ok``."""
        event_id = event_id or f"event-{next(self._numbers)}".encode()
        self.reader.occurrences[event_id] = occurrence
        event = IncomingEvent(type="any", group_id=GROUP, event_id=event_id, secret=SECRET, body=BODY)
        assert await self.receive.execute(event) == "ok"
        return event

    async def comment(
        self, text: str = "Вы открыты?", *, by: int = ANN, root: int | None = None, post: int = POST
    ) -> CommentWritten:
        """Somebody comments, at the top or below ``root``."""
        number = next(self._numbers)
        written = CommentWritten(
            owner_id=WALL,
            post_id=post,
            comment_id=number,
            root_id=root or number,
            author_vk_id=by,
            text=text,
            at=self.clock.now(),
        )
        await self.happens(written)
        return written

    async def message(self, text: str = "Вы открыты?", *, by: int = ANN) -> MessageReceived:
        """Somebody writes to the community."""
        number = next(self._numbers)
        received = MessageReceived(
            peer_id=by, number=number, message_id=number, author_vk_id=by, text=text, at=self.clock.now()
        )
        await self.happens(received)
        return received

    async def post(self, text: str, *, by: int = WALL, post: int = POST, is_open: bool = True) -> PostPublished:
        published = PostPublished(
            owner_id=WALL, post_id=post, author_vk_id=by, text=text, at=self.clock.now(), is_open=is_open
        )
        await self.happens(published)
        return published

    async def own_comment(self, text: str, *, comment_id: int, root: int, post: int = POST) -> None:
        """A comment by the community comes back as an event."""
        await self.happens(
            OwnCommentSeen(
                owner_id=WALL, post_id=post, comment_id=comment_id, root_id=root, text=text, at=self.clock.now()
            )
        )

    async def own_message(
        self, text: str, *, message_id: int, peer: int = ANN, random_id: int = 0, by_manager: bool = False
    ) -> None:
        await self.happens(
            OwnMessageSeen(
                peer_id=peer,
                number=message_id,
                message_id=message_id,
                random_id=random_id,
                text=text,
                at=self.clock.now(),
                by_manager=by_manager,
            )
        )

    async def visit(self, token: str | None = None) -> Visitor:
        """A visitor comes to the site, or comes back with a token."""
        return (await self.open_session.execute(token=token, conversation_id=None)).visitor

    async def say(self, visitor: Visitor, text: str = "Вы открыты?", *, client_id: str | None = None) -> Accepted:
        return await self.post_message.execute(visitor, client_id=client_id or f"c{next(self._numbers)}", text=text)

    async def command(
        self, visitor: Visitor, text: str, *, client_id: str | None = None, lang: str = "ru"
    ) -> CommandRun:
        command = parse_command(text)
        assert command is not None
        return await self.run_command.execute(
            visitor, client_id=client_id or f"c{next(self._numbers)}", command=command, lang=lang
        )

    async def claim_next(self) -> ClaimedTurn:
        """Understand what has come and take up one turn, waiting for its burst if need be."""
        await self.drain_events.execute()
        self.clock.advance(GATHER)
        return (await self.claim.execute(limit=1))[0]

    async def run_turns(self) -> int:
        """Take up what can be taken up now and run it."""
        claimed: Sequence[ClaimedTurn] = await self.claim.execute(limit=50)
        for each in claimed:
            await self.run.execute(each)
        return len(claimed)

    async def run_until_idle(self) -> None:
        """Do all that can be done without time passing, beyond the gathering of bursts."""
        await self.drain_events.execute()
        self.clock.advance(GATHER)
        for _ in range(MOST_ROUNDS):
            if not (await self.drain_events.execute() or await self.run_turns() or await self.deliver.execute()):
                return
        raise AssertionError("there is always something to do")

    async def dies_in(self, runs: int, work: Coroutine[Any, Any, Any], *, committed: bool = False) -> bool:
        """Do the work in a process that is killed at its ``runs``-th transaction; tell whether it came so far."""
        self.fragile.crash_in(runs, committed=committed)
        task = asyncio.create_task(work)
        await asyncio.wait({task})
        self.fragile.hold_out()
        if not task.cancelled():
            task.result()
        return task.cancelled()

    async def get_turn(self, turn: Turn) -> Turn:
        return await self.storage.read(lambda uow: uow.turns.get(turn.id))

    @property
    def turn(self) -> Turn:
        """The only one there is."""
        (only,) = self.storage.turns
        return only
