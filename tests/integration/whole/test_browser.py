"""``otklik serve`` without any key, as somebody sees it who has just installed it: two pages in a real browser."""

import re

from playwright.async_api import expect

from tests.integration.whole.browser import Sight, messages, sandbox_of, say
from tests.integration.whole.house import House
from tests.integration.whole.sandbox_client import sandbox_client

SLOW_ANSWER = " ".join(f"слово{number}" for number in range(40))


async def test_comment_on_the_sandboxs_wall_is_answered(first_run: House, sight: Sight) -> None:
    page = sight.page
    await page.goto(sandbox_of(first_run))
    await page.locator(".post form.comment-form textarea").first.fill("Сколько стоит занятие? <b>жирно</b>")
    await page.keyboard.press("Enter")

    # Other tests comment on the same wall.
    asked = page.locator('.comment[data-author="person"]', has_text="<b>жирно</b>").first
    await expect(asked.locator(".text").first).to_contain_text("<b>жирно</b>")
    await expect(asked.locator(".delivery").first).not_to_be_empty()
    await expect(
        page.locator('.replies .comment[data-author="community"] .text', has_text="1500 ₽").first
    ).to_be_visible()
    await sight.keep("wall")


async def test_message_in_the_sandboxs_dialog_is_answered(first_run: House, sight: Sight) -> None:
    page = sight.page
    await page.goto(sandbox_of(first_run))
    await page.fill("#dialog-form textarea", "Привет, где вы?")
    await page.click("#dialog-form button[type=submit]")

    await expect(page.locator('.dialog-message[data-author="community"]').last).to_contain_text("Лесной, 5")
    await sight.keep("dialog")


async def test_answer_streams_on_the_page_and_stays_after_reload(first_run: House, sight: Sight) -> None:
    page = sight.page
    async with sandbox_client(sandbox_of(first_run)) as sandbox:
        await sandbox.model("answer", match="медленно", text=SLOW_ANSWER, token_delay=0.1)
    await page.goto(first_run.url)
    await expect(page.locator("#sandbox-notice")).to_be_visible()
    await say(page, "Расскажите медленно про глину")
    answer = messages(page, "assistant").first
    await expect(answer.locator(".message-text")).to_contain_text("слово3 ")
    await expect(answer).to_have_attribute("data-state", "writing")
    await sight.keep("writing")
    await page.reload()
    await expect(messages(page, "person")).to_have_count(1)
    await expect(messages(page, "assistant")).to_have_count(1)
    await expect(answer).not_to_have_attribute("aria-busy", "true")
    await expect(answer.locator(".message-text")).to_have_text(SLOW_ANSWER)

    await say(page, "А теперь markdown, пожалуйста")
    last = messages(page, "assistant").last
    await expect(last.locator(".message-text strong")).to_have_text("день")
    await expect(last.locator(".message-text a")).to_have_attribute("rel", re.compile("noopener"))
    await page.reload()

    await expect(messages(page, "assistant")).to_have_count(2)
    await expect(last.locator(".message-text strong")).to_have_text("день")
    await sight.keep("history")


async def test_visitor_registers_and_keeps_the_conversation(first_run: House, sight: Sight) -> None:
    page = sight.page
    await page.goto(first_run.url)
    await say(page, "Здравствуйте! <img src=x onerror=alert(1)>")
    await expect(messages(page, "assistant").first.locator(".message-time")).to_be_visible()
    await page.click("#sign-in")
    await page.click("#auth-switch")
    await page.fill('#auth-form input[name="login"]', "anna")
    await page.fill('#auth-form input[name="password"]', "12345678")
    await page.click("#auth-submit")
    await expect(page.locator("#auth-error")).not_to_be_empty()
    await sight.keep("weak_password")
    await page.fill('#auth-form input[name="password"]', "correct horse 9")
    await page.click("#auth-submit")

    await expect(page.locator("#person")).to_have_text(re.compile("anna"))
    await expect(messages(page, "person")).to_have_count(1)
    await expect(messages(page, "person").first).to_contain_text("<img src=x onerror=alert(1)>")
    await page.reload()
    await expect(page.locator("#person")).to_have_text(re.compile("anna"))
    await expect(messages(page, "assistant")).to_have_count(1)
    await sight.keep("registered")
    await page.click("#person")
    await page.click("#sign-out")
    await expect(page.locator("#sign-in")).to_be_visible()
    await expect(messages(page, "person")).to_have_count(0)
