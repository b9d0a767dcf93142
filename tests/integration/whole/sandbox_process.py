"""The sandbox as a process of its own, with times that tests can wait for: ``python -m … PORT CONFIG``."""

import asyncio
import json
import sys
from typing import Any

from adapters.sandbox.config import SandboxConfig
from adapters.sandbox.server import serve_sandbox
from tests.integration.services.ports import HOST


async def serve(port: int, settings: dict[str, Any]) -> None:
    async with serve_sandbox(SandboxConfig(**settings), host=HOST, port=port):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), json.loads(sys.argv[2])))
