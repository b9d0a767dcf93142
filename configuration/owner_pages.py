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
from application.accounts.find_person import FindPerson
from application.audit.list_acts import ListActs
from application.audit.show_sealed import ShowSealed
from application.balance.list_holds import ListHolds
from application.balance.set_person_limit import SetPersonLimit
from application.balance.show_spending import ShowSpending
from application.deadlines.month_deadlines import MonthDeadlines
from application.deadlines.review_deadline import ReviewDeadline
from application.list_notifications import ListNotifications
from application.retry_notifications import RetryNotifications
from application.turns.dismiss_turn import DismissTurn
from application.turns.list_troubles import ListTroubles
from application.turns.show_turn import ShowTurn
from configuration.container import Container
from configuration.settings import Settings


def owner_sections(container: Container, settings: Settings) -> list[Section]:
    storage, clock, rules = container.storage(), container.clock(), container.rules()
    times = Times(clock=clock, zone=rules.timezone)

    async def look(lang: str) -> Sequence[Finding]:
        from configuration.examination.examine import examine

        return await examine(settings, lang)

    turns = TurnUseCases(
        troubles=ListTroubles(storage=storage),
        retry=container.retry_turn(),
        dismiss=DismissTurn(
            storage=storage, give_up=container.give_up(), log=container.log(), note=container.note_act()
        ),
    )
    money = MoneyUseCases(
        show=container.show_balance(),
        spending=ShowSpending(storage=storage, clock=clock, rules=rules),
        holds=ListHolds(storage=storage),
        top_up=container.top_up(),
        answering=container.show_answering(),
        stop=container.stop_answering(),
        start=container.start_answering(),
        limit=container.set_daily_limit(),
    )
    prompts = PromptUseCases(
        show=container.show_prompt(),
        save=container.save_prompt(),
        questions=container.list_questions(),
        preview=container.preview_prompt(),
    )
    deadlines = DeadlineUseCases(
        list=container.list_deadlines(),
        month=MonthDeadlines(storage=storage, rules=rules),
        review=ReviewDeadline(storage=storage, clock=clock, note=container.note_act()),
    )
    notifications = NotificationUseCases(
        list=ListNotifications(storage=storage),
        retry=RetryNotifications(storage=storage, wakeup=container.wakeup()),
    )
    audit = AuditUseCases(list=ListActs(storage=storage), sealed=ShowSealed(storage=storage))
    return [
        turns_section(
            TurnPages(turns, times=times),
            TurnPage(ShowTurn(storage=storage), times=times, trace_url=settings.trace_url),
        ),
        balance_section(BalancePages(money, times=times, ids=container.ids()), _persons(container, times)),
        prompts_section(PromptPages(prompts, times=times)),
        deadlines_section(DeadlinePages(deadlines, times=times, clock=clock, zone=rules.timezone)),
        notifications_section(NotificationPages(notifications, times=times)),
        audit_section(AuditPages(audit, times=times)),
        health_section(HealthPages(look, times=times, clock=clock)),
    ]


def _persons(container: Container, times: Times) -> PersonPages:
    storage, clock, rules = container.storage(), container.clock(), container.rules()
    use_cases = PersonUseCases(
        find=FindPerson(storage=storage),
        show=container.show_balance(),
        top_up=container.top_up(),
        limit=SetPersonLimit(storage=storage, clock=clock, log=container.log(), note=container.note_act()),
    )
    return PersonPages(use_cases, times=times, ids=container.ids(), daily_spend_limit=rules.person_daily_spend_limit)
