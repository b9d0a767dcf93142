"""People in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from domain.errors import LoginTakenError, NotFoundError
from domain.identifiers import PersonId
from domain.person import Person, PersonKind
from tests.fakes.tables import Tables


class FakePersonRepository:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def add(self, person: Person) -> None:
        if person.login is not None and await self.by_login(person.login):
            raise LoginTakenError
        if person.id in self._tables.people:
            raise ValueError(person)
        self._tables.people[person.id] = person

    async def get(self, id_: PersonId) -> Person:
        try:
            return self._tables.people[id_]
        except KeyError:
            raise NotFoundError("person", id_) from None

    async def lock(self, id_: PersonId) -> Person:
        return await self.get(id_)

    async def save(self, person: Person) -> None:
        namesake = await self.by_login(person.login) if person.login else None
        if namesake and namesake.id != person.id:
            raise LoginTakenError
        self._tables.people[person.id] = person

    async def latest(self, *, limit: int) -> Sequence[Person]:
        known = [person for person in self._tables.people.values() if person.kind is not PersonKind.GUEST]
        return sorted(known, key=lambda person: person.id, reverse=True)[:limit]

    async def erased_since(self, moment: datetime) -> Sequence[Person]:
        erased = [person for person in self._tables.people.values() if person.erased_at and person.erased_at >= moment]
        return sorted(erased, key=lambda person: str(person.erased_at))

    async def by_vk_id(self, vk_id: int, *, new: Person) -> Person:
        for known in self._tables.people.values():
            if known.vk_id == vk_id:
                return known
        await self.add(new)
        return new

    async def find_vk(self, vk_id: int) -> Person | None:
        return next((found for found in self._tables.people.values() if found.vk_id == vk_id), None)

    async def keep_names(self, names: Mapping[PersonId, str]) -> None:
        for id_, name in names.items():
            person = self._tables.people[id_]
            if person.erased_at is None:
                self._tables.people[id_] = replace(person, name=name)

    async def by_login(self, login: str) -> Person | None:
        return next((found for found in self._tables.people.values() if found.login == login), None)

    async def become_user(self, id_: PersonId, *, login: str, password_hash: str) -> Person:
        person = await self.get(id_)
        namesake = await self.by_login(login)
        if namesake and namesake.id != id_:
            raise LoginTakenError
        user = replace(person, kind=PersonKind.USER, login=login, password_hash=password_hash)
        self._tables.people[id_] = user
        return user

    async def count_answer(self, id_: PersonId, *, day: date, limit: int) -> bool:
        counted = await self.answers_on(id_, day=day)
        if limit and counted >= limit:
            return False
        self._tables.answers[id_, day] = counted + 1
        return True

    async def uncount_answer(self, id_: PersonId, *, day: date) -> None:
        counted = await self.answers_on(id_, day=day)
        self._tables.answers[id_, day] = max(0, counted - 1)

    async def answers_on(self, id_: PersonId, *, day: date) -> int:
        return self._tables.answers.get((id_, day), 0)
