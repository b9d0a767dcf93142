"""What is remembered of a gift when the person is forgotten."""

import hashlib
import hmac
from typing import Final

from domain.person import Person

# Says what is signed, so that it is good for nothing else under the same key.
_PURPOSE: Final = "otklik:gift:1"


def gift_mark(person: Person, secret_key: str) -> str:
    """
    The key under which the community pays for somebody's gift.

    Of people of VK it is the same after they were erased and came back: a keyed hash of their number, from which
    nobody without the key can tell who it was. Of others it is theirs under their id.
    """
    if person.vk_id is None:
        return f"gift:{person.id}"
    said = f"{_PURPOSE}:vk:{person.vk_id}".encode()
    return f"gift:{hmac.new(secret_key.encode(), said, hashlib.sha256).hexdigest()}"
