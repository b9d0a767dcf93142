from datetime import time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from configuration.load_settings import load_settings
from configuration.setting_sources import ALIASES
from configuration.settings import LogLevel, Settings
from configuration.settings_error import SettingsError
from domain.balance import Payer
from domain.policy import ANSWER_ALL, Policy, Publishing, Selection
from domain.quiet_hours import QuietHours
from tests.unit.configuration.loading import load, problem

VK: Final = {"VK_GROUP_ID": "123", "VK_ACCESS_TOKEN": "a token", "VK_SECRET": "a secret"}
MODEL: Final = {"OPENAI_API_KEY": "a key"}
MYSQL: Final = {"DATABASE_URL": "mysql://otklik:pass@127.0.0.1:3306/otklik"}
REDIS: Final = {"REDIS_URL": "redis://127.0.0.1:6379/0"}


DEFAULTS: Final[dict[str, Any]] = {
    "DEADLINE_REMINDERS": (),
    "DEADLINE_MODEL": False,
    "RETENTION_DAYS": None,
    "HOST": "127.0.0.1",
    "PORT": 8000,
    "DATABASE_URL": "sqlite:///var/otklik.db",
    "REDIS_URL": None,
    "WORKERS": 1,
    "VK_GROUP_ID": None,
    "VK_ACCESS_TOKEN": None,
    "VK_SECRET": None,
    "VK_CONFIRMATION_CODE": None,
    "VK_CALLBACK_PATH": "/ego18/vk-callback2",
    "VK_API_URL": "https://api.vk.ru",
    "VK_API_VERSION": "5.199",
    "VK_RATE_LIMIT": 20,
    "VK_COMMENT_POLICY": ANSWER_ALL,
    "VK_POST_POLICY": None,
    "QUIET_HOURS": None,
    "VK_MESSAGE_POLICY": ANSWER_ALL,
    "VK_ANSWER_OWN_POSTS": False,
    "OPENAI_API_KEY": None,
    "OPENAI_BASE_URL": None,
    "OPENAI_MODEL": "gpt-4o-mini",
    "OPENAI_FALLBACK_MODEL": None,
    "LLM_FIRST_TOKEN_TIMEOUT": 20.0,
    "LLM_TOTAL_TIMEOUT": 120.0,
    "LLM_MAX_OUTPUT_TOKENS": 800,
    "ANSWER_PRICE": Decimal("5.00"),
    "STARTING_BALANCE": Decimal("500.00"),
    "DAILY_SPEND_LIMIT": None,
    "PERSON_DAILY_ANSWERS": 50,
    "PAYER": Payer.COMMUNITY,
    "GIFT": Decimal("0.00"),
    "PERSON_DAILY_SPEND_LIMIT": None,
    "TOP_UP_URL": None,
    "NOTIFIER_URL": None,
    "NOTIFIER_ACK": False,
    "LOG_DIR": Path("var/log"),
    "LOG_LEVEL": LogLevel.INFO,
    "TRANSCRIPT_DIR": None,
    "LEASE_SECONDS": 30.0,
    "ALLOWED_ORIGINS": (),
    "SECRET_KEY": None,
    "TIMEZONE": "Europe/Moscow",
}


class TestDefaults:
    @pytest.mark.parametrize("name", DEFAULTS)
    def test_is_the_documented_one_when_nothing_is_set(self, name: str) -> None:
        found = getattr(load(), name.lower())

        assert found == DEFAULTS[name]
        assert type(found) is type(DEFAULTS[name])

    @pytest.mark.parametrize("blank", ["", "  ", "\t\n"])
    def test_is_taken_when_the_value_is_blank(self, blank: str) -> None:
        assert load(**dict.fromkeys(DEFAULTS, blank)) == Settings()

    def test_reads_the_prompts_that_came_along_when_no_folder_is_set(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert (load().prompts / "vk_post.md").is_file()

        (tmp_path / "prompts").mkdir()
        assert load().prompts == Path("prompts")
        assert load(PROMPTS_DIR=str(tmp_path)).prompts == tmp_path


class TestValues:
    @pytest.mark.parametrize(
        ("name", "given", "expected"),
        [
            ("PORT", " 9000 ", 9000),
            ("VK_COMMENT_POLICY", "questions", Policy(selection=Selection.QUESTIONS)),
            ("ALLOWED_LINKS", "https://Shop.example/, vk.com/club1,", frozenset({"shop.example", "vk.com/club1"})),
            ("ALLOWED_LINKS", "none", frozenset()),
            ("ALLOWED_PRICES", "500, 99.90", frozenset({Decimal(500), Decimal("99.9")})),
            ("QUIET_HOURS", "23:00-8:00", QuietHours(start=time(23), end=time(8))),
            ("VK_POST_POLICY", "Draft", Policy(publishing=Publishing.DRAFT)),
            (
                "VK_MESSAGE_POLICY",
                "mentions + shadow",
                Policy(selection=Selection.MENTIONS, publishing=Publishing.SHADOW),
            ),
            ("VK_ANSWER_OWN_POSTS", "Yes", True),
            ("NOTIFIER_ACK", "off", False),
            ("NOTIFIER_ACK", "1", True),
            ("LOG_LEVEL", "debug", LogLevel.DEBUG),
            ("ANSWER_PRICE", "7.5", Decimal("7.50")),
            ("STARTING_BALANCE", "0", Decimal("0.00")),
            ("DAILY_SPEND_LIMIT", "100", Decimal("100.00")),
            ("PERSON_DAILY_ANSWERS", "0", 0),
            ("PAYER", " person ", Payer.PERSON),
            ("GIFT", "25", Decimal("25.00")),
            ("PERSON_DAILY_SPEND_LIMIT", "50", Decimal("50.00")),
            ("TOP_UP_URL", "https://shop.example/fill", "https://shop.example/fill"),
            ("LLM_TOTAL_TIMEOUT", "30", 30.0),
            ("LOG_DIR", "logs", Path("logs")),
            (
                "ALLOWED_ORIGINS",
                "https://A.example/, http://b.example:8080 ,",
                ("https://a.example", "http://b.example:8080"),
            ),
            ("NOTIFIER_URL", "wss://example.org/socket", "wss://example.org/socket"),
            ("REDIS_URL", "unix:///run/redis.sock", "unix:///run/redis.sock"),
            ("TIMEZONE", "Asia/Yekaterinburg", "Asia/Yekaterinburg"),
        ],
    )
    def test_is_read(self, name: str, given: str, expected: object) -> None:
        assert getattr(load(**{name: given}), name.lower()) == expected

    def test_zone_is_made_of_the_timezone(self) -> None:
        assert load(TIMEZONE="Asia/Tokyo").zone == ZoneInfo("Asia/Tokyo")

    @pytest.mark.parametrize("alias", ALIASES)
    def test_is_known_by_its_other_name(self, alias: str) -> None:
        given = {**VK, **MODEL, "VK_CONFIRMATION_CODE": "abc", "OPENAI_BASE_URL": "https://model.example/v1"}
        renamed = {**given, alias: given[ALIASES[alias]]}
        del renamed[ALIASES[alias]]

        assert load(**renamed) == load(**given)

    @pytest.mark.parametrize("names", [("VK_TOKEN", "VK_ACCESS_TOKEN"), ("VK_ACCESS_TOKEN", "VK_TOKEN")])
    def test_is_taken_from_its_own_name_when_the_other_is_given_too(self, names: tuple[str, str]) -> None:
        values = {"VK_ACCESS_TOKEN": "right", "VK_TOKEN": "wrong"}
        given = {**MODEL, "VK_GROUP_ID": "1", "VK_SECRET": "s", **{name: values[name] for name in names}}

        assert load(**given).vk_access_token == "right"


class TestDotenv:
    def test_is_read_below_the_environment(self, tmp_path: Path) -> None:
        file = tmp_path / ".env"
        file.write_text('# ours\nPORT=1\nexport HOST="0.0.0.0"\nTIMEZONE=\nVK_TOKEN=x\n', encoding="utf-8")
        environment = {"PORT": "2", "VK_GROUP_ID": "1", "VK_SECRET": "s", **MODEL}

        settings = load_settings(environment, dotenv=file)

        assert (settings.port, settings.host, settings.timezone) == (2, "0.0.0.0", "Europe/Moscow")  # noqa: S104 - not bound
        assert settings.vk_access_token == "x"

    def test_is_read_when_an_editor_has_put_a_byte_order_mark_before_it(self, tmp_path: Path) -> None:
        file = tmp_path / ".env"
        file.write_text("PORT=1\n", encoding="utf-8-sig")

        assert load_settings({}, dotenv=file).port == 1

    def test_is_no_problem_when_there_is_none(self, tmp_path: Path) -> None:
        assert load_settings({}, dotenv=tmp_path / ".env") == Settings()
        assert load_settings({}, dotenv=tmp_path) == Settings()

    def test_is_named_when_it_is_no_text(self, tmp_path: Path) -> None:
        file = tmp_path / ".env"
        file.write_bytes(b"PORT=\xff\xfe")

        with pytest.raises(SettingsError, match=r"\.env: cannot be read"):
            load_settings({}, dotenv=file)


class TestTogether:
    @pytest.mark.parametrize("name", VK)
    def test_names_what_is_missing_when_vk_is_half_configured(self, name: str) -> None:
        given = {**VK, **MODEL}
        del given[name]

        assert problem(**given) == f"{name}: is needed as soon as VK is on"

    @pytest.mark.parametrize("name", VK)
    def test_names_what_is_missing_when_only_one_of_vk_is_set(self, name: str) -> None:
        assert problem(**{name: VK[name]}).endswith("is needed as soon as VK is on")

    @pytest.mark.parametrize("name", ["VK_ACCESS_TOKEN", "VK_SECRET"])
    def test_stops_the_start_when_a_key_of_vk_is_empty(self, name: str) -> None:
        assert problem(**{**VK, **MODEL, name: " "}) == f"{name}: is needed as soon as VK is on"

    def test_stops_the_start_when_the_secret_is_longer_than_vk_takes(self) -> None:
        assert problem(**{**VK, **MODEL, "VK_SECRET": "s" * 51}) == "VK_SECRET: VK takes at most 50 characters"

    def test_needs_a_model_when_vk_is_on(self) -> None:
        assert problem(**VK).startswith("OPENAI_API_KEY: is needed to answer")

    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            ({}, True),
            ({"PORT": "9000", "VK_CONFIRMATION_CODE": "abc"}, True),
            (MODEL, False),
            ({"OPENAI_BASE_URL": "http://127.0.0.1:11434/v1"}, False),
            ({**VK, **MODEL}, False),
        ],
    )
    def test_needs_the_sandbox_when_there_is_no_key_at_all(self, given: dict[str, str], *, expected: bool) -> None:
        assert load(**given).needs_sandbox is expected

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({**MODEL, **REDIS}, "WORKERS: more than one needs MySQL in DATABASE_URL"),
            ({**MODEL, **MYSQL}, "WORKERS: more than one needs REDIS_URL"),
            ({**MYSQL, **REDIS}, "WORKERS: the sandbox runs with one; set OPENAI_API_KEY first"),
        ],
    )
    def test_refuses_several_workers_when_they_could_not_share(self, given: dict[str, str], said: str) -> None:
        assert problem(**given, WORKERS="2") == said

    def test_allows_several_workers_when_they_share_mysql_and_redis(self) -> None:
        assert load(**MODEL, **MYSQL, **REDIS, WORKERS="2").workers == 2


@pytest.mark.parametrize(
    ("text", "hours"), [("24h,2h", [24, 2]), (" 2h , 1d, 24h ,", [24, 2]), ("90m", [1.5]), ("7d", [168])]
)
def test_reads_when_to_remind(text: str, hours: list[float]) -> None:
    assert load(DEADLINE_REMINDERS=text).deadline_reminders == tuple(timedelta(hours=each) for each in hours)


@pytest.mark.parametrize("text", ["tomorrow", "2", "0h", "-2h", "2h;1h", "400d", "999999999999h", "2h,x", "²h"])
def test_names_the_setting_when_a_time_to_remind_is_none(text: str) -> None:
    assert problem(DEADLINE_REMINDERS=text).startswith("DEADLINE_REMINDERS: expected times before a deadline")
