"""The server is killed in mid-answer and comes back: the page keeps what is written meanwhile and misses nothing."""

from playwright.async_api import expect

from tests.integration.whole.accessibility import violations
from tests.integration.whole.browser import answers, browsing, look, messages, say, visit
from tests.integration.whole.conftest import OpenHouse
from tests.integration.whole.house import House
from tests.integration.whole.sandbox_client import SandboxClient
from tests.integration.whole.waiting import until

ANSWER = " ".join(f"слово{number}" for number in range(60))


async def test_kill_in_mid_answer_costs_the_page_nothing(open_house: OpenHouse, vk: SandboxClient) -> None:
    house = open_house(LEASE_SECONDS="1")
    await vk.model("answer", match="первый", text=ANSWER, token_delay=0.05, times=2)
    await house.restart()
    async with browsing() as browser:
        sight = await look(browser)
        page = sight.page
        await visit(page, house)
        await say(page, "Вопрос первый")
        await expect(messages(page, "assistant").locator(".message-text")).to_contain_text("слово3 ")
        house.kill()

        await expect(page.locator("#offline")).to_be_visible()
        await sight.keep("offline")
        await say(page, "Вопрос второй")
        await say(page, "Вопрос третий")
        await expect(page.locator('.message-mark[data-mark="sending"]')).to_have_count(2)
        assert await violations(page) == []
        await house.restart()

        await expect(page.locator("#offline")).to_be_hidden()
        await expect(page.locator('.message-mark[data-mark="sent"]')).to_have_count(3)
        await until(lambda: all_settled(house), "every turn to be settled")
        assert await page.locator(".message[data-author=person] .message-text").all_text_contents() == [
            "Вопрос первый",
            "Вопрос второй",
            "Вопрос третий",
        ]
        await expect(answers(page).first.locator(".message-text")).to_have_text(ANSWER)
        shown = await page.locator(".message[data-author=assistant] .message-text").all_text_contents()
        await page.reload()
        await expect(answers(page)).to_have_count(len(shown))
        assert await page.locator(".message[data-author=assistant] .message-text").all_text_contents() == shown
        assert [text.strip() for text in shown].count(ANSWER) == 1


async def all_settled(house: House) -> bool:
    _, turns = await house.books()
    return bool(turns) and {turn["state"] for turn in turns} == {"settled"}
