"""The repositories over one set of tables."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

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
from tests.fakes.account_repository import FakeAccountRepository
from tests.fakes.act_repository import FakeActRepository
from tests.fakes.alert_repository import FakeAlertRepository
from tests.fakes.controls_repository import FakeControlsRepository
from tests.fakes.conversation_repository import FakeConversationRepository
from tests.fakes.deadline_repository import FakeDeadlineRepository
from tests.fakes.delivery_repository import FakeDeliveryRepository
from tests.fakes.doubt_repository import FakeDoubtRepository
from tests.fakes.event_repository import FakeEventRepository
from tests.fakes.halt_repository import FakeHaltRepository
from tests.fakes.inbox_repository import FakeInboxRepository
from tests.fakes.knowledge_repository import FakeKnowledgeRepository
from tests.fakes.link_repository import FakeLinkRepository
from tests.fakes.message_repository import FakeMessageRepository
from tests.fakes.notification_repository import FakeNotificationRepository
from tests.fakes.person_repository import FakePersonRepository
from tests.fakes.position_repository import FakePositionRepository
from tests.fakes.prompt_repository import FakePromptRepository
from tests.fakes.rating_repository import FakeRatingRepository
from tests.fakes.reminder_repository import FakeReminderRepository
from tests.fakes.session_repository import FakeSessionRepository
from tests.fakes.sign_repository import FakeSignRepository
from tests.fakes.tables import Tables
from tests.fakes.turn_repository import FakeTurnRepository


class FakeUnitOfWork:
    def __init__(self, tables: Tables, *, now: Callable[[], datetime]) -> None:
        self.events: EventRepository = FakeEventRepository(tables, now=now)
        self.people: PersonRepository = FakePersonRepository(tables)
        self.conversations: ConversationRepository = FakeConversationRepository(tables, now=now)
        self.inbox: InboxRepository = FakeInboxRepository(tables, now=now)
        self.messages: MessageRepository = FakeMessageRepository(tables)
        self.turns: TurnRepository = FakeTurnRepository(tables, now=now)
        self.deliveries: DeliveryRepository = FakeDeliveryRepository(tables, now=now)
        self.notifications: NotificationRepository = FakeNotificationRepository(tables, now=now)
        self.deadlines: DeadlineRepository = FakeDeadlineRepository(tables)
        self.doubts: DoubtRepository = FakeDoubtRepository(tables, now=now)
        self.reminders: ReminderRepository = FakeReminderRepository(tables, now=now)
        self.sessions: SessionRepository = FakeSessionRepository(tables)
        self.knowledge: KnowledgeRepository = FakeKnowledgeRepository(tables)
        self.halts: HaltRepository = FakeHaltRepository(tables, now=now)
        self.controls: ControlsRepository = FakeControlsRepository(tables)
        self.positions: PositionRepository = FakePositionRepository(tables, now=now)
        self.prompts: PromptRepository = FakePromptRepository(tables)
        self.ratings: RatingRepository = FakeRatingRepository(tables)
        self.alerts: AlertRepository = FakeAlertRepository(tables, now=now)
        self.signs: SignRepository = FakeSignRepository(tables, now=now)
        self.acts: ActRepository = FakeActRepository(tables)
        self.links: LinkRepository = FakeLinkRepository(tables)
        self.accounts: AccountRepository = FakeAccountRepository(tables)

    async def together(self, *works: Coroutine[Any, Any, Any]) -> Any:
        try:
            return tuple([await work for work in works])
        finally:
            for work in works:
                work.close()
