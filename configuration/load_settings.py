"""Read the settings, or say in one line what is wrong with which of them."""

import ipaddress
import re
from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from adapters.inbound.client_address import Network
from adapters.outbound.database.database_url import DatabaseUrlError, parse_database_url
from configuration.secret_key import secret_key_problem
from configuration.setting_sources import given_settings
from configuration.settings import Settings
from configuration.settings_error import Problem, SettingsError
from domain.allow_list import parse_link, parse_price
from domain.errors import InvalidMoneyError
from domain.money import roubles
from domain.policy import POLICY_WORDS, Policy, parse_policy
from domain.quiet_hours import QuietHours, parse_quiet_hours

MOST_MONEY: Final = Decimal(1_000_000_000)
"""Sums of such amounts fit into every database as kopecks."""

LONGEST_LEAD: Final = timedelta(days=365)
_ORIGIN: Final = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?")
_LEAD: Final = re.compile(r"(\d{1,6})([dhm])")
_UNITS: Final = {"d": "days", "h": "hours", "m": "minutes"}

POLICIES: Final = ("VK_COMMENT_POLICY", "VK_POST_POLICY", "VK_MESSAGE_POLICY")
MONEY: Final = (
    "ANSWER_PRICE",
    "STARTING_BALANCE",
    "DAILY_SPEND_LIMIT",
    "PERSON_DAILY_SPEND_LIMIT",
    "GIFT",
    "ALERT_BALANCE_BELOW",
)
FORMS: Final = {
    "VK_CALLBACK_PATH": "expected a path such as /ego18/vk-callback2",
    "VK_API_URL": "expected an address that begins with https:// or http://",
    "VK_API_VERSION": "expected a version such as 5.199",
    "OPENAI_BASE_URL": "expected an address that begins with https:// or http://",
    "TOP_UP_URL": "expected an address that begins with https:// or http://",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "expected an address that begins with https:// or http://",
    "TRACE_URL": "expected an address with {trace} in it that begins with https:// or http://",
    "NOTIFIER_URL": "expected an address that begins with wss:// or ws://",
    "REDIS_URL": "expected an address that begins with redis://, rediss:// or unix://",
}
"""What is said instead of a regular expression."""

BOOLEANS: Final = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}


TYPES: Final = {"int": "a whole number", "float": "a number"}
"""What msgspec calls them, and what somebody who writes an .env does."""

DOTENV: Final = Path(".env")


def load_settings(
    environment: Mapping[str, str], *, dotenv: Path | None = DOTENV, may_miss: Collection[str] = ()
) -> Settings:
    """
    Merge ``.env`` under the environment and check everything. Raises SettingsError.

    ``may_miss`` names what the server needs and the caller does not.
    """
    given = given_settings(environment, dotenv)
    known = {field.encode_name: field.type for field in msgspec.structs.fields(Settings)}
    settings = Settings(**{name.lower(): _convert(name, given[name], known[name]) for name in known if name in given})
    _check_together(settings, may_miss)
    return settings


def _convert(name: str, text: str, type_: Any) -> Any:
    text = text.strip()
    try:
        if name in _READERS:
            return _READERS[name](text)
        if type_ is bool:
            return BOOLEANS[text.lower()]
        if name.endswith("_DIR"):
            return Path(text)
        if name == "LOG_LEVEL":
            text = text.upper()
        if isinstance(type_, type) and issubclass(type_, StrEnum):
            return _choice(name, text, type_)
        return msgspec.convert(text, type_, strict=False)
    except KeyError:
        raise SettingsError(Problem(name, "expected true or false")) from None
    except InvalidMoneyError:
        raise SettingsError(Problem(name, "expected an amount of roubles such as 5.00")) from None
    except msgspec.ValidationError as error:
        # msgspec's text speaks of the type that was expected, not of the value, except for choices.
        expected = str(error).replace("`", "").removesuffix(", got str").replace(" | null", "")
        expected = re.sub(r"\b(int|float)\b", lambda found: TYPES[found[0]], expected)
        raise SettingsError(Problem(name, FORMS.get(name, expected[0].lower() + expected[1:]))) from None


def _leads(text: str) -> tuple[timedelta, ...]:
    """Longest first, each once."""
    found = [_LEAD.fullmatch(part.strip()) for part in text.split(",") if part.strip()]
    leads = {timedelta(**{_UNITS[each[2]]: int(each[1])}) for each in found if each}
    if None in found or not all(timedelta() < lead <= LONGEST_LEAD for lead in leads):
        raise SettingsError(Problem("DEADLINE_REMINDERS", "expected times before a deadline such as 24h,2h,30m"))
    return tuple(sorted(leads, reverse=True))


def _policy(name: str, text: str) -> Policy:
    try:
        return parse_policy(text.lower())
    except ValueError:
        known = ", ".join(POLICY_WORDS)
        raise SettingsError(Problem(name, f"expected one of {known}, or two such as questions+draft")) from None


def _quiet_hours(text: str) -> QuietHours:
    try:
        return parse_quiet_hours(text)
    except ValueError:
        raise SettingsError(Problem("QUIET_HOURS", "expected two times such as 23:00-08:00")) from None


def _listed(name: str, read: Callable[[str], Any], example: str, text: str) -> frozenset[Any]:
    """The word ``none`` is a list of nothing."""
    try:
        return frozenset() if text == "none" else frozenset(read(part) for part in text.split(",") if part.strip())
    except ValueError:
        raise SettingsError(Problem(name, f"expected {example}, or none")) from None


def _choice(name: str, text: str, choices: type[StrEnum]) -> StrEnum:
    known = {choice.value: choice for choice in choices}
    if text not in known:
        raise SettingsError(Problem(name, f"expected one of {', '.join(known)}"))
    return known[text]


def _money(text: str) -> Decimal:
    amount = roubles(text)
    if not 0 <= amount <= MOST_MONEY:
        raise InvalidMoneyError(text)
    return amount


def _origins(text: str) -> tuple[str, ...]:
    origins = tuple(origin.strip().rstrip("/").lower() for origin in text.split(",") if origin.strip())
    if not all(_ORIGIN.fullmatch(origin) for origin in origins):
        raise SettingsError(Problem("ALLOWED_ORIGINS", "expected origins such as https://shop.example, without a path"))
    return origins


def _networks(text: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip())
    except ValueError:
        raise SettingsError(Problem("TRUSTED_PROXIES", "expected addresses or networks such as 10.0.0.0/8")) from None


_READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    **dict.fromkeys(MONEY, _money),
    "ALLOWED_ORIGINS": _origins,
    "TRUSTED_PROXIES": _networks,
    "DEADLINE_REMINDERS": _leads,
    "QUIET_HOURS": _quiet_hours,
    "ALLOWED_LINKS": partial(_listed, "ALLOWED_LINKS", parse_link, "sites such as shop.example,vk.com/club123"),
    "ALLOWED_PRICES": partial(_listed, "ALLOWED_PRICES", parse_price, "amounts such as 500,1500,99.90"),
    **{name: partial(_policy, name) for name in POLICIES},
}
"""Of settings that are more than one word or number."""


def _check_together(settings: Settings, may_miss: Collection[str]) -> None:
    for problem in _problems(settings):
        if problem.name not in may_miss or getattr(settings, problem.name.lower()) is not None:
            raise SettingsError(problem)


def _problems(settings: Settings) -> list[Problem]:
    found: list[Problem] = []
    try:
        parse_database_url(settings.database_url)
    except DatabaseUrlError as error:
        found.append(Problem("DATABASE_URL", error.problem))
    try:
        ZoneInfo(settings.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError for the folders among the zones, such as Europe
        found.append(Problem("TIMEZONE", "no such zone; expected a name such as Europe/Moscow"))
    if settings.answer_price <= 0:
        found.append(Problem("ANSWER_PRICE", "must be more than 0.00"))
    folders = {"PROMPTS_DIR": settings.prompts_dir, "KNOWLEDGE_DIR": settings.knowledge_dir}
    found += [Problem(name, "no such folder") for name, path in folders.items() if path and not path.is_dir()]
    if settings.secret_key is not None and (problem := secret_key_problem(settings.secret_key)) is not None:
        found.append(problem)
    if settings.workers > 1:
        if settings.is_embedded:
            found.append(Problem("WORKERS", "more than one needs MySQL in DATABASE_URL"))
        if settings.redis_url is None:
            found.append(Problem("WORKERS", "more than one needs REDIS_URL"))
        if settings.needs_sandbox:
            found.append(Problem("WORKERS", "the sandbox runs with one; set OPENAI_API_KEY first"))
    return [*found, *_vk_problems(settings), *_model_problems(settings), *_header_problems(settings)]


def _vk_problems(settings: Settings) -> list[Problem]:
    together = {
        "VK_GROUP_ID": settings.vk_group_id,
        "VK_ACCESS_TOKEN": settings.vk_access_token,
        "VK_SECRET": settings.vk_secret,
    }
    if not any(together.values()):
        return []
    found = [Problem(name, "is needed as soon as VK is on") for name, value in together.items() if not value]
    if settings.vk_long_poll:
        # What is fetched needs no secret; with one, callbacks are taken as well.
        found = [problem for problem in found if problem.name != "VK_SECRET"]
    if settings.vk_secret and len(settings.vk_secret) > 50:  # noqa: PLR2004 - VK, groups.addCallbackServer
        found.append(Problem("VK_SECRET", "VK takes at most 50 characters"))
    return found


def _model_problems(settings: Settings) -> list[Problem]:
    if settings.needs_sandbox or settings.openai_api_key or settings.openai_base_url:
        return []
    return [Problem("OPENAI_API_KEY", "is needed to answer (or OPENAI_BASE_URL of a server that needs no key)")]


def _header_problems(settings: Settings) -> list[Problem]:
    """Found out here: the transport would repeat the header in its complaint, and not before the first call."""
    in_headers = {"OPENAI_API_KEY": settings.openai_api_key, "VK_ACCESS_TOKEN": settings.vk_access_token}
    return [
        Problem(name, "has characters that a header cannot carry")
        for name, value in in_headers.items()
        if value and not (value.isascii() and value.isprintable())
    ]
