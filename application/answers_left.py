"""How many answers a person may still get today."""

from datetime import datetime

from application.rules import Rules
from domain.identifiers import PersonId
from ports.storage import UnitOfWork


async def answers_left(uow: UnitOfWork, rules: Rules, person_id: PersonId, *, now: datetime) -> int | None:
    """None when there is no limit. A day begins at midnight where the owner lives."""
    limit = rules.person_daily_answers
    if limit == 0:
        return None
    return max(0, limit - await uow.people.answers_on(person_id, day=rules.day(now)))
