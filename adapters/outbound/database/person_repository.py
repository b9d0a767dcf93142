"""People in SQL."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Integer, Row, Select, bindparam, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.daily_limit import limit_of, limit_values
from adapters.outbound.database.dialect import insert_or_change
from adapters.outbound.database.failures import is_duplicate_key
from adapters.outbound.database.prepared import Prepared, prepared_insert
from adapters.outbound.database.schema import people, person_days
from domain.errors import LoginTakenError, NotFoundError
from domain.identifiers import PersonId
from domain.person import Person, PersonKind

_WITH_ID: Final = select(people).where(people.c.id == bindparam("id"))
_BY_ID: Final = Prepared(_WITH_ID)
_LOCK: Final = Prepared(_WITH_ID.with_for_update())
_BY_VK_ID: Final = Prepared(select(people).where(people.c.vk_id == bindparam("vk_id")))
_BY_LOGIN: Final = Prepared(select(people).where(people.c.login == bindparam("login")))
_ADD: Final = prepared_insert(people)
_limit = bindparam("limit", type_=Integer())
_COUNT: Final = Prepared(
    update(person_days)
    .where(
        person_days.c.person_id == bindparam("id"),
        person_days.c.day == bindparam("of_day"),
        or_(_limit == 0, person_days.c.answers < _limit),
    )
    .values(answers=person_days.c.answers + 1)
)
_COUNTED: Final = Prepared(
    select(person_days.c.answers).where(
        person_days.c.person_id == bindparam("id"), person_days.c.day == bindparam("of_day")
    )
)
_BEGIN_COUNT: Final = prepared_insert(person_days)
_COUNT_FREELY: Final = {
    name: Prepared(insert_or_change(person_days, name, {"answers": person_days.c.answers + 1}))
    for name in ("mysql", "sqlite")
}
"""By the dialect; where there is no limit, nobody can be refused."""


class SqlPersonRepository:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._new: dict[PersonId, Person] = {}
        """Added by this transaction and not changed since: until its end nobody else can."""

    async def add(self, person: Person) -> None:
        try:
            await _ADD.change(self._connection, **_values(person))
        except IntegrityError as error:
            if is_duplicate_key(error) and person.login is not None and await self.by_login(person.login):
                raise LoginTakenError from error
            raise

    async def get(self, id_: PersonId) -> Person:
        row = await _BY_ID.first(self._connection, id=id_)
        if row is None:
            raise NotFoundError("person", id_)
        return person_of(row)

    async def lock(self, id_: PersonId) -> Person:
        if id_ in self._new:
            return self._new[id_]
        row = await _LOCK.first(self._connection, id=id_)
        if row is None:
            raise NotFoundError("person", id_)
        return person_of(row)

    async def save(self, person: Person) -> None:
        self._new.pop(person.id, None)
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
        known = await self.find_vk(vk_id)
        if known is not None:
            return known
        try:
            await _ADD.change(self._connection, **_values(new))
        except IntegrityError as error:
            known = await self.find_vk(vk_id) if is_duplicate_key(error) else None
            if known is None:
                raise
            return known
        self._new[new.id] = new
        return new

    async def find_vk(self, vk_id: int) -> Person | None:
        row = await _BY_VK_ID.first(self._connection, vk_id=vk_id)
        return None if row is None else person_of(row)

    async def by_login(self, login: str) -> Person | None:
        row = await _BY_LOGIN.first(self._connection, login=login)
        return None if row is None else person_of(row)

    async def keep_names(self, names: Mapping[PersonId, str]) -> None:
        for id_, name in sorted(names.items()):
            self._new.pop(id_, None)
            is_somebody = (people.c.id == id_, people.c.erased_at.is_(None))
            await self._connection.execute(update(people).where(*is_somebody).values(name=name))

    async def become_user(self, id_: PersonId, *, login: str, password_hash: str) -> Person:
        self._new.pop(id_, None)
        values = {"kind": PersonKind.USER.value, "login": login, "password_hash": password_hash}
        try:
            await self._connection.execute(update(people).where(people.c.id == id_).values(values))
        except IntegrityError as error:
            if is_duplicate_key(error):
                raise LoginTakenError from error
            raise
        return await self.get(id_)

    async def count_answer(self, id_: PersonId, *, day: date, limit: int) -> bool:
        if limit == 0:
            count = _COUNT_FREELY[self._connection.dialect.name]
            await count.change_later(self._connection, person_id=id_, day=day, answers=1)
            return True
        if await self._count(id_, day=day, limit=limit):
            return True
        # Asked for, since an insert that is refused would undo what shares the transaction.
        if await _COUNTED.value(self._connection, id=id_, of_day=day) is not None:
            # The limit is reached, or another transaction has made the row since.
            return await self._count(id_, day=day, limit=limit)
        try:
            await _BEGIN_COUNT.change(self._connection, person_id=id_, day=day, answers=1)
        except IntegrityError as error:
            if not is_duplicate_key(error):
                raise
            # Another transaction has just made the row all the same.
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
        return await _COUNT.change(self._connection, id=id_, of_day=day, limit=limit) == 1


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
        "name": person.name,
        **limit_values(person.daily_limit),
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
        name=row.name,
        daily_limit=limit_of(row),
    )
