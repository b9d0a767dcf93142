"""What somebody who has signed in does with conversations, password and data."""

import json
from pathlib import Path

from playwright.async_api import expect

from tests.integration.whole.browser import Sight, answers, messages, register, say, visit
from tests.integration.whole.house import House


async def test_search_leads_to_the_message_in_another_conversation(first_run: House, sight: Sight) -> None:
    page = sight.page
    await visit(page, first_run)
    await register(page, "searcher")
    await say(page, "Где стоит ёлка?")
    await expect(answers(page)).to_have_count(1)
    await page.click("#conversations")
    await page.click("#conversation-new")
    await expect(messages(page, "person")).to_have_count(0)
    await say(page, "Другой разговор")
    await expect(answers(page)).to_have_count(1)
    await page.click("#conversations")
    await expect(page.locator("#conversation-list button")).to_have_count(2)
    await page.fill("#search", "ЕЛКА стоит")
    hit = page.locator("#conversation-list button", has_text="Вы: Где стоит ёлка?")
    await expect(hit.locator("mark")).to_have_text(["стоит", "ёлка"])
    await sight.keep("search")
    await hit.click()

    found = messages(page, "person")
    await expect(found).to_have_count(1)
    await expect(found).to_contain_text("Где стоит ёлка?")
    await expect(found).to_be_focused()
    await page.click("#conversations")
    await page.fill("#search", "такого нигде нет")
    await expect(page.locator("#conversations-note")).to_have_text("Найдено: 0 сообщений")
    await expect(page.locator("#conversation-list button")).to_have_count(0)


async def test_password_is_changed_and_the_old_one_is_dead(first_run: House, sight: Sight) -> None:
    page = sight.page
    await visit(page, first_run)
    await register(page, "changer")
    await page.click("#person")
    await page.click("#account-password summary")
    form = page.locator("#password-form")
    await form.locator('[name="password"]').fill("not this one 5")
    await form.locator('[name="new_password"]').fill("battery staple 7")
    await form.locator("button").click()
    await expect(page.locator("#password-error")).not_to_be_empty()
    await form.locator('[name="password"]').fill("correct horse 9")
    await form.locator("button").click()
    await expect(page.locator("#account-note")).to_contain_text("Пароль сменён")
    await page.click("#sign-out-everywhere")
    await expect(page.locator("#sign-in")).to_be_visible()

    await page.click("#sign-in")
    await page.fill('#auth-form input[name="login"]', "changer")
    await page.fill('#auth-form input[name="password"]', "correct horse 9")
    await page.click("#auth-submit")
    await expect(page.locator("#auth-error")).not_to_be_empty()
    await page.fill('#auth-form input[name="password"]', "battery staple 7")
    await page.click("#auth-submit")
    await expect(page.locator("#person")).to_have_text("changer")


async def test_everything_is_exported_and_then_erased(first_run: House, sight: Sight, tmp_path: Path) -> None:
    page = sight.page
    await visit(page, first_run)
    await register(page, "leaver")
    await say(page, "Запомните меня")
    await expect(answers(page)).to_have_count(1)
    await page.click("#person")
    await page.click('summary[data-i18n="export"]')
    async with page.expect_download() as downloading:
        await page.click("#export")
    await (await downloading.value).save_as(tmp_path / "otklik.json")
    export = json.loads((tmp_path / "otklik.json").read_text(encoding="utf-8"))
    assert export["person"]["login"] == "leaver"
    assert [message["author"] for message in export["messages"]] == ["person", "assistant"]

    await page.click('summary[data-i18n="erase"]')
    await page.click("#erase-form button")
    await expect(page.locator("#erase-error")).not_to_be_empty()
    await page.fill("#erase-password input", "correct horse 9")
    await page.click("#erase-form button")
    await expect(page.locator("#sign-in")).to_be_visible()
    await expect(messages(page, "person")).to_have_count(0)
    await page.click("#sign-in")
    await page.fill('#auth-form input[name="login"]', "leaver")
    await page.fill('#auth-form input[name="password"]', "correct horse 9")
    await page.click("#auth-submit")
    await expect(page.locator("#auth-error")).not_to_be_empty()


async def test_guest_may_be_forgotten_without_a_password(first_run: House, sight: Sight) -> None:
    page = sight.page
    await visit(page, first_run)
    await say(page, "Я гость")
    await expect(answers(page)).to_have_count(1)
    await page.click("#sign-in")
    await page.click("#guest-data")
    await expect(page.locator("#account-exits")).to_be_hidden()
    await page.click('summary[data-i18n="erase"]')
    await expect(page.locator("#erase-password")).to_be_hidden()
    await page.click("#erase-form button")

    await expect(messages(page, "person")).to_have_count(0)
    await expect(page.locator("#connection")).to_have_attribute("data-state", "online")
    await page.reload()
    await expect(page.locator("#intro")).to_be_visible()
