"""People in SQL."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, insert, select, true, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.dialect import add_unless_known
from adapters.outbound.database.failures import is_duplicate_key
from adapters.outbound.database.schema import people, person_days
from domain.errors import LoginTakenError, NotFoundError
from domain.identifiers import PersonId
from domain.person import Person, PersonKind


class SqlPersonRepository:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, person: Person) -> None:
        try:
            await self._connection.execute(insert(people).values(_values(person)))
        except IntegrityError as error:
            if is_duplicate_key(error) and person.login is not None and await self.by_login(person.login):
                raise LoginTakenError from error
            raise

    async def get(self, id_: PersonId) -> Person:
        row = (await self._connection.execute(_by_id(id_))).one_or_none()
        if row is None:
            raise NotFoundError("person", id_)
        return person_of(row)

    async def lock(self, id_: PersonId) -> Person:
        row = (await self._connection.execute(_by_id(id_).with_for_update())).one_or_none()
        if row is None:
            raise NotFoundError("person", id_)
        return person_of(row)

    async def save(self, person: Person) -> None:
        try:
            await self._connection.execute(update(people).where(people.c.id == person.id).values(_values(person)))
        except IntegrityError as error:
            if is_duplicate_key(error):
                raise LoginTakenError from error
            raise

    async def latest(self, *, limit: int) -> Sequence[Person]:
        found = select(people).where(people.c.kind != PersonKind.GUEST.value)
        return await self._all(found.order_by(people.c.id.desc()).limit(limit))

    async def erased_since(self, moment: datetime) -> Sequence[Person]:
        return await self._all(select(people).where(people.c.erased_at >= moment).order_by(people.c.erased_at))

    async def by_vk_id(self, vk_id: int, *, new: Person) -> Person:
        known = select(people).where(people.c.vk_id == vk_id)
        row = (await self._connection.execute(known)).one_or_none()
        if row is None:
            await add_unless_known(self._connection, people, _values(new))
            row = (await self._connection.execute(known)).one()
        return person_of(row)

    async def find_vk(self, vk_id: int) -> Person | None:
        row = (await self._connection.execute(select(people).where(people.c.vk_id == vk_id))).one_or_none()
        return None if row is None else person_of(row)

    async def by_login(self, login: str) -> Person | None:
        row = (await self._connection.execute(select(people).where(people.c.login == login))).one_or_none()
        return None if row is None else person_of(row)

    async def become_user(self, id_: PersonId, *, login: str, password_hash: str) -> Person:
        values = {"kind": PersonKind.USER.value, "login": login, "password_hash": password_hash}
        try:
            await self._connection.execute(update(people).where(people.c.id == id_).values(values))
        except IntegrityError as error:
            if is_duplicate_key(error):
                raise LoginTakenError from error
            raise
        return await self.get(id_)

    async def count_answer(self, id_: PersonId, *, day: date, limit: int) -> bool:
        if await self._count(id_, day=day, limit=limit):
            return True
        try:
            await self._connection.execute(insert(person_days).values(person_id=id_, day=day, answers=1))
        except IntegrityError as error:
            if not is_duplicate_key(error):
                raise
            # The limit is reached, or another transaction has just made the row.
            return await self._count(id_, day=day, limit=limit)
        return True

    async def uncount_answer(self, id_: PersonId, *, day: date) -> None:
        await self._connection.execute(
            update(person_days)
            .where(person_days.c.person_id == id_, person_days.c.day == day, person_days.c.answers > 0)
            .values(answers=person_days.c.answers - 1)
        )

    async def answers_on(self, id_: PersonId, *, day: date) -> int:
        counted = select(person_days.c.answers).where(person_days.c.person_id == id_, person_days.c.day == day)
        return (await self._connection.execute(counted)).scalar_one_or_none() or 0

    async def _all(self, query: Select[Any]) -> list[Person]:
        return [person_of(row) for row in await self._connection.execute(query)]

    async def _count(self, id_: PersonId, *, day: date, limit: int) -> bool:
        counted = await self._connection.execute(
            update(person_days)
            .where(
                person_days.c.person_id == id_,
                person_days.c.day == day,
                true() if limit == 0 else person_days.c.answers < limit,
            )
            .values(answers=person_days.c.answers + 1)
        )
        return counted.rowcount == 1


def _by_id(id_: PersonId) -> Select[Any]:
    return select(people).where(people.c.id == id_)


def _values(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "kind": person.kind.value,
        "created_at": person.created_at,
        "vk_id": person.vk_id,
        "login": person.login,
        "password_hash": person.password_hash,
        "blocked_at": person.blocked_at,
        "erased_at": person.erased_at,
    }


def person_of(row: Row[Any]) -> Person:
    return Person(
        id=row.id,
        kind=PersonKind(row.kind),
        created_at=row.created_at,
        vk_id=row.vk_id,
        login=row.login,
        password_hash=row.password_hash,
        blocked_at=row.blocked_at,
        erased_at=row.erased_at,
    )
