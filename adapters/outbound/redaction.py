"""What a log line may show: plain values, no secrets, texts of bounded length."""

import json
import re
from collections.abc import Iterable, Mapping
from itertools import islice
from urllib.parse import quote, quote_plus

from adapters.outbound.json_line import whole_text

HIDDEN = "***"
TEXT_LIMIT = 2_000
# A shorter "secret" would blot out ordinary words and protect nothing.
_SHORTEST_SECRET = 4
_READ_AT_MOST = 65_536
_ITEMS = 50
_DEPTH = 4
_INT_BITS = 63  # what readers of JSON take for an integer

_SECRET_KEY = re.compile(
    r"token(?!s)|secret|passw|pwd|authorization|cookie|credential|dsn|api_?-?key|private_?-?key", re.IGNORECASE
)
# Each pattern stays linear on hostile text: none starts with a repetition. The first group of each is kept.
_PATTERNS = (
    re.compile(r"(://[^\s/:@\"']*:)[^\s/\"']+(?=@)"),
    re.compile(r"(authorization\\*[\"']?\s*[=:]\s*\\*[\"']?(?:[a-z]+ )?)[^\s\"'\\,;]+", re.IGNORECASE),
    re.compile(r"(cookie\\*[\"']?\s*[=:]\s*)[^\r\n]+", re.IGNORECASE),
    re.compile(r"(bearer\s+)[\w.~+/=-]{8,}", re.IGNORECASE),
    re.compile(
        r"((?:token|secret|signature|passw(?:or)?d|pwd|api[_-]?key)\\*[\"']?\s*[=:]\s*)"
        r"(?:\"[^\"]*\"?|'[^']*'?|[^\s&,;)}\]]+)",
        re.IGNORECASE,
    ),
    re.compile(r"(\b)(?:sk-[\w-]{16,}|vk1\.a\.[\w-]{8,})"),
)
# What none of the patterns can do without: most texts are names and ids, and skip them all.
_SUSPICIOUS = re.compile(r"[=:]|bearer|sk-|vk1", re.IGNORECASE)


class Redactor:
    """Turns whatever a line was given into what may be shown of it.

    Secrets are known in three ways: by the name they stand under, by the shape of the text around them, and by their
    value, registered at start.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets: set[str] = set()
        self._longest = 0
        self._known: re.Pattern[str] | None = None
        self.redact_values(*secrets)

    def redact_values(self, *secrets: str) -> None:
        """Hide these values from now on, also quoted as in a URL, in JSON or by `repr`; under 4 characters: ignored."""
        for secret in secrets:
            if len(secret) >= _SHORTEST_SECRET:
                self._secrets |= _spellings(secret)
        if self._secrets:
            longest_first = sorted(self._secrets, key=len, reverse=True)
            self._longest = len(longest_first[0])
            self._known = re.compile("|".join(map(re.escape, longest_first)))

    def facts(self, facts: Mapping[str, object]) -> dict[str, object]:
        """The facts of one line: values JSON has a form for, at most four levels deep, fifty items wide."""
        return {self.text(key): self._under(key, value, 0) for key, value in facts.items()}

    def text(self, text: str, limit: int = TEXT_LIMIT) -> str:
        """The text without secrets, its middle cut out when it is longer than `limit` characters."""
        shown = self._without_secrets(text[:_READ_AT_MOST])
        if len(text) > _READ_AT_MOST:
            # The place of the cut may have split a secret: what is left of it goes too.
            shown = shown[: len(shown) - self._longest]
        return whole_text(_cut(shown, limit))

    def _without_secrets(self, text: str) -> str:
        if self._known is not None:
            text = self._known.sub(HIDDEN, text)
        if _SUSPICIOUS.search(text):
            for pattern in _PATTERNS:
                text = pattern.sub(_keep_first_group, text)
        return text

    def _under(self, key: str, value: object, depth: int) -> object:
        if _is_secret(key, value):
            return HIDDEN
        return self._value(value, depth)

    def _value(self, value: object, depth: int) -> object:
        match value:
            case None | float() | int() if not isinstance(value, int) or value.bit_length() <= _INT_BITS:
                return value
            case BaseException():
                return self.text(f"{type(value).__name__}: {str_or_class(value)}")
            case Mapping() if depth < _DEPTH:
                return {
                    self.text(str_or_class(key)): self._under(str_or_class(key), inner, depth + 1)
                    for key, inner in islice(value.items(), _ITEMS)
                }
            case list() | tuple() | set() | frozenset() if depth < _DEPTH:
                return [self._value(inner, depth + 1) for inner in islice(value, _ITEMS)]
            case _:
                return self.text(str_or_class(value))


def str_or_class(value: object) -> str:
    """The value's own text, or the name of its class when it cannot tell."""
    try:
        return str(value)
    except Exception:  # noqa: BLE001 - a line is owed whatever a stranger's __str__ raises
        return f"<{type(value).__name__}>"


def _is_secret(key: str, value: object) -> bool:
    if value is None or isinstance(value, bool) or not _SECRET_KEY.search(key):
        return False
    # Counts and fences are called tokens too; none of ours is a number.
    return not (isinstance(value, int | float) and "token" in key.lower())


def _keep_first_group(found: re.Match[str]) -> str:
    return f"{found[1]}{HIDDEN}"


def _spellings(secret: str) -> set[str]:
    return {
        secret,
        quote(secret, safe="", errors="replace"),
        quote_plus(secret, errors="replace"),
        repr(secret)[1:-1],
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        whole_text(secret),
    }


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    half = limit // 2
    return f"{text[:half]} … {len(text) - 2 * half} characters cut … {text[-half:]}"
