"""The box and the keys: sending, stopping, recalling, trying again, rating, copying; each as a visitor does it."""

import json
import re

from playwright.async_api import WebSocketRoute, expect

from tests.integration.whole.browser import Sight, answers, messages, sandbox_of, say, visit
from tests.integration.whole.house import House
from tests.integration.whole.sandbox_client import sandbox_client

SLOW_ANSWER = " ".join(f"слово{number}" for number in range(400))


async def test_enter_sends_and_shift_enter_begins_a_line(first_run: House, sight: Sight) -> None:
    page = sight.page
    await visit(page, first_run)
    box = page.locator("#composer-text")
    await box.press_sequentially("Сколько стоит")
    await page.keyboard.press("Shift+Enter")
    await box.press_sequentially("занятие?")
    await expect(messages(page, "person")).to_have_count(0)
    await page.keyboard.press("Enter")

    said = messages(page, "person")
    await expect(said.locator(".message-text")).to_have_text("Сколько стоит\nзанятие?")
    await expect(said.locator(".message-mark")).to_have_attribute("data-mark", "sent")
    await expect(box).to_have_value("")
    await page.keyboard.press("ArrowUp")
    await expect(box).to_have_value("Сколько стоит\nзанятие?")


async def test_escape_stops_the_answer_and_keeps_what_was_shown(first_run: House, sight: Sight) -> None:
    page = sight.page
    async with sandbox_client(sandbox_of(first_run)) as sandbox:
        await sandbox.model("answer", match="остановлю", text=SLOW_ANSWER, token_delay=0.1)
    await visit(page, first_run)
    await say(page, "Этот ответ я остановлю")
    await expect(messages(page, "assistant").locator(".message-text")).to_contain_text("слово3 ")
    await expect(page.locator("#stop")).to_be_visible()
    await page.keyboard.press("Escape")

    stopped = answers(page)
    await expect(stopped).to_have_attribute("data-state", "stopped")
    await expect(stopped.locator(".message-note")).to_have_text("Остановлено")
    await expect(stopped.locator(".message-text")).to_contain_text("слово3 ")
    await expect(page.locator("#composer-text")).to_be_focused()
    await expect(page.locator("#stop")).to_be_hidden()


async def test_failed_answer_can_be_tried_again(first_run: House, sight: Sight) -> None:
    page = sight.page
    async with sandbox_client(sandbox_of(first_run)) as sandbox:
        await sandbox.model("error", match="сломается", status=400)
    await visit(page, first_run)
    await say(page, "Этот ответ сломается")
    await expect(answers(page)).to_have_attribute("data-state", "failed")
    await sight.keep("failed")
    await page.click(".message-retry")

    await expect(answers(page)).to_have_count(1)
    await expect(answers(page).locator(".message-text")).to_contain_text("сломается")
    await expect(messages(page, "person")).to_have_count(1)


async def test_refused_message_says_why_and_goes_again_under_the_same_id(first_run: House, sight: Sight) -> None:
    page = sight.page
    sent: list[str] = []

    def between(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def pass_on(frame: str | bytes) -> None:
            said = json.loads(frame)
            if said["type"] == "message":
                sent.append(said["id"])
            if said["type"] == "message" and len(sent) == 1:
                refusal = {"type": "error", "ref": said["ref"], "code": "rate_limited", "message": "Слишком часто"}
                socket.send(json.dumps(refusal | {"retry_after": 3}))
            else:
                server.send(frame)

        socket.on_message(pass_on)

    await page.route_web_socket("**/ws", between)
    await visit(page, first_run)
    await say(page, "Сколько стоит занятие?")
    refused = messages(page, "person")
    await expect(refused).to_have_attribute("data-state", "failed")
    await expect(refused.locator(".message-note")).to_have_text(
        "Не отправлено. Слишком часто. Можно повторить через 3 с."
    )
    await sight.keep("refused")
    await page.click(".message-resend")

    await expect(answers(page).locator(".message-text")).to_contain_text("1500 ₽")
    await expect(refused.locator(".message-mark")).to_have_attribute("data-mark", "sent")
    assert len(sent) == 2
    assert len(set(sent)) == 1


async def test_answer_is_rated_and_the_rate_taken_back(first_run: House, sight: Sight) -> None:
    page = sight.page
    await visit(page, first_run)
    await say(page, "Здравствуйте")
    up = answers(page).locator(".message-rate-up")
    down = answers(page).locator(".message-rate-down")
    await up.click()
    await expect(up).to_have_attribute("aria-pressed", "true")
    await down.click()
    await expect(up).to_have_attribute("aria-pressed", "false")
    await expect(down).to_have_attribute("aria-pressed", "true")
    await down.click()

    await expect(down).to_have_attribute("aria-pressed", "false")


async def test_code_and_answers_are_copied_as_they_were_written(first_run: House, sight: Sight) -> None:
    page = sight.page
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=first_run.url)
    await visit(page, first_run)
    await say(page, "Покажите markdown")
    answer = answers(page)
    await expect(answer.locator(".code-language")).to_have_text("python")
    await answer.locator(".code-copy").click()
    await expect(page.locator("#notice")).not_to_be_empty()
    copied = await page.evaluate("navigator.clipboard.readText()")
    assert copied == "def price(people: int) -> int:\n    return 1500 * people"

    await answer.locator(".message-copy").click()
    await page.wait_for_function("async () => (await navigator.clipboard.readText()).includes('**день**')")


async def test_page_speaks_the_browsers_language_until_it_is_told_another(first_run: House, sight: Sight) -> None:
    page = sight.page
    await visit(page, first_run)
    await expect(page.locator("#composer-text")).to_have_attribute("placeholder", "Напишите сообщение")
    await page.click("#language")
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await expect(page.locator("#composer-text")).to_have_attribute("placeholder", "Write a message")
    await say(page, "/help")
    await expect(messages(page, "system").first).to_contain_text(re.compile("[a-z]{4}"))
    await page.reload()

    await expect(page.locator("html")).to_have_attribute("lang", "en")
