"""The widget on another site: out of reach of its styles, usable by keyboard, deaf to messages of strangers."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.integration.whole.browser import Sight, answers, browsing_with_a_profile, messages, sandbox_of
from tests.integration.whole.host_site import HostSite
from tests.integration.whole.house import House
from tests.integration.whole.sandbox_client import sandbox_client

LAUNCHER = "otklik-widget .launcher"
FRAME = "otklik-widget iframe"
SLOW_ANSWER = " ".join(f"слово{number}" for number in range(30))


async def open_widget(page: Page, site: HostSite) -> None:
    await page.goto(site.url)
    await page.click(LAUNCHER)
    await expect(page.frame_locator(FRAME).locator("#connection")).to_have_attribute("data-state", "online")
    await expect(page.frame_locator(FRAME).locator("#composer-text")).to_be_focused()


async def test_visitor_of_another_site_chats_by_keyboard_alone(
    first_run: House, host_site: HostSite, sight: Sight
) -> None:
    page = sight.page
    await page.goto(host_site.url)
    await expect(page.locator(LAUNCHER)).to_have_css("opacity", "1")
    await expect(page.locator(LAUNCHER)).to_be_visible()
    assert page.frames[1:] == []  # Nobody is connected before somebody asks.
    await page.focus("a")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    frame = page.frame_locator(FRAME)
    await expect(frame.locator("#title")).to_have_text("Мастерская «Глина»")
    await expect(frame.locator("#composer-text")).to_be_focused()
    await expect(page.locator(LAUNCHER)).to_have_attribute("aria-expanded", "true")
    await page.keyboard.type("Сколько стоит занятие?")
    await page.keyboard.press("Enter")
    await expect(answers(frame).locator(".message-text")).to_contain_text("1500 ₽")
    await sight.keep("widget")
    await page.keyboard.press("Escape")

    await expect(page.locator(FRAME)).to_be_hidden()
    await expect(page.locator(LAUNCHER)).to_be_focused()
    await expect(page.locator(LAUNCHER)).to_have_attribute("aria-expanded", "false")


async def test_visitor_who_comes_back_finds_the_conversation(
    first_run: House, host_site: HostSite, tmp_path: Path
) -> None:
    async with browsing_with_a_profile(tmp_path) as sight:
        page = sight.page
        await open_widget(page, host_site)
        frame = page.frame_locator(FRAME)
        await page.keyboard.type("Здравствуйте")
        await page.keyboard.press("Enter")
        await expect(answers(frame)).to_have_count(1)
        await page.reload()
        await page.click(LAUNCHER)

        await expect(answers(frame)).to_have_count(1)
        await frame.locator("#widget-close").click()
        await expect(page.locator(LAUNCHER)).to_be_focused()
        assert sight.complaints == []


async def test_answer_to_a_closed_widget_is_counted_and_marked_as_new(
    first_run: House, host_site: HostSite, sight: Sight
) -> None:
    page = sight.page
    async with sandbox_client(sandbox_of(first_run)) as sandbox:
        await sandbox.model("answer", match="подожду", text=SLOW_ANSWER, token_delay=0.15)
    await open_widget(page, host_site)
    frame = page.frame_locator(FRAME)
    await page.keyboard.type("Я подожду")
    await page.keyboard.press("Enter")
    await expect(messages(frame, "assistant")).to_have_attribute("data-state", "writing")
    await page.click(LAUNCHER)

    await expect(page.locator("otklik-widget .badge")).to_have_text("1")
    await expect(page.locator(LAUNCHER)).to_have_attribute("aria-label", "Открыть чат. Новых сообщений: 1")
    await page.click(LAUNCHER)
    await expect(page.locator("otklik-widget .badge")).to_be_hidden()
    await expect(frame.locator(".unread")).to_be_visible()
    await expect(frame.locator(".unread + .message .message-text")).to_have_text(SLOW_ANSWER)


WRONG_MESSAGES = """(send) => {
    const own = document.querySelector("otklik-widget").shadowRoot.querySelector("iframe").contentWindow;
    const good = { otklik: 1, type: "close" };
    const wrong = [
        [{ origin: "https://evil.example", source: own }, good],
        [{ origin: send, source: window }, good],
        [{ origin: "null", source: null }, good],
        ...[null, "close", 1, [], { type: "close" }, { otklik: 2, type: "close" }, { otklik: 1 }].map(
            (data) => [{ origin: send, source: own }, data]),
        ...["toString", "__proto__", "constructor", {}].map(
            (type) => [{ origin: send, source: own }, { otklik: 1, type }]),
        ...[-1, 1.5, "3", NaN, 1e99].map(
            (count) => [{ origin: send, source: own }, { otklik: 1, type: "unread", count }]),
    ];
    for (const [from, data] of wrong) dispatchEvent(new MessageEvent("message", { ...from, data }));
}"""

WRONG_CONFIGURATIONS = """(host) => {
    const good = { otklik: 1, type: "configure", title: "Чужое", theme: "dark" };
    const wrong = [
        [{ origin: "https://evil.example", source: parent }, good],
        [{ origin: `${host}.evil.example`, source: parent }, good],
        [{ origin: "", source: parent }, good],
        [{ origin: host, source: window }, good],
        ...[null, "configure", { ...good, otklik: "1" }, { otklik: 1, type: "configure", title: 5, theme: "x" }].map(
            (data) => [{ origin: host, source: parent }, data]),
    ];
    for (const [from, data] of wrong) dispatchEvent(new MessageEvent("message", { ...from, data }));
}"""


async def test_messages_of_a_wrong_origin_or_shape_are_not_heard(
    first_run: House, host_site: HostSite, sight: Sight
) -> None:
    page = sight.page
    await open_widget(page, host_site)
    await page.evaluate(WRONG_MESSAGES, first_run.url)
    await page.frames[1].evaluate(WRONG_CONFIGURATIONS, host_site.url)

    await expect(page.locator(FRAME)).to_be_visible()
    await expect(page.locator("otklik-widget .badge")).to_be_hidden()
    frame = page.frame_locator(FRAME)
    await expect(frame.locator("#title")).to_have_text("Мастерская «Глина»")
    assert await frame.locator("html").get_attribute("data-theme") is None


@pytest.mark.parametrize(("site", "path"), [("url", "/"), ("stranger", "/embed")])
async def test_frame_stays_empty_when_the_site_may_not_show_the_page(
    first_run: House, host_site: HostSite, sight: Sight, site: str, path: str
) -> None:
    page = sight.page
    await page.goto(f"{getattr(host_site, site)}/frame{path}")
    await page.wait_for_load_state()

    await expect(page.frame_locator("iframe").locator("#composer")).to_have_count(0)
    assert any("frame-ancestors" in complaint for complaint in sight.complaints)
    sight.complaints.clear()
