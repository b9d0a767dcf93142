"""The repositories of one transaction."""

from collections.abc import Coroutine
from typing import Any

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


class SqlUnitOfWork:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.events: EventRepository = SqlEventRepository(connection)
        self.people: PersonRepository = SqlPersonRepository(connection)
        # A conversation that is locked has the same last number until the end of the transaction, or ours.
        last_seqs: dict[ConversationId, int] = {}
        self.conversations: ConversationRepository = SqlConversationRepository(connection, last_seqs)
        self.inbox: InboxRepository = SqlInboxRepository(connection)
        self.messages: MessageRepository = SqlMessageRepository(connection, last_seqs)
        self.turns: TurnRepository = SqlTurnRepository(connection)
        self.deliveries: DeliveryRepository = SqlDeliveryRepository(connection)
        self.notifications: NotificationRepository = SqlNotificationRepository(connection)
        self.deadlines: DeadlineRepository = SqlDeadlineRepository(connection)
        self.doubts: DoubtRepository = SqlDoubtRepository(connection)
        self.reminders: ReminderRepository = SqlReminderRepository(connection)
        self.sessions: SessionRepository = SqlSessionRepository(connection)
        self.knowledge: KnowledgeRepository = SqlKnowledgeRepository(connection)
        self.halts: HaltRepository = SqlHaltRepository(connection)
        self.controls: ControlsRepository = SqlControlsRepository(connection)
        self.positions: PositionRepository = SqlPositionRepository(connection)
        self.prompts: PromptRepository = SqlPromptRepository(connection)
        self.ratings: RatingRepository = SqlRatingRepository(connection)
        self.alerts: AlertRepository = SqlAlertRepository(connection)
        self.signs: SignRepository = SqlSignRepository(connection)
        self.acts: ActRepository = SqlActRepository(connection)
        self.links: LinkRepository = SqlLinkRepository(connection)
        self.accounts: AccountRepository = SqlAccountRepository(connection)

    async def together(self, *works: Coroutine[Any, Any, Any]) -> Any:
        return tuple(await together(self._connection, works))
