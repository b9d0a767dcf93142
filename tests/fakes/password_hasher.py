import hashlib
import hmac
from itertools import count


class FakePasswordHasher:
    """Salted and one-way like a real one, and fast; counts the comparisons, those with nobody among them."""

    def __init__(self) -> None:
        self._salts = count(1)
        self.hashed = 0
        self.verified: list[str | None] = []

    async def hash(self, password: str) -> str:
        self.hashed += 1
        return _hash(str(next(self._salts)), password)

    async def verify(self, password: str, hashed: str | None) -> bool:
        self.verified.append(hashed)
        kind, _, rest = (hashed or "").partition("$")
        salt = rest.partition("$")[0]
        return kind == "fake" and hmac.compare_digest(_hash(salt, password), hashed or "")

    def needs_rehash(self, hashed: str) -> bool:
        return not hashed.startswith("fake$")


def _hash(salt: str, password: str) -> str:
    digest = hashlib.sha256(f"{salt}${password}".encode("utf-8", "surrogatepass")).hexdigest()
    return f"fake${salt}${digest}"
