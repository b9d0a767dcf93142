"""Everybody can use the page: axe finds nothing in any state, and what it cannot see is looked at here."""

import pytest
from playwright.async_api import expect

from tests.integration.whole.accessibility import violations
from tests.integration.whole.browser import Sight, answers, browsing, look, messages, register, sandbox_of, say, visit
from tests.integration.whole.host_site import HostSite
from tests.integration.whole.house import House
from tests.integration.whole.sandbox_client import sandbox_client

SENTENCES = " ".join(f"Это предложение номер {number}." for number in range(12))

SMALL_TARGETS = """() => [...document.querySelectorAll("button, a[href], input, textarea")]
    .filter((one) => one.checkVisibility() && !one.closest("p, label") && one.className !== "skip-link")
    .map((one) => ({ name: one.id || one.className, ...one.getBoundingClientRect().toJSON() }))
    .filter(({ width, height }) => Math.min(width, height) < 24)"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_in_any_state(first_run: House, scheme: str) -> None:
    async with browsing() as browser:
        page = (await look(browser, color_scheme=scheme, reduced_motion="reduce")).page
        found: dict[str, list[str]] = {}
        await visit(page, first_run)
        found["empty"] = await violations(page)
        async with sandbox_client(sandbox_of(first_run)) as sandbox:
            await sandbox.model("error", match="сломается", status=400)
            await sandbox.model("answer", match="медленно", text=SENTENCES, token_delay=0.2)
        await say(page, "Покажите markdown")
        await expect(answers(page)).to_have_count(1)
        await say(page, "Этот ответ сломается")
        await expect(answers(page)).to_have_count(2)
        await say(page, "/balance")
        await expect(messages(page, "system")).to_have_count(1)
        found["conversation"] = await violations(page)
        await say(page, "Ответьте медленно")
        await expect(messages(page, "assistant").last).to_have_attribute("data-state", "writing")
        found["writing"] = await violations(page)
        await page.keyboard.press("Escape")
        await page.click("#sign-in")
        await page.click("#auth-submit")
        await expect(page.locator("#auth-error")).not_to_be_empty()
        found["signing in"] = await violations(page)
        await page.keyboard.press("Escape")
        await register(page, f"axe-{scheme}")
        found["signed in"] = await violations(page)
        await page.click("#conversations")
        await expect(page.locator("#conversation-list button")).to_have_count(1)
        await page.fill("#search", "markdown")
        await expect(page.locator("mark").first).to_be_visible()
        found["conversations"] = await violations(page)
        await page.click("#conversations-close")
        await page.click("#person")
        await page.eval_on_selector_all("#account-dialog details", "all => all.forEach((one) => (one.open = true))")
        found["account"] = await violations(page)

        assert {state: wrong for state, wrong in found.items() if wrong} == {}


async def test_axe_finds_nothing_in_the_widget(first_run: House, host_site: HostSite, sight: Sight) -> None:
    page = sight.page
    await page.goto(host_site.url)
    await expect(page.locator("otklik-widget .launcher")).to_be_visible()
    assert await violations(page) == []
    await page.click("otklik-widget .launcher")
    frame = page.frame_locator("otklik-widget iframe")
    await expect(frame.locator("#connection")).to_have_attribute("data-state", "online")

    assert await violations(page) == []


async def test_answer_is_read_out_by_sentences_and_only_once(first_run: House, sight: Sight) -> None:
    page = sight.page
    async with sandbox_client(sandbox_of(first_run)) as sandbox:
        await sandbox.model("answer", match="вслух", text=SENTENCES, token_delay=0.05)
    await visit(page, first_run)
    await say(page, "Прочитайте вслух")
    await expect(answers(page)).to_have_count(1)
    await expect(page.locator("#announcer p").last).to_contain_text("номер 11.")

    spoken = await page.locator("#announcer p").all_text_contents()
    assert 1 < len(spoken) < 12
    assert all(part.endswith(".") for part in spoken)
    assert " ".join(spoken) == f"Помощник: {SENTENCES}"
    assert await page.get_attribute("#messages", "aria-live") == "off"


async def test_everything_is_reached_by_keyboard_with_its_focus_seen(first_run: House, sight: Sight) -> None:
    page = sight.page
    await visit(page, first_run)
    await say(page, "Покажите markdown")
    await expect(answers(page)).to_have_count(1)
    await page.evaluate("document.activeElement.blur()")
    reached = []
    for _ in range(30):
        await page.keyboard.press("Tab")
        name, seen = await page.evaluate(
            """() => {
                const one = document.activeElement;
                const style = getComputedStyle(one);
                const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
                const framed = one.id === "composer-text" && getComputedStyle(one.form).boxShadow !== "none";
                return [one.id || one.className, one === document.body || ringed || framed];
            }"""
        )
        assert seen, f"no focus to be seen on {name}"
        reached.append(name)

    assert {"skip-link", "language", "sign-in", "messages", "composer-text"} <= set(reached)
    assert any("code-copy" in name for name in reached)
    assert any("message-rate-up" in name for name in reached)


@pytest.mark.parametrize("width", [320, 360])
async def test_narrow_screen_needs_no_scrolling_sideways_and_targets_are_large_enough(
    first_run: House, width: int
) -> None:
    async with browsing() as browser:
        page = (await look(browser, viewport={"width": width, "height": 640}, has_touch=True)).page
        await visit(page, first_run)
        await say(page, "Покажите markdown")
        await expect(answers(page)).to_have_count(1)

        assert await page.evaluate("document.documentElement.scrollWidth") == width
        assert await page.evaluate(SMALL_TARGETS) == []


async def test_nothing_moves_for_those_who_asked_for_it(first_run: House) -> None:
    async with browsing() as browser:
        page = (await look(browser, reduced_motion="reduce")).page
        async with sandbox_client(sandbox_of(first_run)) as sandbox:
            await sandbox.model("answer", match="спокойно", text=SENTENCES, token_delay=0.1)
        await visit(page, first_run)
        await say(page, "Ответьте спокойно")
        await expect(messages(page, "assistant")).to_have_attribute("data-state", "writing")

        assert await page.evaluate("document.getAnimations().length") == 0
