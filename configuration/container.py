"""Ports on the left, adapters on the right: the graph of objects, synchronous, built from opened resources."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from dependency_injector import containers, providers

from adapters.outbound.clock import SystemClock
from adapters.outbound.database.migrate import check_schema, upgrade
from adapters.outbound.database.storage import SqlStorage
from adapters.outbound.ids import TimeOrderedIds
from adapters.outbound.log import StructlogLog
from adapters.outbound.metrics import PrometheusMetrics
from adapters.outbound.openai_answer_writer import OpenAiAnswerWriter
from adapters.outbound.prompt_library import FilePromptLibrary
from adapters.outbound.randomness import SystemRandomness
from adapters.outbound.vk_event_reader import VkEventReader
from adapters.outbound.wakeup import LocalWakeup
from application.accounts.log_in import LogIn
from application.accounts.log_out import LogOut
from application.accounts.register import Register
from application.accounts.sign_in import SignIn
from application.balance.credit_starting_balance import CreditStartingBalance
from application.balance.show_balance import ShowBalance
from application.balance.top_up import TopUp
from application.chat.catch_up import CatchUp
from application.chat.list_chats import ListChats
from application.chat.new_chat import NewChat
from application.chat.open_chat import OpenChat
from application.chat.open_session import OpenSession
from application.chat.post_message import PostMessage
from application.chat.rate_answer import RateAnswer
from application.chat.read_history import ReadHistory
from application.chat.retry_answer import RetryAnswer
from application.chat.stop_answer import StopAnswer
from application.commands.answer_command import AnswerCommand
from application.commands.call_operator import CallOperator
from application.commands.change_session import ChangeSession
from application.commands.run_command import RunCommand
from application.commands.tell_deadlines import TellDeadlines
from application.deliver_notifications import DeliverNotifications
from application.events.drain_events import DrainEvents
from application.events.interpret_event import InterpretEvent
from application.events.poll_position import PollPosition
from application.events.receive_event import ReceiveEvent
from application.events.record_command import RecordCommand
from application.events.record_comment import RecordComment
from application.events.record_dialog_message import RecordDialogMessage
from application.events.record_from_vk import RecordFromVk
from application.events.record_own import RecordOwn
from application.events.record_post import RecordPost
from application.events.sweep_dialogs import SweepDialogs
from application.events.take_polled_events import TakePolledEvents
from application.list_deadlines import ListDeadlines
from application.note_deadline import NoteDeadline
from application.rules import Rules
from application.turns.claim_turns import ClaimTurns
from application.turns.delivery_failure import DeliveryFailure
from application.turns.find_stops import FindStops
from application.turns.fund_turn import FundTurn
from application.turns.gather_context import GatherContext
from application.turns.give_up_turn import GiveUpTurn
from application.turns.list_turns import ListTurns
from application.turns.open_turn import OpenTurn
from application.turns.owe_text import OweText
from application.turns.prepare_deliveries import PrepareDeliveries
from application.turns.retry_turn import RetryTurn
from application.turns.run_turn import RunTurn
from application.turns.send_answer import SendAnswer
from application.turns.settle_turn import SettleTurn
from application.turns.stop_bells import StopBells
from application.turns.stop_turn import StopTurn
from application.turns.write_answer import WriteAnswer
from configuration.resources import Resources, open_resources
from configuration.settings import Settings
from ports.answer_writer import AnswerWriter
from ports.clock import Clock
from ports.community import Community
from ports.dialogs import Dialogs
from ports.event_inbox import EventInbox
from ports.event_reader import EventReader
from ports.event_source import EventSource
from ports.ids import Ids
from ports.live_feed import LiveFeed
from ports.log import Log
from ports.password_hasher import PasswordHasher
from ports.prompt_library import PromptLibrary
from ports.randomness import Randomness
from ports.storage import Storage
from ports.transcript import Transcript
from ports.wakeup import Wakeup


def rules_of(settings: Settings) -> Rules:
    return Rules(
        group_id=settings.vk_group_id or 0,
        price=settings.answer_price,
        timezone=settings.zone,
        daily_spend_limit=settings.daily_spend_limit,
        person_daily_answers=settings.person_daily_answers,
        comment_policy=settings.vk_comment_policy,
        answer_own_posts=settings.vk_answer_own_posts,
        gather_seconds=settings.turn_gather_seconds,
    )


def _writer(settings: Settings, resources: Resources, model: str | None) -> OpenAiAnswerWriter | None:
    if model is None:
        return None
    return OpenAiAnswerWriter(
        resources.openai_client,
        model=model,
        first_token_timeout=settings.llm_first_token_timeout,
        total_timeout=settings.llm_total_timeout,
        max_output_tokens=settings.llm_max_output_tokens,
    )


def _prompts(directory: Path, log: Log) -> FilePromptLibrary:
    return FilePromptLibrary(directory, on_problem=lambda problem: log.warning("prompt_not_taken", problem=problem))


def _lease(settings: Settings) -> timedelta:
    return timedelta(seconds=settings.lease_seconds)


class Container(containers.DeclarativeContainer):
    """
    Never async: what has to be opened is in ``resources`` already.

    An annotation ``Provider[Port]`` makes mypy check that the adapter keeps the port's contract.
    """

    settings: providers.Dependency[Settings] = providers.Dependency(instance_of=Settings)
    resources: providers.Dependency[Resources] = providers.Dependency(instance_of=Resources)

    rules: providers.Provider[Rules] = providers.Singleton(rules_of, settings)
    lease: providers.Provider[timedelta] = providers.Singleton(_lease, settings)
    clock: providers.Provider[Clock] = providers.Singleton(SystemClock)
    ids: providers.Provider[Ids] = providers.Singleton(TimeOrderedIds)
    randomness: providers.Provider[Randomness] = providers.Singleton(SystemRandomness)
    log: providers.Provider[Log] = providers.Singleton(StructlogLog, name="otklik")
    metrics: providers.Provider[PrometheusMetrics] = providers.Singleton(PrometheusMetrics)
    wakeup: providers.Provider[Wakeup] = providers.Singleton(LocalWakeup)
    storage: providers.Provider[Storage] = providers.Singleton(SqlStorage, resources.provided.database)
    inbox: providers.Provider[EventInbox] = resources.provided.inbox
    community: providers.Provider[Community] = resources.provided.vk.community
    dialogs: providers.Provider[Dialogs] = resources.provided.vk.dialogs
    event_source: providers.Provider[EventSource] = resources.provided.vk.event_source
    feed: providers.Provider[LiveFeed] = resources.provided.feed
    hasher: providers.Provider[PasswordHasher] = resources.provided.hasher
    transcript: providers.Provider[Transcript] = resources.provided.transcript
    event_reader: providers.Provider[EventReader] = providers.Singleton(VkEventReader, rules.provided.group_id)
    prompts: providers.Provider[PromptLibrary] = providers.Singleton(_prompts, settings.provided.prompts, log)
    writer: providers.Provider[AnswerWriter | None] = providers.Singleton(
        _writer, settings, resources, settings.provided.openai_model
    )
    fallback: providers.Provider[AnswerWriter | None] = providers.Singleton(
        _writer, settings, resources, settings.provided.openai_fallback_model
    )

    open_turn = providers.Singleton(OpenTurn, ids=ids, clock=clock, rules=rules)
    note_deadline = providers.Singleton(NoteDeadline, ids=ids, clock=clock, timezone=rules.provided.timezone)
    give_up = providers.Singleton(GiveUpTurn, clock=clock, rules=rules)
    bells = providers.Singleton(StopBells)

    receive_event = providers.Singleton(
        ReceiveEvent,
        inbox=inbox,
        community=community,
        clock=clock,
        ids=ids,
        wakeup=wakeup,
        group_id=rules.provided.group_id,
        secret=settings.provided.vk_secret,
        confirmation_code=settings.provided.vk_confirmation_code,
    )
    record = providers.Singleton(RecordFromVk, ids=ids, clock=clock, open_turn=open_turn, note_deadline=note_deadline)
    answer_command = providers.Singleton(
        AnswerCommand,
        clock=clock,
        rules=rules,
        deadlines=providers.Singleton(TellDeadlines, clock=clock, rules=rules),
        operator=providers.Singleton(CallOperator, clock=clock, ids=ids),
    )
    record_command = providers.Singleton(
        RecordCommand,
        record=record,
        answer=answer_command,
        owe_text=providers.Singleton(OweText, ids=ids, clock=clock),
    )
    record_dialog_message = providers.Singleton(RecordDialogMessage, record=record, record_command=record_command)
    interpret_event = providers.Singleton(
        InterpretEvent,
        storage=storage,
        reader=event_reader,
        record_comment=providers.Singleton(RecordComment, record=record, rules=rules),
        record_post=providers.Singleton(RecordPost, record=record, rules=rules),
        record_dialog_message=record_dialog_message,
        record_own=providers.Singleton(RecordOwn, record=record, rules=rules, log=log),
        randomness=randomness,
        wakeup=wakeup,
        log=log,
    )
    drain_events = providers.Singleton(DrainEvents, storage=storage, interpret=interpret_event, lease=lease)
    poll_position = providers.Singleton(PollPosition, storage=storage, owner=resources.provided.owner, lease=lease)
    take_polled_events = providers.Singleton(
        TakePolledEvents,
        inbox=inbox,
        position=poll_position,
        clock=clock,
        ids=ids,
        wakeup=wakeup,
        metrics=metrics,
        log=log,
        group_id=rules.provided.group_id,
    )
    sweep_dialogs = providers.Singleton(
        SweepDialogs,
        storage=storage,
        dialogs=dialogs,
        record=record_dialog_message,
        clock=clock,
        wakeup=wakeup,
        log=log,
        owner=resources.provided.owner,
    )

    claim_turns = providers.Singleton(ClaimTurns, storage=storage, owner=resources.provided.owner, lease=lease)
    fund_turn = providers.Singleton(
        FundTurn, storage=storage, clock=clock, ids=ids, wakeup=wakeup, rules=rules, log=log
    )
    write_answer = providers.Singleton(
        WriteAnswer,
        storage=storage,
        gather_context=providers.Singleton(GatherContext, prompts=prompts),
        writer=writer,
        fallback=fallback,
        give_up=give_up,
        feed=feed,
        bells=bells,
        clock=clock,
        randomness=randomness,
        metrics=metrics,
        log=log,
    )
    delivery_failure = providers.Singleton(
        DeliveryFailure,
        storage=storage,
        give_up=give_up,
        clock=clock,
        ids=ids,
        randomness=randomness,
        wakeup=wakeup,
        metrics=metrics,
        log=log,
        confirm_seconds=settings.provided.confirm_seconds,
    )
    send_answer = providers.Singleton(
        SendAnswer,
        storage=storage,
        community=community,
        prepare=providers.Singleton(PrepareDeliveries, ids=ids),
        failure=delivery_failure,
        confirm_seconds=settings.provided.confirm_seconds,
    )
    settle_turn = providers.Singleton(
        SettleTurn, storage=storage, clock=clock, ids=ids, wakeup=wakeup, transcript=transcript, log=log
    )
    stop_turn = providers.Singleton(
        StopTurn, storage=storage, give_up=give_up, clock=clock, ids=ids, wakeup=wakeup, log=log
    )
    find_stops = providers.Singleton(FindStops, storage=storage, bells=bells)
    run_turn = providers.Singleton(
        RunTurn,
        fund=fund_turn,
        write=write_answer,
        send=send_answer,
        settle=settle_turn,
        stop=stop_turn,
        feed=feed,
        wakeup=wakeup,
        metrics=metrics,
        log=log,
    )
    retry_turn = providers.Singleton(RetryTurn, storage=storage, clock=clock, wakeup=wakeup, rules=rules)
    list_turns = providers.Singleton(ListTurns, storage=storage)
    list_deadlines = providers.Singleton(ListDeadlines, storage=storage)
    deliver_notifications = providers.Singleton(
        DeliverNotifications,
        storage=storage,
        notifier=resources.provided.notifier,
        clock=clock,
        randomness=randomness,
        metrics=metrics,
        log=log,
        lease=lease,
    )

    credit_starting_balance = providers.Singleton(CreditStartingBalance, storage=storage, clock=clock)
    top_up = providers.Singleton(TopUp, storage=storage, clock=clock, ids=ids)
    show_balance = providers.Singleton(ShowBalance, storage=storage, clock=clock, rules=rules)

    new_chat = providers.Singleton(NewChat, ids=ids, clock=clock)
    sign_in = providers.Singleton(SignIn, feed=feed)
    open_session = providers.Singleton(
        OpenSession, storage=storage, clock=clock, ids=ids, randomness=randomness, new_chat=new_chat, rules=rules
    )
    catch_up = providers.Singleton(CatchUp, storage=storage, feed=feed)
    post_message = providers.Singleton(
        PostMessage,
        storage=storage,
        clock=clock,
        ids=ids,
        open_turn=open_turn,
        note_deadline=note_deadline,
        feed=feed,
        wakeup=wakeup,
    )
    read_history = providers.Singleton(ReadHistory, storage=storage)
    list_chats = providers.Singleton(ListChats, storage=storage)
    open_chat = providers.Singleton(OpenChat, storage=storage, clock=clock, new_chat=new_chat)
    retry_answer = providers.Singleton(RetryAnswer, storage=storage, retry_turn=retry_turn)
    register = providers.Singleton(Register, storage=storage, hasher=hasher, randomness=randomness, sign_in=sign_in)
    log_in = providers.Singleton(LogIn, storage=storage, hasher=hasher, randomness=randomness, sign_in=sign_in)
    log_out = providers.Singleton(LogOut, storage=storage, clock=clock, feed=feed)
    stop_answer = providers.Singleton(StopAnswer, storage=storage, bells=bells, wakeup=wakeup)
    rate_answer = providers.Singleton(RateAnswer, storage=storage, clock=clock)
    run_command = providers.Singleton(
        RunCommand,
        storage=storage,
        clock=clock,
        ids=ids,
        answer=answer_command,
        change_session=providers.Singleton(
            ChangeSession, register=register, log_in=log_in, log_out=log_out, open_chat=open_chat
        ),
        feed=feed,
        wakeup=wakeup,
    )


@asynccontextmanager
async def open_container(settings: Settings) -> AsyncIterator[Container]:
    """
    Open the resources and build the graph.

    The embedded database is brought up to date here; another one is only checked, since several nodes share it: raises
    SchemaOutdatedError when ``otklik migrate`` has to be run first.
    """
    if settings.is_embedded:
        await upgrade(settings.database_url)
    async with open_resources(settings) as resources:
        await check_schema(resources.database)
        container = Container(settings=settings, resources=resources)
        container.check_dependencies()
        yield container
