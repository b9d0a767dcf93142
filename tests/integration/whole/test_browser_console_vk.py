"""An operator's work with VK in the console: an answer in a dialog, drafts, the page of an answer."""

from collections.abc import AsyncIterator
from urllib.parse import quote

import pytest
from playwright.async_api import Page, expect

from tests.integration.whole.accessibility import violations
from tests.integration.whole.browser import Sight, browsing, look
from tests.integration.whole.conftest import OpenHouse
from tests.integration.whole.house import House
from tests.integration.whole.operator import employ, sign_in
from tests.integration.whole.sandbox_client import SandboxClient, stranger
from tests.integration.whole.waiting import until

MARKDOWN = "## Занятия\n\n**Да**, есть [места](https://a.example/x):\n\n- вторник\n- суббота\n\n`код` и 🙂"
PLAIN = "Занятия\n\nДа, есть места (https://a.example/x):\n\n• вторник\n• суббота\n\nкод и 🙂"
WIDTHS = [360, 768, 1440]


@pytest.fixture
async def drafting(open_house: OpenHouse, vk: SandboxClient) -> AsyncIterator[House]:
    """A community whose messages are answered when a person has approved the answer."""
    house = open_house(VK_MESSAGE_POLICY="draft")
    house.start()
    await employ(house)
    await vk.send_events_to(house)
    yield house
    assert house.complaints() == []


async def open_dialog(page: Page, house: House, mark: str) -> None:
    """The latest one in which this was said."""
    await sign_in(page, house)
    await page.goto(f"{house.url}/console?search={quote(mark)}")
    await page.click(".inbox-row >> nth=0")
    await expect(page.locator("#thread")).to_contain_text(mark)


async def draft_for(vk: SandboxClient, page: Page, house: House, question: str) -> int:
    """A person whose question has a draft, open in the console."""
    person = stranger()
    await vk.model("answer", match=question, text=MARKDOWN)
    await vk.say(question, by=person)
    await open_dialog(page, house, question)
    await expect(page.locator(".draft textarea.input")).to_have_value(MARKDOWN)
    return person


async def ended(house: House, state: str) -> None:
    async def look_again() -> bool:
        return any(turn["state"] == state for turn in await house.ask("turns", "list", "--limit", "10"))

    await until(look_again, f"a turn that is {state}")


async def test_operator_answers_in_a_dialog_and_sees_who_it_is(house: House, wall: SandboxClient, sight: Sight) -> None:
    await employ(house)
    page, person = sight.page, stranger()
    await wall.model("answer", match="в личку", text=MARKDOWN)
    await wall.say("Спрошу в личку про занятия", by=person)
    await wall.message_to(person)
    await open_dialog(page, house, "Спрошу в личку")

    bubble = page.locator('.said[data-author="assistant"]')
    await expect(bubble.locator("strong", has_text="Да")).to_be_visible()
    await expect(bubble.locator("li")).to_have_count(2)
    # So the stand-in calls whom it does not know.
    await expect(page.locator("h1")).to_have_text(f"Гость {person}")
    await expect(page.locator(".people")).to_contain_text(f"VK id{person}")

    await page.fill("#answer-text", "Здравствуйте, **это** Ольга.")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator('.said[data-author="operator"]')).to_contain_text("Здравствуйте, **это** Ольга.")
    assert (await wall.message_to(person, number=2))["text"] == "Здравствуйте, **это** Ольга."
    assert [said["text"] for said in await wall.said_to(person)] == [PLAIN, "Здравствуйте, **это** Ольга."]


async def test_draft_is_approved_as_it_is(drafting: House, vk: SandboxClient, sight: Sight) -> None:
    person = await draft_for(vk, sight.page, drafting, "Утвердите это?")
    await sight.page.dblclick('.draft button:has-text("Отправить")')

    assert (await vk.message_to(person))["text"] == PLAIN
    await ended(drafting, "settled")
    await expect(sight.page.locator('.said[data-author="assistant"]')).to_contain_text("вторник")
    assert len(await vk.said_to(person)) == 1


async def test_draft_is_edited_and_then_approved(drafting: House, vk: SandboxClient, sight: Sight) -> None:
    person = await draft_for(vk, sight.page, drafting, "Поправьте это?")
    await sight.page.fill(".draft textarea.input", "Да, в *субботу*.")
    await sight.page.click('.draft button:has-text("Отправить")')

    assert (await vk.message_to(person))["text"] == "Да, в субботу."
    await ended(drafting, "settled")


async def test_draft_is_rejected_and_costs_nothing(drafting: House, vk: SandboxClient, sight: Sight) -> None:
    before = await drafting.ask("balance", "show")
    person = await draft_for(vk, sight.page, drafting, "Отклоните это?")
    await sight.page.click('.draft button:has-text("Не отвечать")')

    await expect(sight.page.locator("#thread .draft")).to_have_count(0)
    await ended(drafting, "declined")
    assert await vk.said_to(person) == []
    assert await drafting.ask("balance", "show") == before


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_wrong_with_drafts_and_answers(drafting: House, vk: SandboxClient, scheme: str) -> None:
    async with browsing() as browser:
        seen = await look(browser, color_scheme=scheme, reduced_motion="reduce")
        page = seen.page
        await draft_for(vk, page, drafting, "Покажите черновик?")
        conversation = page.url
        pages = {"draft": conversation}
        await page.click(".draft >> text=подробнее")
        await expect(page.locator("h1")).to_have_text("Один ответ")
        pages["turn"] = page.url
        pages["not found"] = f"{drafting.url}/console/nowhere/at/all"
        wrong = {}
        for name, url in pages.items():
            await page.goto(url)
            for width in WIDTHS:
                await page.set_viewport_size({"width": width, "height": 900})
                wrong[name, width] = await violations(page)
                await seen.keep(f"{name}-{width}-{scheme}")
                assert await page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)

    assert {where: found for where, found in wrong.items() if found} == {}
