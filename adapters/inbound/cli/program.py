"""What the commands can do: given by whoever assembled the program."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import Final, Protocol

from adapters.inbound.finding import Finding
from application.accounts.block_person import BlockPerson
from application.accounts.create_operator import CreateOperator
from application.accounts.export_person import ExportPerson
from application.accounts.find_person import FindPerson
from application.accounts.forget_person import ForgetPerson
from application.accounts.list_people import ListPeople
from application.accounts.list_sessions import ListSessions
from application.accounts.unblock_person import UnblockPerson
from application.answering.set_daily_limit import SetDailyLimit
from application.answering.show_answering import ShowAnswering
from application.answering.start_answering import StartAnswering
from application.answering.stop_answering import StopAnswering
from application.audit.check_chain import CheckChain
from application.balance.check_balance import CheckBalance
from application.balance.set_person_limit import SetPersonLimit
from application.balance.show_balance import ShowBalance
from application.balance.top_up import TopUp
from application.community.plan_callbacks import PlanCallbacks
from application.community.set_up_callbacks import SetUpCallbacks
from application.conversations.hand_back import HandBack
from application.conversations.take_over import TakeOver
from application.deadlines.list_deadlines import ListDeadlines
from application.deadlines.review_deadline import ReviewDeadline
from application.drafts.approve_draft import ApproveDraft
from application.drafts.edit_draft import EditDraft
from application.drafts.reject_draft import RejectDraft
from application.drafts.show_drafts import ShowDrafts
from application.events.list_events import ListEvents
from application.events.replay_events import ReplayEvents
from application.knowledge.index_knowledge import IndexKnowledge
from application.knowledge.search_knowledge import SearchKnowledge
from application.list_notifications import ListNotifications
from application.prompts.save_prompt import SavePrompt
from application.prompts.show_prompt import ShowPrompt
from application.retention.count_old import CountOld
from application.retention.forget_old import ForgetOld
from application.retry_notifications import RetryNotifications
from application.turns.list_turns import ListTurns
from application.turns.replay_turns import ReplayTurns
from application.turns.retry_turn import RetryTurn
from domain.channel import Channel

BY: Final = "command line"
"""Who acts, for the records: whoever may run commands on the machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCases:
    """Open only while the context they came from is."""

    create_operator: CreateOperator
    find_person: FindPerson
    list_people: ListPeople
    list_sessions: ListSessions
    block_person: BlockPerson
    unblock_person: UnblockPerson
    export_person: ExportPerson
    forget_person: ForgetPerson
    stop_answering: StopAnswering
    start_answering: StartAnswering
    show_answering: ShowAnswering
    set_daily_limit: SetDailyLimit
    show_balance: ShowBalance
    top_up: TopUp
    set_person_limit: SetPersonLimit
    check_balance: CheckBalance
    check_chain: CheckChain
    show_prompt: ShowPrompt
    save_prompt: SavePrompt
    take_over: TakeOver
    hand_back: HandBack
    list_turns: ListTurns
    retry_turn: RetryTurn
    replay_turns: ReplayTurns
    show_drafts: ShowDrafts
    approve_draft: ApproveDraft
    edit_draft: EditDraft
    reject_draft: RejectDraft
    index_knowledge: IndexKnowledge | None
    search_knowledge: SearchKnowledge
    list_deadlines: ListDeadlines
    review_deadline: ReviewDeadline
    list_events: ListEvents
    replay_events: ReplayEvents
    list_notifications: ListNotifications
    retry_notifications: RetryNotifications
    forget_old: ForgetOld
    count_old: CountOld


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackUseCases:
    """What sets VK up; ``path`` is the callback's on this server. Open only while the context they came from is."""

    plan: PlanCallbacks
    set_up: SetUpCallbacks
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptFinding:
    """One prompt file: its length in characters, or what is wrong with it."""

    channel: Channel
    file: Path
    length: int | None
    problem: str | None


class Program(Protocol):
    """The settings are read with the first thing that needs them, so that ``--help`` works with a broken ``.env``."""

    @property
    def log_dir(self) -> Path: ...

    @property
    def timezone(self) -> tzinfo: ...

    def read_prompt(self, file: Path) -> str:
        """Raises MisconfiguredError."""
        ...

    @property
    def has_settings_file(self) -> bool: ...

    def settings_problem(self, values: Mapping[str, str]) -> tuple[str, str] | None:
        """The name of the first setting that is wrong when only ``values`` are set, and what is wrong with it."""
        ...

    def keep_settings(self, values: Mapping[str, str]) -> Path:
        """
        Write them into the file that the next start reads, beside what is there; returns the file.

        Where VK is among them and has no secret yet, one is made. Raises OSError.
        """
        ...

    def serve(self) -> None:
        """Serve until a signal comes."""
        ...

    async def migrate(self) -> str:
        """Bring the schema up to date; returns the revision it is at."""
        ...

    async def back_up(self, file: Path) -> dict[str, int]:
        """Write the whole database into a new file; returns how many rows each table has."""
        ...

    async def restore(self, file: Path) -> dict[str, int]:
        """Fill an empty database from such a file; returns the same."""
        ...

    def use_cases(self) -> AbstractAsyncContextManager[UseCases]: ...

    def callback_use_cases(self) -> AbstractAsyncContextManager[CallbackUseCases]: ...

    async def serve_sandbox(
        self, *, host: str, port: int, callback_url: str | None, say: Callable[[str], None]
    ) -> None:
        """Serve the stand-in VK and model until cancelled."""
        ...

    async def examine(self, lang: str) -> list[Finding]:
        """Look at every part the server needs."""
        ...

    def calendar_url(self, site: str | None) -> str:
        """
        The signed address of the owner's calendar.

        ``site`` is where the server is found from outside; its own address, when None.
        """
        ...

    def check_prompts(self) -> list[PromptFinding]:
        """Read every prompt file."""
        ...
