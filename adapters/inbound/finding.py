"""What an examination of the surroundings found, in words for people."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """
    One part, as ``otklik doctor`` and the console tell of it; ``is_fatal`` when the server could not work with it.

    ``name`` is what people call the part; ``advice`` what to do, empty when there is nothing to do.
    """

    part: str
    says: str
    is_good: bool
    is_fatal: bool = False
    name: str = ""
    advice: str = ""
