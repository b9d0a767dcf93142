"""GET /health/live, /health/ready and /metrics."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from domain.errors import OtklikError

Check = Callable[[], Awaitable[str]]
"""Says in a word how a part is (``ok``, ``off``, …); raises OtklikError when it cannot work."""


def create_health(
    *, checks: Mapping[str, Check], render_metrics: Callable[[], Awaitable[tuple[bytes, str]]]
) -> list[HTTPRouteHandler]:
    @get("/health/live", sync_to_thread=False)
    def live() -> dict[str, str]:
        """Tell that the process answers; asks nobody else, so that a lost database restarts nothing."""
        return {"status": "ok"}

    @get("/health/ready")
    async def ready() -> Response[dict[str, Any]]:
        """Tell of each part whether it can do its work; 503 when one cannot."""
        parts: dict[str, str] = {}
        is_ready = True
        for name, check in checks.items():
            try:
                parts[name] = await check()
            except OtklikError as error:
                parts[name] = f"failed: {type(error).__name__}"
                is_ready = False
        body = {"status": "ok" if is_ready else "failed", "parts": parts}
        return Response(body, status_code=200 if is_ready else 503)

    @get("/metrics", include_in_schema=False)
    async def metrics() -> Response[bytes]:
        body, content_type = await render_metrics()
        return Response(body, headers={"content-type": content_type})

    return [live, ready, metrics]
