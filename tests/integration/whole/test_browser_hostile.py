"""A model that answers with markup, and a visitor who types it: nothing runs, nothing is fetched from elsewhere."""

from urllib.parse import urlsplit

import pytest
from playwright.async_api import Dialog, Request, expect

from tests.integration.whole.browser import Sight, answers, messages, sandbox_of, say, visit
from tests.integration.whole.house import House
from tests.integration.whole.sandbox_client import sandbox_client
from tests.unit.adapters.inbound.hostile_markdown import HOSTILE
from tests.unit.adapters.inbound.test_markdown import TAGS

ALLOWED = {*TAGS, "div", "span", "button", "svg", "use"}  # A block of code has a head of ours.

FOREIGN = """() => [...document.querySelectorAll(".message-text *")].flatMap((one) => [
    one.localName,
    ...[...one.attributes].filter(({ name }) => name.startsWith("on") || name === "style").map(({ name }) => name),
    ...(one.matches("a[href]") && !/^(https?|mailto):/.test(one.href) ? [one.href] : []),
])"""


@pytest.mark.parametrize("part", range(2))
async def test_hostile_answer_is_only_text_while_it_streams_and_after(
    first_run: House, sight: Sight, part: int
) -> None:
    page = sight.page
    ran: list[str] = []
    asked: list[str] = []

    async def dismiss(dialog: Dialog) -> None:
        ran.append(dialog.message)
        await dialog.dismiss()

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("dialog", dismiss)
    page.context.on("request", note)
    text = "\n\n".join(HOSTILE[part::2]).replace("\0", "")
    async with sandbox_client(sandbox_of(first_run)) as sandbox:
        await sandbox.model("answer", match=f"часть {part}", text=text, token_delay=0.01)
    await visit(page, first_run)
    await say(page, f"часть {part} <img src=//evil.example onerror=alert(1)>")
    streamed = messages(page, "assistant").locator(".message-text")
    while await answers(page).count() == 0:
        assert await streamed.locator(":scope.message-plain *").count() == 0
    await expect(messages(page, "person").locator("img")).to_have_count(0)

    found = set(await page.evaluate(FOREIGN))
    assert found <= ALLOWED
    assert ran == []
    assert {urlsplit(url).netloc for url in asked if not url.startswith("data:")} == {urlsplit(first_run.url).netloc}


async def test_script_that_got_into_the_page_would_not_run(first_run: House, sight: Sight) -> None:
    page = sight.page
    await visit(page, first_run)
    ran = await page.evaluate(
        """async () => {
            const script = document.createElement("script");
            try { script.textContent = "globalThis.ran = true"; } catch { return "refused"; }
            document.body.append(script);
            const image = document.createElement("img");
            image.setAttribute("onerror", "globalThis.ran = true");
            image.src = "data:,";
            document.body.append(image);
            await new Promise((resolve) => image.addEventListener("error", resolve, { once: true }));
            try { document.body.innerHTML = "<b>x</b>"; } catch { return String(globalThis.ran); }
            return "replaced";
        }"""
    )

    assert ran in {"refused", "undefined"}
    assert sight.complaints
    sight.complaints.clear()
