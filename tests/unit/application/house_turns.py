"""From an answer owed to one that is settled."""

from typing import Any

from application.balance.give_gift import GiveGift
from application.conversations.hand_back import HandBack
from application.conversations.read_conversation import ReadConversation
from application.conversations.take_over import TakeOver
from application.drafts.approve_draft import ApproveDraft
from application.drafts.edit_draft import EditDraft
from application.drafts.reject_draft import RejectDraft
from application.drafts.show_drafts import ShowDrafts
from application.inbox.list_inbox import ListInbox
from application.inbox.name_people import NamePeople
from application.inbox.search_inbox import SearchInbox
from application.knowledge.index_knowledge import IndexKnowledge
from application.turns.answer_at_once import AnswerAtOnce
from application.turns.begin_answer import BeginAnswer
from application.turns.claim_turns import ClaimTurns
from application.turns.clean_answer import CleanAnswer
from application.turns.delivery_failure import DeliveryFailure
from application.turns.dismiss_turn import DismissTurn
from application.turns.find_stops import FindStops
from application.turns.fund_turn import FundTurn
from application.turns.gather_context import GatherContext
from application.turns.give_up_turn import GiveUpTurn
from application.turns.hold_back import HoldBack
from application.turns.hold_price import HoldPrice
from application.turns.list_turns import ListTurns
from application.turns.look_around import LookAround
from application.turns.open_turn import OpenTurn
from application.turns.owe_text import OweText
from application.turns.prepare_deliveries import PrepareDeliveries
from application.turns.retry_turn import RetryTurn
from application.turns.run_turn import RunTurn
from application.turns.send_answer import SendAnswer
from application.turns.settle_turn import SettleTurn
from application.turns.show_turn import ShowTurn
from application.turns.stop_turn import StopTurn
from application.turns.tell_refusal import TellRefusal
from application.turns.wait_for_morning import WaitForMorning
from application.turns.write_answer import WriteAnswer
from tests.fakes.knowledge_folder import FakeKnowledgeFolder
from tests.fakes.turn_room import FakeTurnRoom
from tests.unit.application.house_base import HouseOfFakes
from tests.unit.application.house_rules import CONFIRM_SECONDS, LEASE, SECRET


class HouseWithTurns(HouseOfFakes):
    """From an answer owed to one that is settled."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._build_beginning()
        self._build_writing()
        self._build_sending()
        self._build_running()
        self._build_drafts()
        self._build_desk()

    def _build_beginning(self) -> None:
        storage, clock, ids, log = self.fragile, self.clock, self.ids, self.log
        wakeup, rules = self.wakeup, self.rules
        self.open_turn = OpenTurn(ids=ids, clock=clock, rules=rules, tracing=self.tracing)
        self.give_up = GiveUpTurn(clock=clock, rules=rules)
        self.gather_context = GatherContext(prompts=self.prompts, clock=clock, rules=rules)
        self.owe_text = OweText(ids=ids, clock=clock)
        self.give_gift = GiveGift(clock=clock, rules=rules, log=log, secret_key=SECRET)
        self.hold_price = HoldPrice(clock=clock, rules=rules)
        self.fund = FundTurn(
            storage=storage,
            hold=self.hold_price,
            gift=self.give_gift,
            refusal=TellRefusal(clock=clock, ids=ids, owe_text=self.owe_text, rules=rules),
            clock=clock,
            ids=ids,
            feed=self.feed,
            wakeup=wakeup,
            rules=rules,
            log=log,
        )
        self.begin_answer = BeginAnswer(fund=self.fund, gather_context=self.gather_context, give_up=self.give_up)
        self.look_around = LookAround(storage=storage, wall=self.wall, profiles=self.profiles, clock=clock, log=log)
        self.wait_for_morning = WaitForMorning(storage=storage, clock=clock, rules=rules, log=log)
        self.room = FakeTurnRoom(owner="worker", lease=LEASE)
        self.at_once = AnswerAtOnce(
            storage=storage,
            room=self.room,
            begin=self.begin_answer,
            look_around=self.look_around,
            wait=self.wait_for_morning,
            wakeup=wakeup,
            log=log,
        )

    def _build_writing(self) -> None:
        storage, clock, ids, log = self.fragile, self.clock, self.ids, self.log
        self.write = WriteAnswer(
            storage=storage,
            fund=self.fund,
            begin=self.begin_answer,
            clean=CleanAnswer(rules=self.rules, log=log),
            look_around=self.look_around,
            writer=self.writer,
            fallback=self.fallback,
            give_up=self.give_up,
            feed=self.feed,
            bells=self.bells,
            clock=clock,
            randomness=self.randomness,
            metrics=self.metrics,
            log=log,
        )
        self.stop = StopTurn(storage=storage, give_up=self.give_up, clock=clock, ids=ids, wakeup=self.wakeup, log=log)
        self.find_stops = FindStops(storage=storage, bells=self.bells)

    def _build_sending(self) -> None:
        storage, log = self.fragile, self.log
        self.prepare = PrepareDeliveries(ids=self.ids)
        failure = DeliveryFailure(
            storage=storage,
            give_up=self.give_up,
            randomness=self.randomness,
            metrics=self.metrics,
            log=log,
            confirm_seconds=CONFIRM_SECONDS,
        )
        self.settle = SettleTurn(
            storage=storage,
            clock=self.clock,
            ids=self.ids,
            wakeup=self.wakeup,
            transcript=self.transcript,
            log=log,
        )
        self.send = SendAnswer(
            storage=storage,
            community=self.community,
            prepare=self.prepare,
            failure=failure,
            settle=self.settle,
            give_up=self.give_up,
            confirm_seconds=CONFIRM_SECONDS,
        )

    def _build_running(self) -> None:
        storage, wakeup, log = self.fragile, self.wakeup, self.log
        self.claim = ClaimTurns(storage=storage, owner="worker", lease=LEASE)
        self.run = RunTurn(
            fund=self.fund,
            write=self.write,
            hold_back=HoldBack(
                storage=storage, give_up=self.give_up, clock=self.clock, ids=self.ids, wakeup=wakeup, log=log
            ),
            send=self.send,
            settle=self.settle,
            stop=self.stop,
            wait=self.wait_for_morning,
            feed=self.feed,
            wakeup=wakeup,
            metrics=self.metrics,
            log=log,
            tracing=self.tracing,
        )
        self.retry = RetryTurn(
            storage=storage, hold=self.hold_price, wakeup=wakeup, rules=self.rules, note=self.note_act
        )

    def _build_drafts(self) -> None:
        storage, wakeup, log = self.fragile, self.wakeup, self.log
        self.show_drafts = ShowDrafts(storage=storage)
        self.approve_draft = ApproveDraft(storage=storage, wakeup=wakeup, log=log, note=self.note_act)
        self.edit_draft = EditDraft(storage=storage, log=log, note=self.note_act)
        self.reject_draft = RejectDraft(storage=storage, give_up=self.give_up, log=log, note=self.note_act)

    def _build_desk(self) -> None:
        storage, clock, rules, log = self.fragile, self.clock, self.rules, self.log
        self.take_over = TakeOver(storage=storage, wakeup=self.wakeup, rules=rules, note=self.note_act)
        self.hand_back = HandBack(storage=storage, note=self.note_act)
        self.folder = FakeKnowledgeFolder()
        self.index_knowledge = IndexKnowledge(storage=storage, folder=self.folder, owner="worker", log=log)
        self.list_turns = ListTurns(storage=storage)
        self.dismiss = DismissTurn(storage=storage, give_up=self.give_up, log=log, note=self.note_act)
        self.read_conversation = ReadConversation(storage=storage)
        self.show_turn = ShowTurn(storage=storage)
        self.name_people = NamePeople(storage=storage, profiles=self.profiles, clock=clock, log=log)
        self.list_inbox = ListInbox(storage=storage, clock=clock, rules=rules)
        self.search_inbox = SearchInbox(storage=storage)
