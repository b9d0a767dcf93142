"""The address of the owner's calendar: whoever knows it may read it, and nobody can guess it."""

import hashlib
import hmac
from typing import Final
from urllib.parse import urlencode

PATH: Final = "/deadlines.ics"
PARAMETER: Final = "signature"
# Says what is signed, so that no other signature under the same key is good for this.
_PURPOSE: Final = b"otklik:deadlines.ics:1"


def calendar_url(site: str, secret_key: str) -> str:
    """``site`` is where the server is found from outside: scheme, host and port."""
    return f"{site.rstrip('/')}{PATH}?{urlencode({PARAMETER: _sign(secret_key)})}"


def is_signed(given: str | None, secret_key: str) -> bool:
    """Compared in constant time, whatever was given."""
    return hmac.compare_digest((given or "").encode(errors="replace"), _sign(secret_key).encode())


def _sign(secret_key: str) -> str:
    return hmac.new(secret_key.encode(), _PURPOSE, hashlib.sha256).hexdigest()
