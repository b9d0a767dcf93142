"""VK's events at the door: all are kept and told ``ok``, a repeated one changes nothing, a foreign one is refused."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from tests.integration.whole.house import GROUP, VK_SECRET, House
from tests.integration.whole.sandbox_client import SandboxClient, stranger
from tests.unit.adapters.outbound.vk_events import EVENTS

both_databases = pytest.mark.parametrize("house", ["sqlite", "mariadb"], indirect=True)


def envelope(kind: str, content: dict[str, Any], **other: object) -> dict[str, Any]:
    whole = {"type": kind, "object": content, "group_id": GROUP, "event_id": uuid4().hex, "v": "5.199"}
    return whole | {"secret": VK_SECRET} | other


async def tell(house: House, body: object, *, retry: int = 0) -> httpx2.Response:
    headers = {"X-Retry-Counter": str(retry)} if retry else {}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    async with httpx2.AsyncClient(trust_env=False, timeout=20) as http:
        return await http.post(house.callback_url, content=content, headers=headers)
