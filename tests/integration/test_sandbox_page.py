"""The sandbox's page in a real browser."""

from playwright.async_api import async_playwright, expect

from tests.integration.sandbox_bench import ANNA, running

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


async def test_person_comments_in_the_browser_and_sees_the_answer() -> None:
    async with running() as sut, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        page = await browser.new_page(viewport={"width": 360, "height": 740}, locale="ru-RU")
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(sut.url)
        await page.fill(".post form.comment-form textarea", "Почём? <img src=x onerror=alert(1)>")
        await page.keyboard.press("Enter")
        await expect(page.locator('.comment[data-author="person"] .text')).to_contain_text("<img src=x")
        asked = (await sut.state())["posts"][0]["comments"][0]["id"]
        await sut.comment(message="1500 ₽", reply_to_comment=asked)
        await expect(page.locator('.replies .comment[data-author="community"] .text')).to_have_text("1500 ₽")
        await page.fill("#dialog-form textarea", "Привет")
        await page.click("#dialog-form button[type=submit]")
        await expect(page.locator('.dialog-message[data-author="person"]')).to_have_count(1)
        await sut.vk("messages.send", peer_id=ANNA, message="Здравствуйте", random_id=5)
        await expect(page.locator('.dialog-message[data-author="community"]')).to_contain_text("Здравствуйте")
        width = await page.evaluate("document.documentElement.scrollWidth")
        await browser.close()

    assert complaints == []
    assert width == 360
