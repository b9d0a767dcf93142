"""Transactions."""

from collections.abc import Awaitable, Callable, Coroutine, Hashable
from enum import StrEnum, auto
from typing import Any, Protocol, TypeVar, overload

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

T = TypeVar("T")
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
Work = Coroutine[Any, Any, T]


class UnitOfWork(Protocol):
    """
    The repositories of one transaction; all of what is done through them is stored, or nothing.

    Rows are locked in one order, so that transactions cannot wait for each other in a circle: alert,
    event, conversation, turn, message, deadline, delivery, notification, controls, account last (the hot spot).
    """

    @property
    def events(self) -> EventRepository: ...
    @property
    def people(self) -> PersonRepository: ...
    @property
    def conversations(self) -> ConversationRepository: ...
    @property
    def inbox(self) -> InboxRepository: ...
    @property
    def messages(self) -> MessageRepository: ...
    @property
    def turns(self) -> TurnRepository: ...
    @property
    def deliveries(self) -> DeliveryRepository: ...
    @property
    def notifications(self) -> NotificationRepository: ...
    @property
    def deadlines(self) -> DeadlineRepository: ...
    @property
    def doubts(self) -> DoubtRepository: ...
    @property
    def reminders(self) -> ReminderRepository: ...
    @property
    def sessions(self) -> SessionRepository: ...
    @property
    def knowledge(self) -> KnowledgeRepository: ...
    @property
    def halts(self) -> HaltRepository: ...
    @property
    def controls(self) -> ControlsRepository: ...
    @property
    def positions(self) -> PositionRepository: ...
    @property
    def prompts(self) -> PromptRepository: ...
    @property
    def ratings(self) -> RatingRepository: ...
    @property
    def alerts(self) -> AlertRepository: ...
    @property
    def signs(self) -> SignRepository: ...
    @property
    def acts(self) -> ActRepository: ...
    @property
    def links(self) -> LinkRepository: ...
    @property
    def accounts(self) -> AccountRepository: ...

    @overload
    async def together(self, first: Work[A], second: Work[B], /) -> tuple[A, B]: ...
    @overload
    async def together(self, first: Work[A], second: Work[B], third: Work[C], /) -> tuple[A, B, C]: ...
    async def together(self, *works: Work[Any]) -> tuple[Any, ...]:
        """
        Do what does not depend on one another, in this order: a server is asked for all of it in one trip.

        The first error that is raised ends them all; what was done by then is the transaction's, as ever.
        """
        ...


class Lane(StrEnum):
    """Kinds of transactions of which many come at once."""

    ASKED = auto()
    ANSWERED = auto()


class Storage(Protocol):
    """
    A transaction is a function of its unit of work, so that one that lost a deadlock can be run again as a whole.

    The function must therefore touch nothing outside its unit of work.
    """

    @property
    def most_among(self) -> int:
        """How many works may share a transaction (``run_among``); 1 where none do."""
        ...

    async def run(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        """
        Run ``work`` in one transaction: committed when it returns, rolled back when it raises.

        Repeated after a deadlock or a lock timeout, a few times. Raises StorageUnavailableError when the database
        does not answer: nothing was stored, or, if that happened during the commit, it is not known.
        """
        ...

    async def run_among(self, lane: Lane, key: Hashable, work: Callable[[UnitOfWork], Coroutine[Any, Any, T]]) -> T:
        """
        As ``run``, but works of one lane that come at once may share a transaction, each with another key.

        Within it no row is locked by one against another: whoever gives the key answers for it that works with
        different keys change no row in common, but by single statements (accounts, counts). One that fails is run
        again by itself, and so are those that shared with it.
        """
        ...

    async def read(self, work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
        """Run ``work`` that only reads: it waits for no writer. Raises StorageUnavailableError."""
        ...
