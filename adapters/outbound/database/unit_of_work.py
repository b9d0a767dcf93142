"""The repositories of one transaction."""

from collections.abc import Callable, Coroutine
from functools import cached_property
from typing import Any, Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.account_repository import SqlAccountRepository
from adapters.outbound.database.act_repository import SqlActRepository
from adapters.outbound.database.alert_repository import SqlAlertRepository
from adapters.outbound.database.controls_repository import SqlControlsRepository
from adapters.outbound.database.conversation_repository import SqlConversationRepository
from adapters.outbound.database.deadline_repository import SqlDeadlineRepository
from adapters.outbound.database.delivery_repository import SqlDeliveryRepository
from adapters.outbound.database.doubt_repository import SqlDoubtRepository
from adapters.outbound.database.event_repository import SqlEventRepository
from adapters.outbound.database.halt_repository import SqlHaltRepository
from adapters.outbound.database.inbox_repository import SqlInboxRepository
from adapters.outbound.database.knowledge_repository import SqlKnowledgeRepository
from adapters.outbound.database.link_repository import SqlLinkRepository
from adapters.outbound.database.message_repository import SqlMessageRepository
from adapters.outbound.database.notification_repository import SqlNotificationRepository
from adapters.outbound.database.person_repository import SqlPersonRepository
from adapters.outbound.database.position_repository import SqlPositionRepository
from adapters.outbound.database.prompt_repository import SqlPromptRepository
from adapters.outbound.database.rating_repository import SqlRatingRepository
from adapters.outbound.database.reminder_repository import SqlReminderRepository
from adapters.outbound.database.session_repository import SqlSessionRepository
from adapters.outbound.database.sign_repository import SqlSignRepository
from adapters.outbound.database.together import together
from adapters.outbound.database.turn_repository import SqlTurnRepository
from domain.identifiers import ConversationId
from ports.account_repository import AccountRepository
from ports.act_repository import ActRepository
from ports.alert_repository import AlertRepository
from ports.controls_repository import ControlsRepository
from ports.conversation_repository import ConversationRepository
from ports.deadline_repository import DeadlineRepository
from ports.delivery_repository import DeliveryRepository
from ports.doubt_repository import DoubtRepository
from ports.event_repository import EventRepository
from ports.halt_repository import HaltRepository
from ports.inbox_repository import InboxRepository
from ports.knowledge_repository import KnowledgeRepository
from ports.link_repository import LinkRepository
from ports.message_repository import MessageRepository
from ports.notification_repository import NotificationRepository
from ports.person_repository import PersonRepository
from ports.position_repository import PositionRepository
from ports.prompt_repository import PromptRepository
from ports.rating_repository import RatingRepository
from ports.reminder_repository import ReminderRepository
from ports.session_repository import SessionRepository
from ports.sign_repository import SignRepository
from ports.turn_repository import TurnRepository

R = TypeVar("R")


class _Of(Generic[R]):
    """A repository that is made when it is first asked for: a transaction needs few of them."""

    def __init__(self, make: Callable[[AsyncConnection], R]) -> None:
        self._make = make

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, uow: "SqlUnitOfWork", owner: type) -> R:
        made = self._make(uow.connection)
        # Found there from now on, and not asked for here again.
        uow.__dict__[self._name] = made
        return made


class SqlUnitOfWork:
    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        # A conversation that is locked has the same last number until the end of the transaction, or ours.
        self._last_seqs: dict[ConversationId, int] = {}

    events = _Of[EventRepository](SqlEventRepository)
    people = _Of[PersonRepository](SqlPersonRepository)
    inbox = _Of[InboxRepository](SqlInboxRepository)
    turns = _Of[TurnRepository](SqlTurnRepository)
    deliveries = _Of[DeliveryRepository](SqlDeliveryRepository)
    notifications = _Of[NotificationRepository](SqlNotificationRepository)
    deadlines = _Of[DeadlineRepository](SqlDeadlineRepository)
    doubts = _Of[DoubtRepository](SqlDoubtRepository)
    reminders = _Of[ReminderRepository](SqlReminderRepository)
    sessions = _Of[SessionRepository](SqlSessionRepository)
    knowledge = _Of[KnowledgeRepository](SqlKnowledgeRepository)
    halts = _Of[HaltRepository](SqlHaltRepository)
    controls = _Of[ControlsRepository](SqlControlsRepository)
    positions = _Of[PositionRepository](SqlPositionRepository)
    prompts = _Of[PromptRepository](SqlPromptRepository)
    ratings = _Of[RatingRepository](SqlRatingRepository)
    alerts = _Of[AlertRepository](SqlAlertRepository)
    signs = _Of[SignRepository](SqlSignRepository)
    acts = _Of[ActRepository](SqlActRepository)
    links = _Of[LinkRepository](SqlLinkRepository)
    accounts = _Of[AccountRepository](SqlAccountRepository)

    @cached_property
    def conversations(self) -> ConversationRepository:
        return SqlConversationRepository(self.connection, self._last_seqs)

    @cached_property
    def messages(self) -> MessageRepository:
        return SqlMessageRepository(self.connection, self._last_seqs)

    async def together(self, *works: Coroutine[Any, Any, Any]) -> Any:
        return tuple(await together(self.connection, works))
