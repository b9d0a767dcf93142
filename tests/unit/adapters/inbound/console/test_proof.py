"""A screen that was left open books no money and changes no prompt."""

import html
import re

import pytest

from tests.unit.adapters.inbound.console.owner_site import HOSTILE, Client, page, post
from tests.unit.adapters.inbound.console.site import PASSWORD
from tests.unit.application.house import House

TOP_UP = "/console/balance/top-up"
FORM = {"amount": "5", "reason": HOSTILE, "key": "k1"}
GRAVE = {
    TOP_UP: FORM,
    "/console/balance/limit": {"amount": "5"},
    "/console/prompts/site_chat/save": {"text": "Новый\nпромпт.", "based_on": "0"},
    "/console/prompts/site_chat/restore": {"number": "0", "based_on": "0"},
}


@pytest.fixture
async def later(owned_house: House, client: Client) -> Client:
    """The operator signed in a while ago."""
    page(client, "/console/balance")
    owned_house.clock.advance(16 * 60)
    return client


def hidden(text: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', text)
    return {html.unescape(name): html.unescape(value) for name, value in found}


@pytest.mark.parametrize("path", GRAVE)
async def test_is_asked_for_and_what_was_filled_in_comes_along(later: Client, path: str) -> None:
    asked = post(later, path, **GRAVE[path])

    assert asked.status_code == 403
    assert "Подтвердите, что это вы" in asked.text
    assert HOSTILE not in asked.text
    assert {name: value.replace("\r\n", "\n") for name, value in hidden(asked.text).items()} == GRAVE[path]
    assert f'action="{path}"' in asked.text


async def test_lets_it_be_done_once_the_password_was_right(owned_house: House, later: Client) -> None:
    asked = post(later, TOP_UP, **FORM)
    wrong = post(later, TOP_UP, **hidden(asked.text), proof="неверная лошадь")
    assert len(owned_house.storage.entries) == 1

    done = post(later, TOP_UP, **hidden(wrong.text), proof=PASSWORD)

    assert (wrong.status_code, done.status_code) == (403, 303)
    assert "Пароль не подходит" in wrong.text
    assert "неверная лошадь" not in wrong.text
    entry = owned_house.storage.entries[-1]
    assert (str(entry.amount), entry.reason, entry.author) == ("5.00", HOSTILE, "olga")


async def test_tries_are_counted(owned_house: House, later: Client) -> None:
    post(later, TOP_UP, **FORM, proof="неверная лошадь")
    owned_house.throttle.waits = {key: 41.5 for key, _ in owned_house.throttle.asked}

    refused = post(later, TOP_UP, **FORM, proof=PASSWORD)

    assert (refused.status_code, "Подождите 42 с" in refused.text) == (403, True)
    assert len(owned_house.storage.entries) == 1


async def test_is_not_asked_for_after_signing_in_nor_for_what_is_not_grave(owned_house: House, client: Client) -> None:
    assert post(client, TOP_UP, **FORM).status_code == 303
    owned_house.clock.advance(16 * 60)
    assert post(client, "/console/answering/stop", reason="хватит").status_code == 303
