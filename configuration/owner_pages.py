"""The sections of the console beside the conversations, with their use cases."""

from collections.abc import Sequence

from adapters.inbound.console.audit import AuditPages, AuditUseCases, audit_section
from adapters.inbound.console.balance import BalancePages, MoneyUseCases, balance_section
from adapters.inbound.console.deadlines import DeadlinePages, DeadlineUseCases, deadlines_section
from adapters.inbound.console.health import HealthPages, health_section
from adapters.inbound.console.notifications import NotificationPages, NotificationUseCases, notifications_section
from adapters.inbound.console.pages import Section
from adapters.inbound.console.person import PersonPages, PersonUseCases
from adapters.inbound.console.prompts import PromptPages, PromptUseCases, prompts_section
from adapters.inbound.console.times import Times
from adapters.inbound.console.turn_page import TurnPage
from adapters.inbound.console.turns import TurnPages, TurnUseCases, turns_section
from adapters.inbound.finding import Finding
from application.audit.list_acts import ListActs
from application.audit.show_sealed import ShowSealed
from application.balance.list_holds import ListHolds
from application.balance.show_spending import ShowSpending
from application.deadlines.month_deadlines import MonthDeadlines
from application.turns.list_troubles import ListTroubles
from application.turns.show_turn import ShowTurn
from configuration.container import Container
from configuration.settings import Settings


def owner_sections(container: Container, settings: Settings) -> list[Section]:
    times = Times(clock=container.clock(), zone=container.rules().timezone)
    return [
        _turns(container, times, settings),
        _balance(container, times),
        _prompts(container, times),
        _deadlines(container, times),
        _notifications(container, times),
        _audit(container, times),
        _health(container, times, settings),
    ]


def _turns(container: Container, times: Times, settings: Settings) -> Section:
    storage = container.storage()
    turns = TurnUseCases(
        troubles=ListTroubles(storage=storage), retry=container.retry_turn(), dismiss=container.dismiss_turn()
    )
    page = TurnPage(ShowTurn(storage=storage), times=times, trace_url=settings.trace_url)
    return turns_section(TurnPages(turns, times=times), page)


def _balance(container: Container, times: Times) -> Section:
    storage = container.storage()
    money = MoneyUseCases(
        show=container.show_balance(),
        spending=ShowSpending(storage=storage, clock=container.clock(), rules=container.rules()),
        holds=ListHolds(storage=storage),
        top_up=container.top_up(),
        answering=container.show_answering(),
        stop=container.stop_answering(),
        start=container.start_answering(),
        limit=container.set_daily_limit(),
    )
    return balance_section(BalancePages(money, times=times, ids=container.ids()), _persons(container, times))


def _persons(container: Container, times: Times) -> PersonPages:
    persons = PersonUseCases(
        find=container.find_person(),
        show=container.show_balance(),
        top_up=container.top_up(),
        limit=container.set_person_limit(),
    )
    limit = container.rules().person_daily_spend_limit
    return PersonPages(persons, times=times, ids=container.ids(), daily_spend_limit=limit)


def _prompts(container: Container, times: Times) -> Section:
    prompts = PromptUseCases(
        show=container.show_prompt(),
        save=container.save_prompt(),
        questions=container.list_questions(),
        preview=container.preview_prompt(),
    )
    return prompts_section(PromptPages(prompts, times=times))


def _deadlines(container: Container, times: Times) -> Section:
    rules = container.rules()
    deadlines = DeadlineUseCases(
        list=container.list_deadlines(),
        month=MonthDeadlines(storage=container.storage(), rules=rules),
        review=container.review_deadline(),
    )
    return deadlines_section(DeadlinePages(deadlines, times=times, clock=container.clock(), zone=rules.timezone))


def _notifications(container: Container, times: Times) -> Section:
    notifications = NotificationUseCases(list=container.list_notifications(), retry=container.retry_notifications())
    return notifications_section(NotificationPages(notifications, times=times))


def _audit(container: Container, times: Times) -> Section:
    storage = container.storage()
    audit = AuditUseCases(list=ListActs(storage=storage), sealed=ShowSealed(storage=storage))
    return audit_section(AuditPages(audit, times=times))


def _health(container: Container, times: Times, settings: Settings) -> Section:
    async def look(lang: str) -> Sequence[Finding]:
        from configuration.examination.examine import examine

        return await examine(settings, lang)

    return health_section(HealthPages(look, times=times, clock=container.clock()))
