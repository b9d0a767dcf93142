"""The secrets of the configuration, by the names of their settings."""

from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from configuration.settings import Settings


def secret_values(settings: Settings) -> Mapping[str, str]:
    """Those that are set, the passwords inside of addresses among them, as the other side takes them."""
    given = {
        "VK_ACCESS_TOKEN": settings.vk_access_token,
        "VK_SECRET": settings.vk_secret,
        "VK_SERVICE_TOKEN": settings.vk_service_token,
        "VK_CONFIRMATION_CODE": settings.vk_confirmation_code,
        "OPENAI_API_KEY": settings.openai_api_key,
        "SECRET_KEY": settings.secret_key,
        "DATABASE_URL": _password(settings.database_url),
        "REDIS_URL": _password(settings.redis_url),
        "NOTIFIER_URL": _password(settings.notifier_url),
        "OPENAI_BASE_URL": _password(settings.openai_base_url),
    }
    return {name: value for name, value in given.items() if value}


def _password(url: str | None) -> str | None:
    password = urlsplit(url or "").password
    return None if password is None else unquote(password)
