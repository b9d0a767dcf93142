import re
from collections.abc import Sequence

_ANCESTOR = re.compile(r"'self'|'none'|https?://[A-Za-z0-9.*-]+(:\d{1,5})?")


class FrameAncestorError(ValueError):
    """Something that is neither `'self'`, `'none'` nor a bare origin was given as a frame ancestor."""

    def __init__(self, ancestor: str) -> None:
        self.ancestor = ancestor
        super().__init__(f"not an origin that may frame a page: {ancestor!r}")


def create_security_headers(*, frame_ancestors: Sequence[str] = ("'none'",)) -> dict[str, str]:
    """Headers of every page and file the site serves.

    `frame_ancestors`: who may frame the page: `'self'`, `'none'` (nobody, the default), origins such as
    `https://example.org`.
    The policy allows no inline script or style, and HTML is put into the page only through the Trusted
    Types policy named `otklik` (`static/chat/html.js`).

    Raises FrameAncestorError when an entry is not of that form.
    """
    for ancestor in frame_ancestors:
        if not _ANCESTOR.fullmatch(ancestor):
            raise FrameAncestorError(ancestor)
    policy = {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        # 'self' covers ws: and wss: of the page's own origin (CSP 3, §6.7.2.8).
        "connect-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": " ".join(frame_ancestors),
        "require-trusted-types-for": "'script'",
        "trusted-types": "otklik",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }
