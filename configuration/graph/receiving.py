"""From an event of VK to what is recorded and owed."""

from dependency_injector import providers

from application.commands.answer_command import AnswerCommand
from application.commands.call_operator import CallOperator
from application.commands.tell_account import TellAccount
from application.commands.tell_deadlines import TellDeadlines
from application.conversations.take_over import TakeOver
from application.deadlines.note_deadline import NoteDeadline
from application.deadlines.wish_reminder import WishReminder
from application.deadlines.withdraw_deadline import WithdrawDeadline
from application.events.drain_events import DrainEvents
from application.events.interpret_event import InterpretEvent
from application.events.poll_position import PollPosition
from application.events.receive_event import ReceiveEvent
from application.events.record_change import RecordChange
from application.events.record_command import RecordCommand
from application.events.record_comment import RecordComment
from application.events.record_dialog_message import RecordDialogMessage
from application.events.record_from_vk import RecordFromVk
from application.events.record_own import RecordOwn
from application.events.record_post import RecordPost
from application.events.sweep_dialogs import SweepDialogs
from application.events.take_polled_events import TakePolledEvents
from application.turns.open_turn import OpenTurn
from application.turns.stop_bells import StopBells
from configuration.graph.beginning import Beginning
from configuration.graph.foundation import Foundation


class Receiving(Beginning):
    """From an event of VK to what is recorded and owed."""

    open_turn = providers.Singleton(
        OpenTurn, ids=Foundation.ids, clock=Foundation.clock, rules=Foundation.rules, tracing=Foundation.tracing
    )
    note_deadline = providers.Singleton(
        NoteDeadline, ids=Foundation.ids, clock=Foundation.clock, rules=Foundation.rules
    )
    wish_reminder = providers.Singleton(WishReminder, clock=Foundation.clock, rules=Foundation.rules)
    withdraw_deadline = providers.Singleton(WithdrawDeadline, clock=Foundation.clock)
    bells = providers.Singleton(StopBells)

    take_over = providers.Singleton(
        TakeOver,
        storage=Foundation.storage,
        wakeup=Foundation.wakeup,
        rules=Foundation.rules,
        note=Foundation.note_act,
    )

    receive_event = providers.Singleton(
        ReceiveEvent,
        inbox=Foundation.inbox,
        community=Foundation.community,
        clock=Foundation.clock,
        ids=Foundation.ids,
        wakeup=Foundation.wakeup,
        group_id=Foundation.rules.provided.group_id,
        secret=Foundation.settings.provided.vk_secret,
        confirmation_code=Foundation.settings.provided.vk_confirmation_code,
    )
    record = providers.Singleton(
        RecordFromVk,
        ids=Foundation.ids,
        clock=Foundation.clock,
        open_turn=open_turn,
        note_deadline=note_deadline,
        wish_reminder=wish_reminder,
    )
    answer_command = providers.Singleton(
        AnswerCommand,
        clock=Foundation.clock,
        rules=Foundation.rules,
        account=providers.Singleton(
            TellAccount, gift=Beginning.give_gift, clock=Foundation.clock, rules=Foundation.rules
        ),
        deadlines=providers.Singleton(TellDeadlines, clock=Foundation.clock, rules=Foundation.rules),
        operator=providers.Singleton(CallOperator, clock=Foundation.clock, ids=Foundation.ids),
    )
    record_command = providers.Singleton(
        RecordCommand,
        record=record,
        answer=answer_command,
        owe_text=Beginning.owe_text,
    )
    record_dialog_message = providers.Singleton(
        RecordDialogMessage, record=record, record_command=record_command, rules=Foundation.rules
    )
    interpret_event = providers.Singleton(
        InterpretEvent,
        storage=Foundation.storage,
        reader=Foundation.event_reader,
        record_comment=providers.Singleton(RecordComment, record=record, rules=Foundation.rules),
        record_post=providers.Singleton(RecordPost, record=record, rules=Foundation.rules),
        record_dialog_message=record_dialog_message,
        record_own=providers.Singleton(
            RecordOwn, record=record, take_over=take_over, rules=Foundation.rules, log=Foundation.log
        ),
        record_change=providers.Singleton(
            RecordChange,
            record=record,
            note_deadline=note_deadline,
            withdraw=withdraw_deadline,
            clock=Foundation.clock,
            rules=Foundation.rules,
        ),
        at_once=Beginning.answer_at_once,
        randomness=Foundation.randomness,
        log=Foundation.log,
        tracing=Foundation.tracing,
    )
    drain_events = providers.Singleton(
        DrainEvents,
        storage=Foundation.storage,
        inbox=Foundation.inbox,
        reader=Foundation.event_reader,
        interpret=interpret_event,
        lease=Foundation.lease,
    )
    poll_position = providers.Singleton(
        PollPosition, storage=Foundation.storage, owner=Foundation.resources.provided.owner, lease=Foundation.lease
    )
    take_polled_events = providers.Singleton(
        TakePolledEvents,
        inbox=Foundation.inbox,
        position=poll_position,
        clock=Foundation.clock,
        ids=Foundation.ids,
        wakeup=Foundation.wakeup,
        metrics=Foundation.metrics,
        log=Foundation.log,
        group_id=Foundation.rules.provided.group_id,
    )
    sweep_dialogs = providers.Singleton(
        SweepDialogs,
        storage=Foundation.storage,
        dialogs=Foundation.dialogs,
        record=record_dialog_message,
        clock=Foundation.clock,
        wakeup=Foundation.wakeup,
        log=Foundation.log,
        owner=Foundation.resources.provided.owner,
    )
