"""The page of a person's account: for operators only, and each change of it has an author and a reason."""

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest

from domain.balance import account_of
from domain.person import Person
from tests.unit.adapters.inbound.console.owner_site import HOSTILE, Client, page, post, sections
from tests.unit.adapters.inbound.console.site import PASSWORD, SIGN_IN, browsing, employ, sign_in
from tests.unit.application.house import House
from tests.unit.application.personal_house import account, entries, of_vk, personal_house

ACTS = ("top-up", "limit", "limit/forget")
FORM = {"amount": "5", "reason": "x", "key": "k"}


@pytest.fixture
async def house() -> House:
    """Somebody of VK has had one answer out of a gift for two."""
    house = personal_house(gift="10.00", person_daily_spend_limit=Decimal("25.00"))
    await employ(house)
    await house.top_up("100.00")
    await house.message()
    await house.run_until_idle()
    return house


@pytest.fixture
def client(house: House) -> Iterator[Client]:
    with browsing(house, sections(house)) as client:
        sign_in(client)
        yield client


@pytest.fixture
async def ann(house: House) -> Person:
    return await of_vk(house)


def money_of(house: House) -> object:
    """All that the forms could change."""
    tables = house.storage.tables.copy()
    return tables.entries, tables.people, tables.holds


async def test_tells_what_is_there_and_why(client: Client, ann: Person) -> None:
    text = page(client, f"/console/people/{ann.id}")

    assert "VK id1001" in text
    assert all(each in text for each in ("5.00 ₽", "25.00 ₽", "Как в настройках", "Подарок", "+10.00", "-5.00"))


async def test_is_led_to_by_the_conversation(house: House, client: Client, ann: Person) -> None:
    conversation = house.storage.conversations[0]

    assert f'href="/console/people/{ann.id}"' in page(client, f"/console/conversations/{conversation.id}")


async def test_is_not_led_to_where_the_community_pays(owned_house: House) -> None:
    await owned_house.message()
    await owned_house.run_until_idle()
    with browsing(owned_house, sections(owned_house)) as client:
        sign_in(client)
        text = page(client, f"/console/conversations/{owned_house.storage.conversations[0].id}")

    assert 'href="/console/people/' not in text


async def test_tops_up_once_when_the_form_is_sent_twice(house: House, client: Client, ann: Person) -> None:
    [key] = re.findall(r'name="key" value="([^"]+)"', page(client, f"/console/people/{ann.id}"))

    for _ in range(2):
        answer = post(client, f"/console/people/{ann.id}/top-up", amount="1 000,50", reason=HOSTILE, key=key)
        assert answer.headers["location"] == f"/console/people/{ann.id}"

    assert (await account(house, ann)).available == Decimal("1005.50")
    entry = (await entries(house, ann))[0]
    assert (entry.author, entry.reason, entry.account) == ("olga", HOSTILE, account_of(ann.id))
    assert HOSTILE not in page(client, f"/console/people/{ann.id}")


async def test_sets_the_limit_and_takes_it_off(house: House, client: Client, ann: Person) -> None:
    path = f"/console/people/{ann.id}"

    post(client, f"{path}/limit", amount="7,50")
    assert "7.50 ₽" in page(client, path)
    assert "Назначил(а) olga" in page(client, path)
    post(client, f"{path}/limit", amount="")
    assert "без лимита" in page(client, path)
    post(client, f"{path}/limit/forget")

    assert "25.00 ₽" in page(client, path)
    assert (await of_vk(house)).daily_limit is None


@pytest.mark.parametrize("amount", ["пять", "-5", "1.001", "1e30", "NaN"])
@pytest.mark.parametrize("act", ["top-up", "limit"])
async def test_refuses_what_is_no_amount(house: House, client: Client, ann: Person, act: str, amount: str) -> None:
    before = money_of(house)

    assert post(client, f"/console/people/{ann.id}/{act}", amount=amount, key="k").status_code == 400

    assert money_of(house) == before


@pytest.mark.parametrize("act", ACTS)
async def test_asks_for_the_password_once_more_after_a_while(
    house: House, client: Client, ann: Person, act: str
) -> None:
    before, path = money_of(house), f"/console/people/{ann.id}/{act}"
    house.clock.advance(16 * 60)

    asked = post(client, path, **FORM)
    assert asked.status_code == 403
    assert f'action="{path}"' in asked.text
    assert money_of(house) == before

    assert post(client, path, **FORM, proof=PASSWORD).status_code == 303


@pytest.mark.parametrize("act", ACTS)
async def test_stranger_and_foreign_page_change_nothing(house: House, ann: Person, act: str) -> None:
    before, path = money_of(house), f"/console/people/{ann.id}"
    with browsing(house, sections(house)) as client:
        assert client.get(path).headers["location"].startswith(SIGN_IN)
        assert client.post(f"{path}/{act}", data=FORM).headers["location"] == SIGN_IN
        sign_in(client)
        foreign = client.post(f"{path}/{act}", data=FORM, headers={"Origin": "https://evil.example"})

    assert foreign.status_code == 403
    assert money_of(house) == before


@pytest.mark.parametrize("whom", ["x", "0190a1b2-0000-7000-8000-000000000000"])
async def test_is_not_there_when_there_is_nobody(client: Client, whom: str) -> None:
    assert client.get(f"/console/people/{whom}").status_code == 404
    assert post(client, f"/console/people/{whom}/top-up", **FORM).status_code == 404


async def test_shows_older_entries_on_the_next_page(house: House, client: Client, ann: Person) -> None:
    for number in range(35):
        house.clock.advance(1)
        await house.fill.execute(Decimal(number + 1), author="owner", reason=f"n{number}", person_id=ann.id)

    first = page(client, f"/console/people/{ann.id}")
    [further] = re.findall(r'href="(/console/people/[^"]+before=[^"]+)"', first)
    second = page(client, further.replace("&amp;", "&"))

    assert ("n34<" in first, "n2<" in first, "n2<" in second, "Подарок" in second) == (True, False, True, True)


async def test_speaks_english(house: House, ann: Person) -> None:
    with browsing(house, sections(house), languages="en") as client:
        sign_in(client)
        text = page(client, f"/console/people/{ann.id}")

    assert "As the settings say" in text
    assert not re.search("[а-яё]", re.sub(r"<[^>]*>|Русский", "", text))
