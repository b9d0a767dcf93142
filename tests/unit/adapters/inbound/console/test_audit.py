from adapters.inbound.console.audit_words import DEEDS
from application.audit.seal_records import SealRecords
from domain.act import Deed
from tests.factories import make_act
from tests.unit.adapters.inbound.console.owner_site import HOSTILE, Client, page
from tests.unit.application.house import House


async def act(house: House, **of: object) -> None:
    await house.storage.run(lambda uow: uow.acts.add(make_act(**of)))


async def test_tells_who_did_what_to_what(owned_house: House, client: Client) -> None:
    await act(owned_house, by="petr", deed=Deed.SAVED_PROMPT, on="site_chat", details={"version": 3, "note": ""})

    text = page(client, "/console/audit")

    for expected in ("petr", "Сохранена подсказка", "site_chat", "version: 3", "Вход в консоль"):
        assert expected in text
    assert "note" not in text


async def test_shows_what_people_wrote_as_text_only(owned_house: House, client: Client) -> None:
    await act(owned_house, by=HOSTILE, deed=HOSTILE, on=HOSTILE, details={"reason": HOSTILE})

    assert HOSTILE not in page(client, "/console/audit")


async def test_pages_from_the_latest_on(owned_house: House, client: Client) -> None:
    for number in range(60):
        await act(owned_house, on=f"person-{number:02}")

    first = page(client, "/console/audit")
    (link,) = [part.split('"')[0] for part in first.split('href="') if part.startswith("/console/audit?before=")]
    second = page(client, link)

    assert "person-59" in first
    assert "person-05" not in first
    assert "person-05" in second
    assert "person-59" not in second


async def test_does_not_mind_what_is_no_position(owned_house: House, client: Client) -> None:
    await act(owned_house, on="person-1")

    for given in ("x", "-1", "9" * 40, "²"):
        assert "person-1" in page(client, f"/console/audit?before={given}")


async def test_tells_up_to_where_all_is_sealed(owned_house: House, client: Client) -> None:
    assert "Пока ничего не запечатано" in page(client, "/console/audit")

    await SealRecords(storage=owned_house.storage, clock=owned_house.clock).execute()

    assert f"Запечатано: {len(owned_house.storage.tables.links)} записей" in page(client, "/console/audit")


def test_each_deed_has_words() -> None:

    assert set(DEEDS) == set(Deed)
