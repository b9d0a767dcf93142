"""The language of somebody who has not told it."""

from collections.abc import Iterable
from typing import Final

RUSSIAN: Final = "ru"
ENGLISH: Final = "en"


def language_of(texts: Iterable[str]) -> str:
    """``ru`` or ``en``, by the alphabet of the first text that has letters; ``ru`` when none has."""
    for text in texts:
        letters = [letter for letter in text.lower() if letter.isalpha()]
        if letters:
            return RUSSIAN if any("а" <= letter <= "я" or letter == "ё" for letter in letters) else ENGLISH
    return RUSSIAN
