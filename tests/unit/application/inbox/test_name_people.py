"""VK's people have names for whoever looks, and keep them when VK does not answer."""

from collections.abc import Collection, Mapping

import pytest

from application.inbox.name_people import REST, NamePeople
from domain.community import CommunityError
from domain.person import Person
from ports.storage import UnitOfWork
from tests.factories import make_person, make_vk_person
from tests.fakes.profiles import FakeProfiles
from tests.unit.application.house import ANN, BOB, House


class Profiles(FakeProfiles):
    def __init__(self) -> None:
        super().__init__()
        self.asked: list[set[int]] = []
        self.is_away = False

    async def names(self, vk_ids: Collection[int]) -> Mapping[int, str]:
        self.asked.append(set(vk_ids))
        if self.is_away:
            raise CommunityError(method="users.get", code=None, detail="scripted")
        return await super().names(vk_ids)


@pytest.fixture
def profiles() -> Profiles:
    made = Profiles()
    made.called = {ANN: "Анна Ёлкина", BOB: " "}
    return made


def naming(house: House, profiles: Profiles | None) -> NamePeople:
    return NamePeople(storage=house.storage, profiles=profiles, clock=house.clock, log=house.log)


async def known(house: House, *people: Person) -> None:
    async def add(uow: UnitOfWork) -> None:
        for person in people:
            await uow.people.add(person)

    await house.storage.run(add)


async def name_of(house: House, person: Person) -> str | None:
    return (await house.storage.read(lambda uow: uow.people.get(person.id))).name


async def test_keeps_what_vk_says_and_tells_that_it_is_new(house: House, profiles: Profiles) -> None:
    ann, bob = make_vk_person(ANN), make_vk_person(BOB)
    await known(house, ann, bob)
    sut = naming(house, profiles)

    assert await sut.execute([ann, bob, None, ann])
    named = await house.storage.read(lambda uow: uow.people.get(ann.id))
    assert not await sut.execute([named])
    assert await name_of(house, ann) == "Анна Ёлкина"
    assert await name_of(house, bob) is None


async def test_asks_for_nobody_who_is_not_of_vk(house: House, profiles: Profiles) -> None:
    assert not await naming(house, profiles).execute([make_person(), make_vk_person(-123), None])
    assert profiles.asked == []


async def test_does_without_and_asks_nothing_for_a_minute_when_vk_is_away(house: House, profiles: Profiles) -> None:
    ann = make_vk_person(ANN)
    await known(house, ann)
    profiles.is_away = True
    sut = naming(house, profiles)

    assert [await sut.execute([ann]), await sut.execute([ann])] == [False, False]
    assert len(profiles.asked) == 1
    profiles.is_away = False
    house.clock.advance(REST.total_seconds())
    assert await sut.execute([ann])
    assert house.log.events("warning") == ["people_not_named"]


async def test_whoever_is_erased_gets_no_name(house: House, profiles: Profiles) -> None:
    ann = make_vk_person(ANN)
    await known(house, ann.erased(at=house.clock.now()))

    await naming(house, profiles).execute([ann])

    assert await name_of(house, ann) is None


async def test_names_nobody_when_vk_is_off(house: House) -> None:
    assert not await naming(house, None).execute([make_vk_person(ANN)])
