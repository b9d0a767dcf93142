"""Two tabs of one person are in step, whatever is done in which."""

from playwright.async_api import Page, expect

from tests.integration.whole.browser import Sight, answers, messages, register, sandbox_of, say, visit
from tests.integration.whole.house import House
from tests.integration.whole.sandbox_client import sandbox_client

SLOW_ANSWER = " ".join(f"слово{number}" for number in range(400))


async def second_tab(page: Page, house: House) -> Page:
    tab = await page.context.new_page()
    await visit(tab, house)
    return tab


async def test_both_tabs_show_the_same_and_either_stops_the_answer(first_run: House, sight: Sight) -> None:
    one = sight.page
    async with sandbox_client(sandbox_of(first_run)) as sandbox:
        await sandbox.model("answer", match="обеих", text=SLOW_ANSWER, token_delay=0.1)
    await visit(one, first_run)
    await say(one, "Здравствуйте")
    await expect(answers(one)).to_have_count(1)
    other = await second_tab(one, first_run)
    await expect(answers(other)).to_have_count(1)
    await say(one, "Ответьте в обеих вкладках")
    await expect(messages(other, "person")).to_have_count(2)
    for tab in (one, other):
        await expect(messages(tab, "assistant").last.locator(".message-text")).to_contain_text("слово3 ")
    await other.click("#stop")

    for tab in (one, other):
        await expect(answers(tab).last).to_have_attribute("data-state", "stopped")
    shown = await answers(one).last.locator(".message-text").text_content()
    await expect(answers(other).last.locator(".message-text")).to_have_text(shown or "")


async def test_signing_in_and_out_reaches_every_tab(first_run: House, sight: Sight) -> None:
    one = sight.page
    await visit(one, first_run)
    other = await second_tab(one, first_run)
    await register(one, "two-tabs")
    await expect(other.locator("#person")).to_have_text("two-tabs")
    await other.click("#person")
    await other.click("#sign-out")

    for tab in (one, other):
        await expect(tab.locator("#sign-in")).to_be_visible()
        await expect(tab.locator("#connection")).to_have_attribute("data-state", "online")
