import re

import pytest

from domain.turn import Reason, TurnState
from tests.unit.adapters.inbound.console.site import browsing, employ, sign_in
from tests.unit.application.draft_house import DRAFTED, SHADOWED, drafted, make_house
from tests.unit.application.house import House

WRITTEN = "Да, открыты.\nПриходите <b>завтра</b>."


@pytest.fixture
async def house() -> House:
    house = await make_house(DRAFTED)
    await employ(house)
    await drafted(house, WRITTEN)
    return house


def act(house: House, name: str, text: str = WRITTEN) -> int:
    """As a browser does: the lines of a text area end in CR LF."""
    where = f"/console/conversations/{house.turn.conversation_id}"
    with browsing(house) as client:
        sign_in(client)
        page = client.get(where).text
        assert "&lt;b&gt;завтра&lt;/b&gt;" in page
        form = {"text": text.replace("\n", "\r\n"), "written": WRITTEN.replace("\n", "\r\n")}
        return client.post(f"{where}/turns/{house.turn.id}/{name}", data=form).status_code


async def test_goes_out_as_it_was_written(house: House) -> None:
    assert act(house, "approve") == 303
    await house.run_until_idle()

    assert [sent.text for sent in house.community.comments] == [WRITTEN]
    assert house.turn.approved_by == "olga"


async def test_goes_out_as_it_was_changed(house: House) -> None:
    assert act(house, "approve", "Закрыты.") == 303
    await house.run_until_idle()

    assert [sent.text for sent in house.community.comments] == ["Закрыты."]


async def test_does_not_go_out_when_rejected_or_emptied(house: House) -> None:
    assert act(house, "approve", "  ") == 400
    assert act(house, "reject") == 303
    await house.run_until_idle()

    assert house.community.comments == []
    assert (house.turn.state, house.turn.reason) == (TurnState.DECLINED, Reason.REJECTED)


async def test_shows_what_the_assistant_would_have_said() -> None:
    house = await make_house(SHADOWED)
    await employ(house)
    await drafted(house, "Сказал бы так.")
    with browsing(house) as client:
        sign_in(client)
        page = client.get(f"/console/conversations/{house.turn.conversation_id}").text

    assert re.search(r"Помощник ответил бы так.*Сказал бы так\.", page, re.DOTALL)
