from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.configuration.loading import problem

WRONG: Final = {
    "SECRET_KEY": ["changeme", "secret", "я" * 15, "change-me" * 5, "your_secret_key_" * 3, "0123" * 16],
    "PORT": ["70000", "-1", "eight", "8.5", "8_000", "9" * 5_000],
    "WORKERS": ["0", "65", "many"],
    "VK_GROUP_ID": ["0", "-5", "club1"],
    "VK_CALLBACK_PATH": ["vk", "/", "/a b", "/{x}", "/a?b"],
    "ALLOWED_ORIGINS": ["*", "shop.example", "https://shop.example/path", "https://a.example; script-src *", "null"],
    "VK_API_URL": ["api.vk.ru", "ftp://api.vk.ru"],
    "VK_API_VERSION": ["5", "6.0", "5.x"],
    "VK_RATE_LIMIT": ["0", "fast"],
    "VK_COMMENT_POLICY": ["some", "ALL!"],
    "VK_POST_POLICY": ["draft+shadow", "at_once"],
    "VK_MESSAGE_POLICY": ["all none", "+"],
    "ALLOWED_LINKS": ["shop", "shop.example x"],
    "ALLOWED_PRICES": ["500 rub", "-1"],
    "QUIET_HOURS": ["23:00", "night", "08:00-08:00", "25:00-08:00"],
    "VK_ANSWER_OWN_POSTS": ["maybe", "2"],
    "OPENAI_BASE_URL": ["model.example"],
    "LLM_FIRST_TOKEN_TIMEOUT": ["0", "-1", "nan", "inf", "soon"],
    "LLM_TOTAL_TIMEOUT": ["0", "86401"],
    "LLM_MAX_OUTPUT_TOKENS": ["0", "1.5"],
    "ANSWER_PRICE": ["free", "-5", "0", "1.005", "nan", "inf", "1e99", "9" * 20],
    "STARTING_BALANCE": ["-1", "5,00"],
    "DAILY_SPEND_LIMIT": ["-1", "none"],
    "PERSON_DAILY_ANSWERS": ["-1", "all"],
    "PAYER": ["nobody", "Person!"],
    "GIFT": ["-1", "5,00"],
    "PERSON_DAILY_SPEND_LIMIT": ["-1", "none"],
    "TOP_UP_URL": ["shop.example", "javascript:alert(1)", "https://a b"],
    "RETENTION_DAYS": ["0", "a month", "1.5"],
    "NOTIFIER_URL": ["http://example.org", "example.org"],
    "NOTIFIER_ACK": ["maybe"],
    "PROMPTS_DIR": ["there-is-no-such-folder"],
    "LOG_LEVEL": ["LOUD"],
    "LEASE_SECONDS": ["0", "nan", "3601"],
    "TIMEZONE": ["Moscow", "Europe", "europe/nowhere", "../etc/passwd", "/etc/passwd", "a" * 5_000, "a\0b"],
    "DATABASE_URL": ["otklik.db", "postgresql://u:p@h/d", "mysql://h", "sqlite:///:memory:", "mysql://u:p@h:port/d"],
    "REDIS_URL": ["127.0.0.1:6379", "http://127.0.0.1"],
}


class TestWrongValues:
    @pytest.mark.parametrize(("name", "value"), [(name, value) for name in WRONG for value in WRONG[name]])
    def test_stops_the_start_with_one_line_that_names_it(self, name: str, value: str) -> None:
        said = problem(**{name: value})

        assert said.startswith(f"{name}: ")
        assert len(said) < 200
        assert "\n" not in said

    @pytest.mark.parametrize(
        ("name", "value", "said"),
        [
            ("VK_GROUP_ID", "club1", "expected a whole number"),
            ("PORT", "eight", "expected a whole number"),
            ("WORKERS", "0", "expected a whole number >= 1"),
            ("LLM_TOTAL_TIMEOUT", "86401", "expected a number <= 86400.0"),
        ],
    )
    def test_says_what_is_expected_in_words(self, name: str, value: str, said: str) -> None:
        assert problem(**{name: value}) == f"{name}: {said}"

    @pytest.mark.parametrize("name", ["OPENAI_API_KEY", "VK_ACCESS_TOKEN"])
    @pytest.mark.parametrize("value", ["canaryключ", "canary\nkey"])
    def test_stops_the_start_when_no_header_can_carry_it(self, name: str, value: str) -> None:
        vk = {"VK_GROUP_ID": "1", "VK_SECRET": "s", "VK_ACCESS_TOKEN": "t", "OPENAI_API_KEY": "k"}

        assert problem(**{**vk, name: value}) == f"{name}: has characters that a header cannot carry"

    @given(st.sampled_from(sorted(WRONG)), st.text(alphabet="абв\n'`$}{", min_size=3, max_size=8))
    def test_never_shows_the_value(self, name: str, canary: str) -> None:
        value = f"mysql://u:{canary}@h:port/d" if name == "DATABASE_URL" else f"4{canary}4"

        said = problem(**{name: value})

        assert canary not in said
        assert said.isprintable()

    @given(st.sampled_from(sorted(WRONG)))
    def test_never_shows_the_secrets_beside_it(self, name: str) -> None:
        secrets = {"VK_ACCESS_TOKEN": "canary-1", "VK_SECRET": "canary-2", "OPENAI_API_KEY": "canary-3"}
        secrets["SECRET_KEY"] = "canary-4-0123456789abcdef-0123456789"

        assert "canary" not in problem(**{**secrets, "VK_GROUP_ID": "1", name: WRONG[name][0]})
