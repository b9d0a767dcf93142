import pytest

from application.accounts import export_person
from domain.errors import NotFoundError
from domain.identifiers import PersonId
from tests.factories import make_id
from tests.unit.application.house import House
from tests.unit.application.personal_house import fill


async def test_gives_the_person_their_sessions_and_all_messages(rich: House) -> None:
    guest, other = await rich.visit(), await rich.visit()
    await rich.say(guest, "Где вы?")
    await rich.say(other, "Чужое")
    await rich.run_until_idle()

    page = await rich.export_person.execute(guest.person.id)

    assert page.person == guest.person
    assert [session.id for session in page.sessions] == [guest.session.id]
    assert [message.author for message in page.messages] == ["person", "assistant"]
    assert page.next_after is None


@pytest.mark.parametrize(("most", "characters"), [(2, 100_000), (2_000, 10), (1, 1)])
async def test_gives_each_message_once_over_all_pages(
    house: House, monkeypatch: pytest.MonkeyPatch, most: int, characters: int
) -> None:
    monkeypatch.setattr(export_person, "MOST_MESSAGES", most)
    monkeypatch.setattr(export_person, "MOST_CHARACTERS", characters)
    guest = await house.visit()
    for number in range(7):
        await house.say(guest, f"{number}" * (number + 1))

    pages = [await house.export_person.execute(guest.person.id)]
    while pages[-1].next_after is not None:
        pages.append(await house.export_person.execute(guest.person.id, after=pages[-1].next_after))

    assert len(pages) > 2
    assert [message.seq for page in pages for message in page.messages] == [1, 2, 3, 4, 5, 6, 7]
    assert [bool(page.sessions) for page in pages] == [True] + [False] * (len(pages) - 1)


async def test_fails_when_there_is_nobody(house: House) -> None:
    with pytest.raises(NotFoundError):
        await house.export_person.execute(PersonId(make_id()))


async def test_gives_the_account_and_its_entries_on_the_first_page(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_person, "MOST_MESSAGES", 1)
    guest = await house.visit()
    for text in ("раз", "два"):
        await house.say(guest, text)
    await fill(house, guest.person, "20.00")

    first = await house.export_person.execute(guest.person.id)
    second = await house.export_person.execute(guest.person.id, after=first.next_after)

    assert first.balance is not None
    assert (str(first.balance.available), [str(entry.amount) for entry in first.entries]) == ("20.00", ["20.00"])
    assert (second.balance, second.entries) == (None, ())


async def test_gives_no_account_where_there_never_was_one(rich: House) -> None:
    guest = await rich.visit()
    await rich.say(guest)
    await rich.run_until_idle()

    page = await rich.export_person.execute(guest.person.id)

    assert (page.balance, page.entries) == (None, [])
