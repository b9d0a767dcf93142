"""What comes from VK, and what goes to the other service."""

from typing import Any

from application.commands.answer_command import AnswerCommand
from application.commands.call_operator import CallOperator
from application.commands.tell_account import TellAccount
from application.commands.tell_deadlines import TellDeadlines
from application.conversations.answer_as_operator import AnswerAsOperator
from application.deadlines.ask_second_reader import AskSecondReader
from application.deadlines.list_deadlines import ListDeadlines
from application.deadlines.note_deadline import NoteDeadline
from application.deadlines.wish_reminder import WishReminder
from application.deadlines.withdraw_deadline import WithdrawDeadline
from application.deliver_notifications import DeliverNotifications
from application.events.drain_events import DrainEvents
from application.events.interpret_event import InterpretEvent
from application.events.receive_event import ReceiveEvent
from application.events.record_change import RecordChange
from application.events.record_command import RecordCommand
from application.events.record_comment import RecordComment
from application.events.record_dialog_message import RecordDialogMessage
from application.events.record_from_vk import RecordFromVk
from application.events.record_own import RecordOwn
from application.events.record_post import RecordPost
from application.reminders.remind_of_deadlines import RemindOfDeadlines
from application.reminders.remind_person import RemindPerson
from tests.unit.application.house_rules import GROUP, LEASE, SECRET
from tests.unit.application.house_turns import HouseWithTurns


class HouseWithEvents(HouseWithTurns):
    """What comes from VK, and what goes to the other service."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._build_deadlines()
        self._build_recording()
        self._build_understanding()
        self._build_outgoing()

    def _build_deadlines(self) -> None:
        clock, ids, rules = self.clock, self.ids, self.rules
        self.note_deadline = NoteDeadline(ids=ids, clock=clock, rules=rules)
        self.wish_reminder = WishReminder(clock=clock, rules=rules)
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
            remind_person=RemindPerson(clock=clock, ids=ids, owe_text=self.owe_text, rules=rules, log=self.log),
            clock=clock,
            ids=ids,
            feed=self.feed,
            wakeup=self.wakeup,
            log=self.log,
            leads=rules.reminders,
        )
        self.list_deadlines = ListDeadlines(storage=self.fragile)

    def _build_recording(self) -> None:
        clock, ids, rules = self.clock, self.ids, self.rules
        self.record_from_vk = RecordFromVk(
            ids=ids,
            clock=clock,
            open_turn=self.open_turn,
            note_deadline=self.note_deadline,
            wish_reminder=self.wish_reminder,
        )
        self.answer_command = AnswerCommand(
            clock=clock,
            rules=rules,
            account=TellAccount(gift=self.give_gift, clock=clock, rules=rules),
            deadlines=TellDeadlines(clock=clock, rules=rules),
            operator=CallOperator(clock=clock, ids=ids),
        )
        self.record_dialog_message = RecordDialogMessage(
            record=self.record_from_vk,
            record_command=RecordCommand(
                record=self.record_from_vk, answer=self.answer_command, owe_text=self.owe_text
            ),
            rules=rules,
        )

    def _build_understanding(self) -> None:
        clock, rules, record = self.clock, self.rules, self.record_from_vk
        self.receive = ReceiveEvent(
            inbox=self.inbox,
            community=self.community,
            clock=clock,
            ids=self.ids,
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
                clock=clock,
                rules=rules,
            ),
            at_once=self.at_once,
            randomness=self.randomness,
            log=self.log,
            tracing=self.tracing,
        )
        self.drain_events = DrainEvents(
            storage=self.fragile, inbox=self.inbox, reader=self.reader, interpret=self.interpret, lease=LEASE
        )

    def _build_outgoing(self) -> None:
        self.answer_as_operator = AnswerAsOperator(
            storage=self.fragile,
            take_over=self.take_over,
            owe_text=self.owe_text,
            clock=self.clock,
            feed=self.feed,
            wakeup=self.wakeup,
            note=self.note_act,
        )
        self.deliver = DeliverNotifications(
            storage=self.fragile,
            notifier=self.notifier,
            clock=self.clock,
            randomness=self.randomness,
            metrics=self.metrics,
            log=self.log,
            lease=LEASE,
        )
