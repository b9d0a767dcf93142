"""What axe finds wrong with a page: WCAG 2.2 at level AA, and what is good practice beyond it."""

import json
from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # Which levels of headings an answer uses is the model's choice.
    "rules": {"heading-order": {"enabled": False}},
}


async def violations(page: Page) -> list[str]:
    found: dict[str, Any] = (await Axe().run(page, options=OPTIONS)).response
    return [f"{each['id']}: {json.dumps([node['target'] for node in each['nodes']])}" for each in found["violations"]]
