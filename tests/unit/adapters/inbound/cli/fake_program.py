"""The command line's program on fakes."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from adapters.inbound.cli.main import cli
from adapters.inbound.cli.program import CallbackUseCases, PromptFinding, UseCases
from adapters.inbound.finding import Finding
from application.accounts.create_operator import CreateOperator
from application.accounts.find_person import FindPerson
from application.accounts.list_people import ListPeople
from application.accounts.list_sessions import ListSessions
from application.audit.check_chain import CheckChain
from application.balance.check_balance import CheckBalance
from application.community.plan_callbacks import PlanCallbacks
from application.community.set_up_callbacks import SetUpCallbacks
from application.deadlines.review_deadline import ReviewDeadline
from application.events.list_events import ListEvents
from application.events.replay_events import ReplayEvents
from application.knowledge.search_knowledge import SearchKnowledge
from application.list_notifications import ListNotifications
from application.retention.count_old import CountOld
from application.retry_notifications import RetryNotifications
from application.turns.replay_turns import ReplayTurns
from domain.errors import OtklikError
from ports.storage import UnitOfWork
from tests.fakes.auditor import FakeAuditor
from tests.fakes.callback_registry import FakeCallbackRegistry
from tests.fakes.chain_auditor import FakeChainAuditor
from tests.fakes.clock import FakeClock
from tests.fakes.randomness import FakeRandomness
from tests.fakes.settings_keeper import FakeSettingsKeeper
from tests.unit.application.house import House


class FakeProgram:
    """Runs commands over a house; keeps what the server's commands were asked to do."""

    def __init__(self) -> None:
        self.house = House()
        self.timezone = timezone(timedelta(hours=3))
        self.log_dir = Path("logs")
        self.findings: list[Finding] = []
        self.prompts: list[PromptFinding] = []
        self.auditor = FakeAuditor(self.house.storage)
        self.registry = FakeCallbackRegistry()
        self.problem: tuple[str, str] | None = None
        self.keeper = FakeSettingsKeeper()
        self.done: list[object] = []
        self.has_knowledge = True
        self.error: OtklikError | None = None
        self.retention: timedelta | None = None

    def read_prompt(self, file: Path) -> str:
        return file.read_text(encoding="utf-8")

    @property
    def has_settings_file(self) -> bool:
        return bool(self.keeper.kept)

    def settings_problem(self, values: Mapping[str, str]) -> tuple[str, str] | None:
        return next(((name, "is bad") for name, value in values.items() if value == "bad"), self.problem)

    def keep_settings(self, values: Mapping[str, str]) -> Path:
        self.keeper.kept |= values
        return Path(".env")

    def serve(self) -> None:
        self.done.append("serve")

    async def migrate(self) -> str:
        return "r0001"

    async def back_up(self, file: Path) -> dict[str, int]:
        self.done.append(("backup", file))
        return {"events": 2, "turns": 1}

    async def restore(self, file: Path) -> dict[str, int]:
        self.done.append(("restore", file))
        return {"events": 2, "turns": 1}

    @asynccontextmanager
    async def use_cases(self) -> AsyncIterator[UseCases]:
        if self.error is not None:
            raise self.error
        yield UseCases(
            create_operator=CreateOperator(
                storage=self.house.storage,
                clock=self.house.clock,
                ids=self.house.ids,
                hasher=self.house.hasher,
                note=self.house.note_act,
            ),
            find_person=FindPerson(storage=self.house.storage),
            list_people=ListPeople(storage=self.house.storage),
            list_sessions=ListSessions(storage=self.house.storage),
            block_person=self.house.block_person,
            unblock_person=self.house.unblock_person,
            export_person=self.house.export_person,
            forget_person=self.house.forget_person,
            stop_answering=self.house.stop_answering,
            start_answering=self.house.start_answering,
            show_answering=self.house.show_answering,
            set_daily_limit=self.house.set_daily_limit,
            show_balance=self.house.show_balance,
            top_up=self.house.fill,
            set_person_limit=self.house.set_person_limit,
            show_prompt=self.house.show_prompt,
            save_prompt=self.house.save_prompt,
            take_over=self.house.take_over,
            hand_back=self.house.hand_back,
            list_turns=self.house.list_turns,
            retry_turn=self.house.retry,
            replay_turns=ReplayTurns(
                storage=self.house.storage, rules=self.house.rules, writers=lambda model: self.house.writer
            ),
            show_drafts=self.house.show_drafts,
            approve_draft=self.house.approve_draft,
            edit_draft=self.house.edit_draft,
            reject_draft=self.house.reject_draft,
            index_knowledge=self.house.index_knowledge if self.has_knowledge else None,
            search_knowledge=SearchKnowledge(storage=self.house.storage),
            list_deadlines=self.house.list_deadlines,
            review_deadline=ReviewDeadline(
                storage=self.house.storage, clock=self.house.clock, note=self.house.note_act
            ),
            check_balance=CheckBalance(auditor=self.auditor),
            check_chain=CheckChain(auditor=FakeChainAuditor(self.house.storage)),
            list_events=ListEvents(storage=self.house.storage),
            replay_events=ReplayEvents(storage=self.house.storage, wakeup=self.house.wakeup),
            list_notifications=ListNotifications(storage=self.house.storage),
            retry_notifications=RetryNotifications(storage=self.house.storage, wakeup=self.house.wakeup),
            forget_old=self.house.forget_old(self.retention),
            count_old=CountOld(storage=self.house.storage, clock=self.house.clock, term=self.retention),
        )

    @asynccontextmanager
    async def callback_use_cases(self) -> AsyncIterator[CallbackUseCases]:
        yield CallbackUseCases(
            plan=PlanCallbacks(
                registry=self.registry,
                randomness=FakeRandomness(),
                used_events={"message_new", "wall_reply_new"},
                api_version="5.199",
                secret=self.keeper.kept.get("VK_SECRET"),
            ),
            set_up=SetUpCallbacks(registry=self.registry, keeper=self.keeper, clock=FakeClock()),
            path="/hook",
        )

    async def serve_sandbox(
        self, *, host: str, port: int, callback_url: str | None, say: Callable[[str], None]
    ) -> None:
        self.done.append((host, port, callback_url))
        say("http://127.0.0.1:8001")

    async def examine(self, lang: str) -> list[Finding]:
        self.done.append(lang)
        return self.findings

    def calendar_url(self, site: str | None) -> str:
        return f"{site or 'http://127.0.0.1:8000'}/deadlines.ics?signature=abc"

    def check_prompts(self) -> list[PromptFinding]:
        return self.prompts

    def run(self, *arguments: str, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(cli, arguments, obj=self, input=stdin)

    def json(self, *arguments: str, stdin: str | None = None) -> Any:
        """What the command prints with ``--json``."""
        return json.loads(self.run(*arguments, "--json", stdin=stdin).stdout)

    def store(self, work: Callable[[UnitOfWork], Awaitable[object]]) -> None:
        """What happened before the command."""
        asyncio.run(self.house.storage.run(work))
