"""What every store of people must do."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from domain.answering import DailyLimit
from domain.errors import LoginTakenError, NotFoundError
from domain.identifiers import PersonId
from domain.person import Person, PersonKind
from ports.storage import Storage, UnitOfWork
from tests.contracts.rows import add_person
from tests.factories import MOMENT, TODAY, make_id, make_person, make_user, make_vk_person


async def get(storage: Storage, id_: PersonId) -> Person:
    return await storage.read(lambda uow: uow.people.get(id_))


async def by_vk_id(storage: Storage, new: Person) -> Person:
    assert new.vk_id is not None
    vk_id = new.vk_id
    return await storage.run(lambda uow: uow.people.by_vk_id(vk_id, new=new))


async def become_user(storage: Storage, id_: PersonId, login: str) -> Person:
    return await storage.run(lambda uow: uow.people.become_user(id_, login=login, password_hash="a hash"))


async def count(storage: Storage, id_: PersonId, *, limit: int) -> bool:
    return await storage.run(lambda uow: uow.people.count_answer(id_, day=TODAY, limit=limit))


async def counted(storage: Storage, id_: PersonId) -> int:
    return await storage.read(lambda uow: uow.people.answers_on(id_, day=TODAY))


class PersonRepositoryContract:
    @pytest.mark.parametrize(
        "person",
        [
            make_person(),
            make_user("anna@example.com"),
            make_person(kind=PersonKind.OPERATOR, login="owner", password_hash="$argon2id$v=19$a"),
            make_vk_person(2_000_000_000),
            make_vk_person(-123),
        ],
        ids=["guest", "user", "operator", "vk", "community"],
    )
    async def test_keeps_every_field_when_added(self, storage: Storage, person: Person) -> None:
        await add_person(storage, person)

        assert await get(storage, person.id) == person

    async def test_keeps_names_but_none_of_whoever_is_erased(self, storage: Storage) -> None:
        ann, bob = make_vk_person(2_000_000_001), make_vk_person(2_000_000_002).erased(at=MOMENT)
        await add_person(storage, ann)
        await add_person(storage, bob)

        await storage.run(lambda uow: uow.people.keep_names({ann.id: "Анна 🙂", bob.id: "Боб"}))

        assert [(await get(storage, each.id)).name for each in (ann, bob)] == ["Анна 🙂", None]
        await storage.run(lambda uow: uow.people.save(replace(ann, name="Анна").erased(at=MOMENT)))
        assert (await get(storage, ann.id)).name is None

    @pytest.mark.parametrize("amount", [Decimal("12.50"), Decimal("0.00"), None])
    async def test_keeps_a_limit_of_a_day_until_it_is_taken_off(self, storage: Storage, amount: Decimal | None) -> None:
        limited = await add_person(
            storage, make_user("anna", daily_limit=DailyLimit(amount=amount, at=MOMENT, by="olga"))
        )
        assert await get(storage, limited.id) == limited

        free = replace(limited, daily_limit=None)
        await storage.run(lambda uow: uow.people.save(free))

        assert await get(storage, limited.id) == free

    async def test_raises_when_the_id_is_unknown(self, storage: Storage) -> None:
        unknown = PersonId(make_id())

        with pytest.raises(NotFoundError) as caught:
            await get(storage, unknown)
        assert caught.value.id == unknown
        with pytest.raises(NotFoundError):
            await become_user(storage, unknown, "anna")

    async def test_raises_when_an_added_login_is_taken(self, storage: Storage) -> None:
        first = await add_person(storage, make_user("anna"))

        with pytest.raises(LoginTakenError):
            await add_person(storage, make_user("anna"))

        assert await storage.read(lambda uow: uow.people.by_login("anna")) == first

    async def test_adds_one_when_a_login_is_raced(self, storage: Storage) -> None:
        people = [make_user("anna") for _ in range(4)]

        outcomes = await asyncio.gather(*(add_person(storage, person) for person in people), return_exceptions=True)

        assert Counter(type(outcome) for outcome in outcomes) == {Person: 1, LoginTakenError: 3}

    async def test_adds_many_when_they_have_no_login(self, storage: Storage) -> None:
        first, second = await add_person(storage), await add_person(storage)

        assert [await get(storage, person.id) for person in (first, second)] == [first, second]

    async def test_finds_by_login_when_it_is_known(self, storage: Storage) -> None:
        anna = await add_person(storage, make_user("anna"))

        assert await storage.read(lambda uow: uow.people.by_login("anna")) == anna
        assert await storage.read(lambda uow: uow.people.by_login("ann")) is None

    async def test_stores_the_new_one_when_the_vk_id_is_unknown(self, storage: Storage) -> None:
        new = make_vk_person(1001)

        assert await by_vk_id(storage, new) == new
        assert await get(storage, new.id) == new

    async def test_gives_the_stored_one_when_the_vk_id_is_known(self, storage: Storage) -> None:
        known = await by_vk_id(storage, make_vk_person(1001))

        assert await by_vk_id(storage, make_vk_person(1001)) == known
        assert await by_vk_id(storage, make_vk_person(-1001)) != known

    async def test_stores_one_when_many_come_with_one_vk_id(self, storage: Storage) -> None:
        found = await asyncio.gather(*(by_vk_id(storage, make_vk_person(1001)) for _ in range(5)))

        assert len({person.id for person in found}) == 1

    async def test_turns_a_guest_into_a_user_when_the_login_is_free(self, storage: Storage) -> None:
        guest = await add_person(storage)

        user = await become_user(storage, guest.id, "anna")

        assert user == make_user("anna", id=guest.id, created_at=guest.created_at)
        assert await get(storage, guest.id) == user

    async def test_leaves_the_guest_alone_when_the_login_is_taken(self, storage: Storage) -> None:
        await add_person(storage, make_user("anna"))
        guest = await add_person(storage)

        with pytest.raises(LoginTakenError):
            await become_user(storage, guest.id, "anna")

        assert await get(storage, guest.id) == guest

    async def test_has_no_answers_when_none_was_counted(self, storage: Storage) -> None:
        person = await add_person(storage)

        assert await counted(storage, person.id) == 0

    async def test_counts_up_to_the_limit_when_there_is_one(self, storage: Storage) -> None:
        person = await add_person(storage)

        assert [await count(storage, person.id, limit=2) for _ in range(3)] == [True, True, False]
        assert await counted(storage, person.id) == 2

    async def test_counts_on_when_the_limit_is_zero(self, storage: Storage) -> None:
        person = await add_person(storage)

        assert [await count(storage, person.id, limit=0) for _ in range(3)] == [True] * 3
        assert await counted(storage, person.id) == 3

    async def test_counts_apart_when_days_or_people_differ(self, storage: Storage) -> None:
        person, other = await add_person(storage), await add_person(storage)
        tomorrow = TODAY + timedelta(days=1)
        await count(storage, person.id, limit=1)

        assert await count(storage, other.id, limit=1)
        assert await storage.run(lambda uow: uow.people.count_answer(person.id, day=tomorrow, limit=1))
        assert await counted(storage, person.id) == 1

    async def test_keeps_the_limit_when_many_count_at_once(self, storage: Storage) -> None:
        person = await add_person(storage)

        outcomes = await asyncio.gather(*(count(storage, person.id, limit=3) for _ in range(8)))

        assert sum(outcomes) == 3
        assert await counted(storage, person.id) == 3

    async def test_counts_again_when_one_was_taken_back(self, storage: Storage) -> None:
        person = await add_person(storage)
        await count(storage, person.id, limit=1)

        await storage.run(lambda uow: uow.people.uncount_answer(person.id, day=TODAY))

        assert await counted(storage, person.id) == 0
        assert await count(storage, person.id, limit=1)

    async def test_stays_at_zero_when_more_is_taken_back_than_was_counted(self, storage: Storage) -> None:
        person = await add_person(storage)

        await storage.run(lambda uow: uow.people.uncount_answer(person.id, day=TODAY))

        assert await counted(storage, person.id) == 0

    async def test_is_what_was_saved_when_locked(self, storage: Storage) -> None:
        person, other = await add_person(storage, make_vk_person(7)), await add_person(storage)
        changed = replace(person.erased(at=MOMENT), blocked_at=MOMENT)

        async def change(uow: UnitOfWork) -> Person:
            locked = await uow.people.lock(person.id)
            await uow.people.save(changed)
            return locked

        assert await storage.run(change) == person
        assert await get(storage, person.id) == changed
        assert await get(storage, other.id) == other
        with pytest.raises(NotFoundError):
            await storage.run(lambda uow: uow.people.lock(PersonId(make_id())))

    async def test_cannot_be_saved_under_a_login_that_is_taken(self, storage: Storage) -> None:
        await add_person(storage, make_user("anna"))
        bob = await add_person(storage, make_user("bob"))

        with pytest.raises(LoginTakenError):
            await storage.run(lambda uow: uow.people.save(replace(bob, login="anna")))

    async def test_are_listed_without_guests_the_latest_first(self, storage: Storage) -> None:
        user, _guest, vk = [
            await add_person(storage, each) for each in (make_user("anna"), make_person(), make_vk_person())
        ]

        assert list(await storage.read(lambda uow: uow.people.latest(limit=10))) == [vk, user]
        assert list(await storage.read(lambda uow: uow.people.latest(limit=1))) == [vk]

    async def test_that_were_erased_are_found_by_the_time(self, storage: Storage) -> None:
        erased = await add_person(storage, make_person(erased_at=MOMENT))
        await add_person(storage, make_person(erased_at=MOMENT - timedelta(hours=1)))
        await add_person(storage)

        assert list(await storage.read(lambda uow: uow.people.erased_since(MOMENT))) == [erased]

    async def test_is_found_by_the_id_of_vk_when_there_is_one(self, storage: Storage) -> None:
        person = await add_person(storage, make_vk_person(7))

        assert await storage.read(lambda uow: uow.people.find_vk(7)) == person
        assert await storage.read(lambda uow: uow.people.find_vk(8)) is None
