"""From an answer owed to one that is settled and announced; the money."""

from datetime import timedelta

from dependency_injector import providers

from application.answering.set_daily_limit import SetDailyLimit
from application.answering.show_answering import ShowAnswering
from application.answering.start_answering import StartAnswering
from application.answering.stop_answering import StopAnswering
from application.balance.credit_starting_balance import CreditStartingBalance
from application.balance.show_balance import ShowBalance
from application.balance.top_up import TopUp
from application.conversations.hand_back import HandBack
from application.deadlines.ask_second_reader import AskSecondReader
from application.deadlines.calendar_deadlines import CalendarDeadlines
from application.deadlines.list_deadlines import ListDeadlines
from application.deliver_notifications import DeliverNotifications
from application.inbox.name_people import NamePeople
from application.knowledge.index_knowledge import IndexKnowledge
from application.reminders.remind_of_deadlines import RemindOfDeadlines
from application.reminders.remind_person import RemindPerson
from application.turns.claim_turns import ClaimTurns
from application.turns.clean_answer import CleanAnswer
from application.turns.delivery_failure import DeliveryFailure
from application.turns.find_stops import FindStops
from application.turns.hold_back import HoldBack
from application.turns.list_turns import ListTurns
from application.turns.prepare_deliveries import PrepareDeliveries
from application.turns.retry_turn import RetryTurn
from application.turns.run_turn import RunTurn
from application.turns.send_answer import SendAnswer
from application.turns.settle_turn import SettleTurn
from application.turns.stop_turn import StopTurn
from application.turns.write_answer import WriteAnswer
from configuration.graph.beginning import Beginning
from configuration.graph.foundation import Foundation
from configuration.graph.receiving import Receiving
from configuration.settings import Settings


def _call_lease(settings: Settings) -> timedelta:
    """Longer than a call of the model can be: it is not renewed."""
    return timedelta(seconds=settings.llm_total_timeout + settings.lease_seconds)


class Answering(Receiving):
    """From an answer owed to one that is settled and announced; the money."""

    claim_turns = providers.Singleton(
        ClaimTurns, storage=Foundation.storage, owner=Foundation.resources.provided.owner, lease=Foundation.lease
    )
    write_answer = providers.Singleton(
        WriteAnswer,
        storage=Foundation.storage,
        fund=Beginning.fund_turn,
        clean=providers.Singleton(CleanAnswer, rules=Foundation.rules, log=Foundation.log),
        look_around=Beginning.look_around,
        begin=Beginning.begin_answer,
        writer=Foundation.writer,
        fallback=Foundation.fallback,
        give_up=Beginning.give_up,
        feed=Foundation.feed,
        bells=Receiving.bells,
        clock=Foundation.clock,
        randomness=Foundation.randomness,
        metrics=Foundation.metrics,
        log=Foundation.log,
    )
    delivery_failure = providers.Singleton(
        DeliveryFailure,
        storage=Foundation.storage,
        give_up=Beginning.give_up,
        randomness=Foundation.randomness,
        metrics=Foundation.metrics,
        log=Foundation.log,
        confirm_seconds=Foundation.settings.provided.confirm_seconds,
    )
    settle_turn = providers.Singleton(
        SettleTurn,
        storage=Foundation.storage,
        clock=Foundation.clock,
        ids=Foundation.ids,
        wakeup=Foundation.wakeup,
        transcript=Foundation.transcript,
        log=Foundation.log,
    )
    send_answer = providers.Singleton(
        SendAnswer,
        storage=Foundation.storage,
        community=Foundation.community,
        prepare=providers.Singleton(PrepareDeliveries, ids=Foundation.ids),
        failure=delivery_failure,
        settle=settle_turn,
        give_up=Beginning.give_up,
        confirm_seconds=Foundation.settings.provided.confirm_seconds,
    )
    stop_turn = providers.Singleton(
        StopTurn,
        storage=Foundation.storage,
        give_up=Beginning.give_up,
        clock=Foundation.clock,
        ids=Foundation.ids,
        wakeup=Foundation.wakeup,
        log=Foundation.log,
    )
    find_stops = providers.Singleton(FindStops, storage=Foundation.storage, bells=Receiving.bells)
    index_knowledge = providers.Singleton(
        IndexKnowledge,
        storage=Foundation.storage,
        folder=Foundation.knowledge_folder,
        owner=Foundation.resources.provided.owner,
        log=Foundation.log,
    )
    hold_back = providers.Singleton(
        HoldBack,
        storage=Foundation.storage,
        give_up=Beginning.give_up,
        clock=Foundation.clock,
        ids=Foundation.ids,
        wakeup=Foundation.wakeup,
        log=Foundation.log,
    )
    run_turn = providers.Singleton(
        RunTurn,
        fund=Beginning.fund_turn,
        write=write_answer,
        hold_back=hold_back,
        send=send_answer,
        settle=settle_turn,
        stop=stop_turn,
        wait=Beginning.wait_for_morning,
        feed=Foundation.feed,
        wakeup=Foundation.wakeup,
        metrics=Foundation.metrics,
        log=Foundation.log,
        tracing=Foundation.tracing,
    )
    retry_turn = providers.Singleton(
        RetryTurn,
        storage=Foundation.storage,
        hold=Beginning.hold_price,
        wakeup=Foundation.wakeup,
        rules=Foundation.rules,
        note=Foundation.note_act,
    )
    hand_back = providers.Singleton(HandBack, storage=Foundation.storage, note=Foundation.note_act)
    list_turns = providers.Singleton(ListTurns, storage=Foundation.storage)
    calendar_deadlines = providers.Singleton(CalendarDeadlines, storage=Foundation.storage, clock=Foundation.clock)
    list_deadlines = providers.Singleton(ListDeadlines, storage=Foundation.storage)
    ask_second_reader = providers.Singleton(
        AskSecondReader,
        storage=Foundation.storage,
        writer=Foundation.writer,
        note_deadline=Receiving.note_deadline,
        clock=Foundation.clock,
        randomness=Foundation.randomness,
        metrics=Foundation.metrics,
        log=Foundation.log,
        rules=Foundation.rules,
        lease=providers.Singleton(_call_lease, Foundation.settings),
    )
    remind_of_deadlines = providers.Singleton(
        RemindOfDeadlines,
        storage=Foundation.storage,
        remind_person=providers.Singleton(
            RemindPerson,
            clock=Foundation.clock,
            ids=Foundation.ids,
            owe_text=Beginning.owe_text,
            rules=Foundation.rules,
            log=Foundation.log,
        ),
        clock=Foundation.clock,
        ids=Foundation.ids,
        feed=Foundation.feed,
        wakeup=Foundation.wakeup,
        log=Foundation.log,
        leads=Foundation.rules.provided.reminders,
    )
    deliver_notifications = providers.Singleton(
        DeliverNotifications,
        storage=Foundation.storage,
        notifier=Foundation.resources.provided.notifier,
        clock=Foundation.clock,
        randomness=Foundation.randomness,
        metrics=Foundation.metrics,
        log=Foundation.log,
        lease=Foundation.lease,
    )

    name_people = providers.Singleton(
        NamePeople,
        storage=Foundation.storage,
        profiles=Foundation.resources.provided.vk.people,
        clock=Foundation.clock,
        log=Foundation.log,
    )
    stop_answering = providers.Singleton(
        StopAnswering, storage=Foundation.storage, clock=Foundation.clock, log=Foundation.log, note=Foundation.note_act
    )
    start_answering = providers.Singleton(
        StartAnswering, storage=Foundation.storage, log=Foundation.log, note=Foundation.note_act
    )
    show_answering = providers.Singleton(ShowAnswering, storage=Foundation.storage, rules=Foundation.rules)
    set_daily_limit = providers.Singleton(
        SetDailyLimit, storage=Foundation.storage, clock=Foundation.clock, log=Foundation.log, note=Foundation.note_act
    )
    credit_starting_balance = providers.Singleton(
        CreditStartingBalance, storage=Foundation.storage, clock=Foundation.clock
    )
    top_up = providers.Singleton(TopUp, storage=Foundation.storage, clock=Foundation.clock, ids=Foundation.ids)
    show_balance = providers.Singleton(
        ShowBalance, storage=Foundation.storage, clock=Foundation.clock, rules=Foundation.rules
    )
