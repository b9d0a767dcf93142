"""The settings: read once at the start from the environment and ``.env``; the real environment wins."""

from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

from adapters.inbound.client_address import Network
from domain.balance import Payer
from domain.policy import ANSWER_ALL, Policy
from domain.quiet_hours import QuietHours

PROJECT_ROOT: Final = Path(__file__).resolve().parent.parent

Seconds = Annotated[float, Meta(gt=0, le=86_400)]
Port = Annotated[int, Meta(ge=0, le=65_535)]


class LogLevel(StrEnum):
    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


class Settings(msgspec.Struct, frozen=True, kw_only=True, rename="upper"):
    """
    One field per environment variable, under its name in lower case; what each means is in docs/operations.md.

    Money is in roubles, times in seconds. Secrets are in ``SECRETS``; ``repr`` shows none of them.
    """

    host: str = "127.0.0.1"
    port: Port = 8000
    database_url: str = "sqlite:///var/otklik.db"
    redis_url: Annotated[str, Meta(pattern=r"^(redis|rediss|unix)://")] | None = None
    workers: Annotated[int, Meta(ge=1, le=64)] = 1

    vk_group_id: Annotated[int, Meta(gt=0)] | None = None
    vk_access_token: str | None = None
    vk_secret: str | None = None
    vk_service_token: str | None = None
    vk_names: bool = False
    vk_confirmation_code: str | None = None
    vk_callback_path: Annotated[str, Meta(pattern=r"^/[A-Za-z0-9._~/-]+$")] = "/ego18/vk-callback2"
    vk_api_url: Annotated[str, Meta(pattern=r"^https?://")] = "https://api.vk.ru"
    vk_api_version: Annotated[str, Meta(pattern=r"^5\.[0-9]+$")] = "5.199"
    vk_rate_limit: Annotated[int, Meta(ge=1, le=100_000)] = 20
    vk_comment_policy: Policy = ANSWER_ALL
    vk_post_policy: Policy | None = None
    vk_message_policy: Policy = ANSWER_ALL
    vk_answer_own_posts: bool = False
    quiet_hours: QuietHours | None = None
    allowed_links: frozenset[str] | None = None
    allowed_prices: frozenset[Decimal] | None = None
    vk_long_poll: bool = False

    openai_api_key: str | None = None
    openai_base_url: Annotated[str, Meta(pattern=r"^https?://")] | None = None
    openai_model: str = "gpt-4o-mini"
    openai_fallback_model: str | None = None
    llm_first_token_timeout: Seconds = 20.0
    llm_total_timeout: Seconds = 120.0
    llm_max_output_tokens: Annotated[int, Meta(ge=1, le=1_000_000)] = 800

    answer_price: Decimal = Decimal("5.00")
    starting_balance: Decimal = Decimal("500.00")
    daily_spend_limit: Decimal | None = None
    person_daily_answers: Annotated[int, Meta(ge=0)] = 50
    payer: Payer = Payer.COMMUNITY
    gift: Decimal = Decimal("0.00")
    person_daily_spend_limit: Decimal | None = None
    top_up_url: Annotated[str, Meta(pattern=r"^https?://\S+$")] | None = None

    alert_balance_below: Decimal | None = None
    alert_queue_seconds: Annotated[int, Meta(ge=0, le=1_000_000)] = 900
    alert_failures: Annotated[int, Meta(ge=0, le=100)] = 5

    notifier_url: Annotated[str, Meta(pattern=r"^wss?://")] | None = None
    notifier_ack: bool = False
    prompts_dir: Path | None = None
    knowledge_dir: Path | None = None
    log_dir: Path = Path("var/log")
    log_level: LogLevel = LogLevel.INFO
    transcript_dir: Path | None = None
    otel_exporter_otlp_endpoint: Annotated[str, Meta(pattern=r"^https?://")] | None = None
    trace_url: Annotated[str, Meta(pattern=r"^https?://.*\{trace\}")] | None = None
    lease_seconds: Annotated[float, Meta(ge=1, le=3_600)] = 30.0
    turn_gather_seconds: Annotated[float, Meta(ge=0, le=60)] = 2.0
    takeover_minutes: Annotated[int, Meta(ge=1, le=100_000)] = 60
    confirm_seconds: Annotated[float, Meta(gt=0, le=600)] = 5.0
    turn_concurrency: Annotated[int, Meta(ge=1, le=10_000)] = 200
    allowed_origins: tuple[str, ...] = ()
    secret_key: str | None = None
    trusted_proxies: tuple[Network, ...] = ()
    timezone: str = "Europe/Moscow"
    deadline_reminders: tuple[timedelta, ...] = ()
    deadline_model: bool = False
    retention_days: Annotated[int, Meta(ge=1, le=36_500)] | None = None
    shutdown_grace: Annotated[float, Meta(ge=0, le=3_600)] = 20.0
    sandbox_port: Port = 8001

    def __repr__(self) -> str:
        return f"Settings({self.host}:{self.port})"

    @property
    def vk_is_on(self) -> bool:
        return self.vk_group_id is not None

    @property
    def takes_callbacks(self) -> bool:
        """Without a secret nothing that comes by itself can be believed."""
        return self.vk_is_on and bool(self.vk_secret)

    @property
    def needs_sandbox(self) -> bool:
        """No key of either kind was given: nothing real could be reached."""
        return not (self.vk_is_on or self.vk_access_token or self.openai_api_key or self.openai_base_url)

    @property
    def is_embedded(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def retention(self) -> timedelta | None:
        return None if self.retention_days is None else timedelta(days=self.retention_days)

    @property
    def prompts(self) -> Path:
        """``PROMPTS_DIR``; without it ``prompts`` here if there is one, else the prompts that came along."""
        if self.prompts_dir is not None:
            return self.prompts_dir
        local = Path("prompts")
        return local if local.is_dir() else PROJECT_ROOT / "prompts"

    @property
    def secrets(self) -> tuple[str, ...]:
        """Values that must never be shown."""
        given = (
            self.vk_access_token,
            self.vk_secret,
            self.vk_service_token,
            self.vk_confirmation_code,
            self.openai_api_key,
            self.secret_key,
            *(_password(url) for url in (self.database_url, self.redis_url, self.notifier_url, self.openai_base_url)),
        )
        return tuple(value for value in given if value)


def _password(url: str | None) -> str | None:
    """As it stands in the URL; drivers quote it so, when they quote it at all."""
    try:
        return urlsplit(url or "").password
    except ValueError:
        return None
