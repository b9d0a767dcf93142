"""Links and prices that an answer may have in it, when the owner has listed them."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

_TOP: Final = (
    "ru|рф|su|com|org|net|info|biz|io|me|app|dev|site|online|shop|store|club|pro|xyz|top|link|cc|co|tv|ai|ly|gl|"
    "page|web|space|website|live|ua|by|kz|am|ge|uz|de|fr|uk|eu|us|cn|москва|рус|дети|онлайн|сайт|example"
)
_LINK: Final = re.compile(
    rf"(?:https?://|www\.)[^\s<>\"'()\[\]]+|(?:[\w.+-]+@)?(?:[\w-]+\.)+(?:{_TOP})(?![\w-])(?:/[^\s<>\"'()\[\]]*)?",
    re.IGNORECASE,
)
_MARKDOWN_LINK: Final = re.compile(r"!?\[([^\[\]\n]{0,500})\]\(([^()\n]{0,2000})\)")
_NUMBER: Final = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_THOUSANDS: Final = r"(?:тыс\.?|тысяч\w*|[кk](?!\w))"
_CURRENCY: Final = r"(?:₽|руб(?:\.|л\w+)?|р\.|rub(?:les?)?\b|roubles?\b|\$|€|долл\w*|usd\b|eur(?:os?)?\b|евро)"
_PRICE: Final = re.compile(
    rf"(?<![\d.,])(?:(?P<first>{_NUMBER})\s?[-–—]\s?)?(?P<last>{_NUMBER})\s?(?P<kilo>{_THOUSANDS})?\s?{_CURRENCY}"
    rf"|[$€₽]\s?(?P<before>{_NUMBER})",
    re.IGNORECASE,
)
_CYRILLIC: Final = re.compile(r"[а-яё]", re.IGNORECASE)
_SCHEME: Final = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """``links`` and ``prices`` are how many were taken out."""

    text: str
    links: int = 0
    prices: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowList:
    """
    None allows all; an empty list allows none.

    ``links`` are hosts, with the sites below them, or a host and the beginning of a path: ``shop.example``,
    ``vk.com/club123``. ``prices`` are amounts, whatever the currency.
    """

    links: frozenset[str] | None = None
    prices: frozenset[Decimal] | None = None

    @property
    def is_set(self) -> bool:
        return self.links is not None or self.prices is not None

    def clean(self, text: str) -> Cleaned:
        """
        Take out what is not listed.

        Of a Markdown link the words stay; a bare address goes; a price becomes the advice to ask for it.
        """
        text, links = self._clean_links(text)
        text, prices = self._clean_prices(text)
        return Cleaned(text=_tidy(text) if links else text, links=links, prices=prices)

    def _clean_links(self, text: str) -> tuple[str, int]:
        if self.links is None:
            return text, 0
        removed = 0

        def words(found: re.Match[str]) -> str:
            nonlocal removed
            if self._allows_link(found[2].split(maxsplit=1)[0] if found[2].strip() else ""):
                return found[0]
            removed += 1
            return found[1]

        def bare(found: re.Match[str]) -> str:
            nonlocal removed
            address = found[0].rstrip(".,;:!?…»")
            if self._allows_link(address):
                return found[0]
            removed += 1
            return found[0][len(address) :]

        text = _MARKDOWN_LINK.sub(words, text)
        return _LINK.sub(bare, text), removed

    def _allows_link(self, address: str) -> bool:
        place = _SCHEME.sub("", address.strip("<>").removeprefix("mailto:").rpartition("@")[2].casefold())
        host, _, path = place.partition("/")
        host = host.partition(":")[0].rstrip(".")
        for allowed in self.links or ():
            allowed_host, _, beginning = allowed.partition("/")
            is_below = host == allowed_host or host.endswith(f".{allowed_host}")
            if is_below and _begins(re.split(r"[?#]", path)[0], beginning):
                return True
        return False

    def _clean_prices(self, text: str) -> tuple[str, int]:
        if self.prices is None:
            return text, 0
        removed = 0
        advice = "(цену уточните)" if _CYRILLIC.search(text) else "(ask for the price)"

        def price(found: re.Match[str]) -> str:
            nonlocal removed
            factor = 1_000 if found["kilo"] else 1
            amounts = [_amount(each) * factor for each in (found["first"], found["last"], found["before"]) if each]
            if all(amount in (self.prices or ()) for amount in amounts):
                return found[0]
            removed += 1
            return advice

        return _PRICE.sub(price, text), removed


ALLOW_ALL: Final = AllowList()


def parse_link(text: str) -> str:
    """A host, or a host and the beginning of a path, as the list has it. Raises ValueError."""
    place = _SCHEME.sub("", text.strip()).casefold().rstrip("/")
    if not re.fullmatch(r"(?:[\w-]+\.)+[\w-]{2,}(?:/[^\s?#]*)?", place):
        raise ValueError(text)
    return place


def parse_price(text: str) -> Decimal:
    """Raises ValueError."""
    try:
        amount = Decimal(text.strip())
    except InvalidOperation:
        raise ValueError(text) from None
    if not (amount.is_finite() and amount >= 0):
        raise ValueError(text)
    return amount.normalize()


def _begins(path: str, beginning: str) -> bool:
    """Whole parts: ``club1`` does not begin ``club123``; and no part leads up again."""
    return ".." not in path and (not beginning or path == beginning or path.startswith(f"{beginning}/"))


def _amount(number: str) -> Decimal:
    return Decimal(re.sub(r"[ \u00a0\u202f]", "", number).replace(",", ".")).normalize()


def _tidy(text: str) -> str:
    text = re.sub(r"\(\s*\)|<\s*>", "", text)
    text = re.sub(r"(?<=\S)[ \t]{2,}", " ", text)
    return re.sub(r"[ \t]+([.,;:!?])(?=\s|$)", r"\1", text).strip()
