"""The owner's pages on fakes."""

from collections.abc import Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

from litestar import Litestar
from litestar.testing import TestClient

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
from application.balance.show_spending import ShowSpending
from application.deadlines.month_deadlines import MonthDeadlines
from application.deadlines.review_deadline import ReviewDeadline
from application.list_notifications import ListNotifications
from application.retry_notifications import RetryNotifications
from application.turns.list_troubles import ListTroubles
from tests.unit.adapters.inbound.console.site import employ, inbox
from tests.unit.application.house import House

Client = TestClient[Litestar]
TRACES: Final = "https://traces.example/trace/{trace}?a=1&b=2"
HOSTILE: Final = "<img src=x onerror=alert(1)>"
ZONE: Final = ZoneInfo("Europe/Moscow")
FINDINGS: Final = (
    Finding(part="database", name="база", says="отвечает", is_good=True),
    Finding(part="notifier", name="уведомления", says="нет соединения", is_good=False, advice="Проверьте адрес."),
    Finding(part="VK", says="ключ отозван", is_good=False, is_fatal=True, advice="Создайте новый ключ."),
)
FINDINGS_ENGLISH: Final = (Finding(part="database", says="answers", is_good=True),)


class Doctor:
    """Keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def examine(self, lang: str) -> Sequence[Finding]:
        self.asked.append(lang)
        return FINDINGS if lang == "ru" else FINDINGS_ENGLISH


async def owned() -> House:
    """With money for four answers, and an operator."""
    house = House()
    await house.top_up("20.00")
    await employ(house)
    return house


def sections(house: House, doctor: Doctor | None = None) -> list[Section]:
    storage, clock = house.storage, house.clock
    times = Times(clock=clock, zone=ZONE)
    money = MoneyUseCases(
        show=house.show_balance,
        spending=ShowSpending(storage=storage, clock=clock, rules=house.rules),
        holds=ListHolds(storage=storage),
        top_up=house.fill,
        answering=house.show_answering,
        stop=house.stop_answering,
        start=house.start_answering,
        limit=house.set_daily_limit,
    )
    person = PersonUseCases(
        find=FindPerson(storage=storage), show=house.show_balance, top_up=house.fill, limit=house.set_person_limit
    )
    persons = PersonPages(person, times=times, ids=house.ids, daily_spend_limit=house.rules.person_daily_spend_limit)
    prompts = PromptUseCases(
        show=house.show_prompt, save=house.save_prompt, questions=house.list_questions, preview=house.preview_prompt
    )
    deadlines = DeadlineUseCases(
        list=house.list_deadlines,
        month=MonthDeadlines(storage=storage, rules=house.rules),
        review=ReviewDeadline(storage=storage, clock=clock, note=house.note_act),
    )
    notifications = NotificationUseCases(
        list=ListNotifications(storage=storage), retry=RetryNotifications(storage=storage, wakeup=house.wakeup)
    )
    turns = TurnUseCases(troubles=ListTroubles(storage=storage), retry=house.retry, dismiss=house.dismiss)
    audit = AuditUseCases(list=ListActs(storage=storage), sealed=ShowSealed(storage=storage))
    return [
        inbox(house),
        turns_section(TurnPages(turns, times=times), TurnPage(house.show_turn, times=times, trace_url=TRACES)),
        balance_section(BalancePages(money, times=times, ids=house.ids), persons),
        prompts_section(PromptPages(prompts, times=times)),
        deadlines_section(DeadlinePages(deadlines, times=times, clock=clock, zone=ZONE)),
        notifications_section(NotificationPages(notifications, times=times)),
        audit_section(AuditPages(audit, times=times)),
        health_section(HealthPages((doctor or Doctor()).examine, times=times, clock=clock)),
    ]


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


def post(client: Client, path: str, **form: str) -> Any:
    return client.post(path, data=form)
