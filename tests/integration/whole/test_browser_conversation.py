"""An operator's work in one conversation, on the site and in VK."""

import pytest
from playwright.async_api import Page, expect

from tests.integration.whole.accessibility import violations
from tests.integration.whole.browser import Sight, answers, browsing, look, messages, sandbox_of, say, visit
from tests.integration.whole.house import House
from tests.integration.whole.operator import employ, sign_in
from tests.integration.whole.sandbox_client import sandbox_client

WIDTHS = [360, 768, 1440]


@pytest.fixture
async def house(first_run: House) -> House:
    await employ(first_run)
    return first_run


async def open_latest(page: Page, house: House, mark: str) -> None:
    """The first conversation of the inbox whose row has ``mark`` in it."""
    await sign_in(page, house)
    await page.click(f'.inbox-row:has-text("{mark}") >> nth=0')
    await expect(page.locator("#live")).to_have_attribute("data-state", "on")


async def test_operator_answers_a_visitor_who_sees_it_at_once(house: House, sight: Sight) -> None:
    page = sight.page
    async with browsing() as others:
        visitor = (await look(others)).page
        await visit(visitor, house)
        await say(visitor, "/operator нужен живой человек")
        await open_latest(page, house, "Система")
        await expect(page.locator("#beside")).to_contain_text("Здесь зовут человека")

        await page.fill("#answer-text", "Здравствуйте! <b>Я</b> здесь.")
        await page.keyboard.press("Control+Enter")
        await expect(page.locator('.said[data-author="operator"]')).to_contain_text("<b>Я</b> здесь.")
        await expect(messages(visitor, "operator")).to_contain_text("<b>Я</b> здесь.")
        await expect(page.locator("#beside")).to_contain_text("Отвечает человек (olga)")

        await say(visitor, "Спасибо, это вопрос человеку")
        await expect(page.locator("#thread")).to_contain_text("это вопрос человеку")
        await expect(page.locator("#thread")).to_contain_text("отвечал человек")
        await page.click("text=Вернуть помощнику")
        await expect(page.locator("#beside")).to_contain_text("Отвечает помощник")
        await say(visitor, "А это помощнику")
        await expect(page.locator('.said[data-author="assistant"]')).to_have_count(1)


async def test_what_is_being_written_is_kept_when_the_page_refreshes_itself(house: House, sight: Sight) -> None:
    page = sight.page
    async with browsing() as others:
        visitor = (await look(others)).page
        await visit(visitor, house)
        await say(visitor, "Первый вопрос посетителя")
        await expect(answers(visitor)).to_have_count(1)
        await open_latest(page, house, "Помощник")
        await page.fill("#answer-text", "Пишу ответ")

        await say(visitor, "Второй вопрос посетителя")
        await expect(page.locator("#thread")).to_contain_text("Второй вопрос")
        await expect(page.locator("#answer-text")).to_have_value("Пишу ответ")
        await expect(page.locator("#answer-text")).to_be_focused()


async def test_operator_answers_a_comment_in_vk_once(house: House, sight: Sight) -> None:
    page = sight.page
    async with sandbox_client(sandbox_of(house)) as sandbox:
        post = await sandbox.post()
        asked = await sandbox.comment(post, "Сколько стоит занятие для двоих?")
        await sandbox.answer(post, to=asked)
        await open_latest(page, house, "Комментарии VK")
        await page.fill("#answer-text", "Для двоих три тысячи.")
        await page.dblclick(".answer button")
        await expect(page.locator('.said[data-author="operator"]')).to_contain_text("Для двоих три тысячи.")
        await expect(page.locator("#thread")).not_to_contain_text("Отправляется")
        told = [each["text"] for each in await sandbox.answers(post, to=asked)]

    assert told.count("Для двоих три тысячи.") == 1


async def test_failed_answer_is_dismissed_and_its_person_blocked(house: House, sight: Sight) -> None:
    page = sight.page
    page.on("dialog", lambda dialog: dialog.accept())
    async with browsing() as others, sandbox_client(sandbox_of(house)) as sandbox:
        await sandbox.model("error", match="не выйдет", status=400)
        visitor = (await look(others)).page
        await visit(visitor, house)
        await say(visitor, "Из этого не выйдет ничего")
        await open_latest(page, house, "не выйдет")
        await expect(page.locator("#thread")).to_contain_text("Не удалось")

        await page.click("text=Оставить без ответа")
        await expect(page.locator("#thread")).to_contain_text("решено не отвечать")
        await page.click("text=Заблокировать")
        await expect(page.locator("#beside")).to_contain_text("Заблокирован с")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_wrong_and_nothing_is_wider_than_the_window(house: House, scheme: str) -> None:
    async with browsing() as browser, sandbox_client(sandbox_of(house)) as sandbox:
        await sandbox.model("error", match="сломается", status=400)
        visitor = (await look(browser)).page
        await visit(visitor, house)
        await say(visitor, "Здравствуйте! Когда у вас ближайшее занятие по керамике и сколько оно длится?")
        await expect(answers(visitor)).to_have_count(1)
        await say(visitor, "Этот ответ сломается")
        await expect(answers(visitor)).to_have_count(2)
        await say(visitor, "/operator позовите человека")
        await expect(messages(visitor, "system")).to_have_count(1)
        seen = await look(browser, color_scheme=scheme, reduced_motion="reduce")
        page = seen.page
        await open_latest(page, house, "Зовёт человека")
        wrong: dict[int, list[str]] = {}
        for width in WIDTHS:
            await page.set_viewport_size({"width": width, "height": 900})
            wrong[width] = await violations(page)
            await seen.keep(f"conversation-{width}-{scheme}")
            assert await page.evaluate("document.documentElement.scrollWidth") <= width

    assert {width: found for width, found in wrong.items() if found} == {}
