"""The ports and their adapters, and what everything else is built from."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from dependency_injector import containers, providers

from adapters.outbound.clock import SystemClock
from adapters.outbound.correlation import TaskCorrelation
from adapters.outbound.database.storage import SqlStorage
from adapters.outbound.ids import TimeOrderedIds
from adapters.outbound.knowledge_folder import FileKnowledgeFolder
from adapters.outbound.log import StructlogLog
from adapters.outbound.metrics import PrometheusMetrics
from adapters.outbound.prompt_library import FilePromptLibrary
from adapters.outbound.randomness import SystemRandomness
from adapters.outbound.vk_event_reader import VkEventReader
from adapters.outbound.wakeup import LocalWakeup
from adapters.outbound.watched_answer_writer import WatchedAnswerWriter
from application.audit.note_act import NoteAct
from application.rules import Rules
from configuration.resources import Resources
from configuration.secret_values import secret_values
from configuration.settings import Settings
from configuration.tracing import traced_community, traced_writer
from domain.allow_list import AllowList
from ports.answer_writer import AnswerWriter
from ports.clock import Clock
from ports.community import Community
from ports.correlation import Correlation
from ports.dialogs import Dialogs
from ports.event_inbox import EventInbox
from ports.event_reader import EventReader
from ports.event_source import EventSource
from ports.ids import Ids
from ports.knowledge_folder import KnowledgeFolder
from ports.live_feed import LiveFeed
from ports.log import Log
from ports.password_hasher import PasswordHasher
from ports.prompt_library import PromptLibrary
from ports.randomness import Randomness
from ports.storage import Storage
from ports.throttle import Throttle
from ports.tracing import Tracing
from ports.transcript import Transcript
from ports.wakeup import Wakeup


def rules_of(settings: Settings) -> Rules:
    return Rules(
        group_id=settings.vk_group_id or 0,
        price=settings.answer_price,
        timezone=settings.zone,
        daily_spend_limit=settings.daily_spend_limit,
        person_daily_answers=settings.person_daily_answers,
        payer=settings.payer,
        gift=settings.gift,
        person_daily_spend_limit=settings.person_daily_spend_limit,
        top_up_url=settings.top_up_url,
        comment_policy=settings.vk_comment_policy,
        post_policy=settings.vk_post_policy or settings.vk_comment_policy,
        message_policy=settings.vk_message_policy,
        allowed=AllowList(links=settings.allowed_links, prices=settings.allowed_prices),
        tells_knowledge=settings.knowledge_dir is not None,
        quiet_hours=settings.quiet_hours,
        answer_own_posts=settings.vk_answer_own_posts,
        gather_seconds=settings.turn_gather_seconds,
        reminders=settings.deadline_reminders,
        second_reader=settings.deadline_model,
        takeover=timedelta(minutes=settings.takeover_minutes),
        retention=settings.retention,
    )


def _writer(resources: Resources, name: str | None) -> AnswerWriter | None:
    return traced_writer(resources.model.writer(name), name, resources.tracing)


def _watched_writer(resources: Resources, name: str | None, clock: Clock) -> AnswerWriter | None:
    writer = _writer(resources, name)
    return None if writer is None else WatchedAnswerWriter(writer, clock=clock)


def _prompts(directory: Path, secrets: Mapping[str, str], log: Log) -> FilePromptLibrary:
    return FilePromptLibrary(
        directory, secrets=secrets, on_problem=lambda problem: log.warning("prompt_not_taken", problem=problem)
    )


def _knowledge_folder(directory: Path, log: Log) -> FileKnowledgeFolder:
    return FileKnowledgeFolder(
        directory, on_problem=lambda problem: log.warning("knowledge_not_taken", problem=problem)
    )


def _lease(settings: Settings) -> timedelta:
    return timedelta(seconds=settings.lease_seconds)


class Foundation(containers.DeclarativeContainer):
    """The ports and their adapters, and what everything else is built from."""

    settings: providers.Dependency[Settings] = providers.Dependency(instance_of=Settings)
    resources: providers.Dependency[Resources] = providers.Dependency(instance_of=Resources)

    rules: providers.Provider[Rules] = providers.Singleton(rules_of, settings)
    lease: providers.Provider[timedelta] = providers.Singleton(_lease, settings)
    clock: providers.Provider[Clock] = providers.Singleton(SystemClock)
    ids: providers.Provider[Ids] = providers.Singleton(TimeOrderedIds)
    randomness: providers.Provider[Randomness] = providers.Singleton(SystemRandomness)
    log: providers.Provider[Log] = providers.Singleton(StructlogLog, name="otklik")
    correlation: providers.Provider[Correlation] = providers.Singleton(TaskCorrelation)
    note_act = providers.Singleton(NoteAct, clock=clock, correlation=correlation)
    metrics: providers.Provider[PrometheusMetrics] = providers.Singleton(PrometheusMetrics)
    wakeup: providers.Provider[Wakeup] = providers.Singleton(LocalWakeup)
    storage: providers.Provider[Storage] = providers.Singleton(SqlStorage, resources.provided.database)
    inbox: providers.Provider[EventInbox] = resources.provided.inbox
    tracing: providers.Provider[Tracing] = resources.provided.tracing
    community: providers.Provider[Community] = providers.Singleton(
        traced_community, resources.provided.vk.community, tracing
    )
    dialogs: providers.Provider[Dialogs] = resources.provided.vk.dialogs
    event_source: providers.Provider[EventSource] = resources.provided.vk.event_source
    feed: providers.Provider[LiveFeed] = resources.provided.feed
    throttle: providers.Provider[Throttle] = resources.provided.throttle
    hasher: providers.Provider[PasswordHasher] = resources.provided.hasher
    transcript: providers.Provider[Transcript] = resources.provided.transcript
    event_reader: providers.Provider[EventReader] = providers.Singleton(VkEventReader, rules.provided.group_id)
    secrets: providers.Provider[Mapping[str, str]] = providers.Singleton(secret_values, settings)
    prompts: providers.Provider[PromptLibrary] = providers.Singleton(_prompts, settings.provided.prompts, secrets, log)
    knowledge_folder: providers.Provider[KnowledgeFolder] = providers.Singleton(
        _knowledge_folder, settings.provided.knowledge_dir, log
    )
    writer: providers.Provider[AnswerWriter | None] = providers.Singleton(
        _watched_writer, resources, settings.provided.openai_model, clock
    )
    fallback: providers.Provider[AnswerWriter | None] = providers.Singleton(
        _writer, resources, settings.provided.openai_fallback_model
    )
