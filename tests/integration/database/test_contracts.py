from tests.contracts.account_kinds import AccountKindsContract
from tests.contracts.account_reading import AccountReadingContract
from tests.contracts.account_repository import AccountRepositoryContract
from tests.contracts.act_repository import ActRepositoryContract
from tests.contracts.alert_repository import AlertRepositoryContract
from tests.contracts.controls_repository import ControlsRepositoryContract
from tests.contracts.conversation_repository import ConversationRepositoryContract
from tests.contracts.deadline_repository import DeadlineRepositoryContract
from tests.contracts.delivery_repository import DeliveryRepositoryContract
from tests.contracts.doubt_repository import DoubtRepositoryContract
from tests.contracts.event_inbox import EventInboxContract
from tests.contracts.event_repository import EventRepositoryContract
from tests.contracts.halt_repository import HaltRepositoryContract
from tests.contracts.inbox_repository import InboxRepositoryContract
from tests.contracts.knowledge_repository import KnowledgeRepositoryContract
from tests.contracts.link_repository import LinkRepositoryContract
from tests.contracts.message_repository import MessageRepositoryContract
from tests.contracts.notification_repository import NotificationRepositoryContract
from tests.contracts.person_repository import PersonRepositoryContract
from tests.contracts.position_repository import PositionRepositoryContract
from tests.contracts.prompt_repository import PromptRepositoryContract
from tests.contracts.rating_repository import RatingRepositoryContract
from tests.contracts.reminder_repository import ReminderRepositoryContract
from tests.contracts.session_repository import SessionRepositoryContract
from tests.contracts.sign_repository import SignRepositoryContract
from tests.contracts.storage import StorageContract
from tests.contracts.turn_parking import TurnParkingContract
from tests.contracts.turn_repository import TurnRepositoryContract


class TestSqlAccountKinds(AccountKindsContract):
    pass


class TestSqlAccountReading(AccountReadingContract):
    pass


class TestSqlAccountRepository(AccountRepositoryContract):
    pass


class TestSqlActRepository(ActRepositoryContract):
    pass


class TestSqlAlertRepository(AlertRepositoryContract):
    pass


class TestSqlControlsRepository(ControlsRepositoryContract):
    pass


class TestSqlConversationRepository(ConversationRepositoryContract):
    pass


class TestSqlDeadlineRepository(DeadlineRepositoryContract):
    pass


class TestSqlDeliveryRepository(DeliveryRepositoryContract):
    pass


class TestSqlDoubtRepository(DoubtRepositoryContract):
    pass


class TestSqlEventRepository(EventRepositoryContract):
    pass


class TestGroupCommitInbox(EventInboxContract):
    pass


class TestSqlHaltRepository(HaltRepositoryContract):
    pass


class TestSqlInboxRepository(InboxRepositoryContract):
    pass


class TestSqlLinkRepository(LinkRepositoryContract):
    pass


class TestSqlMessageRepository(MessageRepositoryContract):
    pass


class TestSqlKnowledgeRepository(KnowledgeRepositoryContract):
    pass


class TestSqlNotificationRepository(NotificationRepositoryContract):
    pass


class TestSqlPersonRepository(PersonRepositoryContract):
    pass


class TestSqlPositionRepository(PositionRepositoryContract):
    pass


class TestSqlPromptRepository(PromptRepositoryContract):
    pass


class TestSqlRatingRepository(RatingRepositoryContract):
    pass


class TestSqlReminderRepository(ReminderRepositoryContract):
    pass


class TestSqlSessionRepository(SessionRepositoryContract):
    pass


class TestSqlSignRepository(SignRepositoryContract):
    pass


class TestSqlStorage(StorageContract):
    pass


class TestSqlTurnRepository(TurnRepositoryContract):
    pass


class TestSqlTurnParking(TurnParkingContract):
    pass
