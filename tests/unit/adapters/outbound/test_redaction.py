import json
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.outbound.json_line import json_line
from adapters.outbound.redaction import HIDDEN, Redactor

# Printable and not a word that a line holds anyway; quotes, backslashes and what URLs and JSON escape included.
SECRETS = st.text(st.characters(min_codepoint=32, max_codepoint=0x4FF), min_size=4, max_size=40).map(
    lambda text: f"Zq{text}9"
)
TEXTS = st.text(max_size=50)


class Channel(StrEnum):
    SITE = "site"


def line_of(redactor: Redactor, **facts: object) -> str:
    return json_line(redactor.facts(facts)).decode()


def texts_in(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for pair in value.items() for part in pair for text in texts_in(part)]
    return [text for part in value for text in texts_in(part)] if isinstance(value, list) else [str(value)]


def is_shown(secret: str, line: str) -> bool:
    return secret in line or any(secret in text for text in texts_in(json.loads(line)))


class TestRegisteredValues:
    @given(secret=SECRETS, before=TEXTS, after=TEXTS)
    def test_never_appear_wherever_they_stand(self, secret: str, before: str, after: str) -> None:
        text = f"{before}{secret}{after}"

        line = line_of(
            Redactor([secret]),
            plain=text,
            nested={"a": [text, {text: (text,)}]},
            error=ValueError(text),
            shown_by_repr={"deep": {"deep": {"deep": {"deep": {"deep": text}}}}},
            raw=text.encode("utf-8", "replace"),
        )

        assert not is_shown(secret, line)

    @given(secret=SECRETS)
    def test_never_appear_when_quoted_otherwise(self, secret: str) -> None:
        redactor = Redactor([secret])
        quoted = [json.dumps(secret), json.dumps(secret, ensure_ascii=False), repr(secret), repr({"a": secret})]

        for text in quoted:
            assert text[1:-1] not in redactor.text(text)

    def test_are_hidden_when_percent_encoded(self) -> None:
        assert Redactor(["p@ss/word"]).text("see p%40ss%2Fword") == f"see {HIDDEN}"

    def test_are_hidden_when_registered_later(self) -> None:
        sut = Redactor()
        sut.redact_values("made-on-first-run")

        assert sut.text("key made-on-first-run") == f"key {HIDDEN}"

    def test_are_hidden_whole_when_one_holds_another(self) -> None:
        assert Redactor(["hunter2", "hunter2-and-more"]).text("a hunter2-and-more b") == f"a {HIDDEN} b"

    @pytest.mark.parametrize("value", ["", "abc"])
    def test_are_ignored_when_too_short_to_protect_anything(self, value: str) -> None:
        assert Redactor([value]).text("abcde") == "abcde"

    @given(length=st.integers(65_000, 66_000))
    def test_leave_no_part_when_the_text_is_too_long_to_be_read_whole(self, length: int) -> None:
        secret = "Zq" + "0123456789" * 12

        shown = Redactor([secret]).text("x" * (length % 120) + secret * (length // len(secret)), limit=100_000)

        assert "Zq0" not in shown


class TestNamesOfSecrets:
    @pytest.mark.parametrize(
        "name",
        ["token", "access_token", "accessToken", "VK_SECRET", "client_secret", "password", "passwd", "authorization",
         "Authorization", "api_key", "apiKey", "openai-api-key", "dsn", "Set-Cookie", "private_key", "pwd"],
    )  # fmt: skip
    def test_hide_what_stands_under_them(self, name: str) -> None:
        assert Redactor().facts({name: "value", "nested": {name: ["value"]}}) == {
            name: HIDDEN,
            "nested": {name: HIDDEN},
        }

    @pytest.mark.parametrize(
        ("name", "value"),
        [("max_output_tokens", 800), ("tokens", "many"), ("fencing_token", 4), ("first_token_seconds", 0.5),
         ("has_password", True), ("token", None)],
    )  # fmt: skip
    def test_show_what_is_no_secret(self, name: str, value: object) -> None:
        assert Redactor().facts({name: value}) == {name: value}


class TestShapesOfSecrets:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("mysql://user:pa:ss@host:3306/name", "mysql://user:***@host:3306/name"),
            ("redis://:hunter2@redis:6379/0 refused", "redis://:***@redis:6379/0 refused"),
            ("mysql+asyncmy://u:p@ss@host/db", "mysql+asyncmy://u:***@host/db"),
            ("Authorization: Bearer abcdefgh12345", "Authorization: Bearer ***"),
            ("{'authorization': 'Basic dXNlcjpwYXNz'}", "{'authorization': 'Basic ***'}"),
            ("sent bearer abcdefgh12345", "sent bearer ***"),
            ("GET /ws?token=abc&lang=ru HTTP/1.1", "GET /ws?token=***&lang=ru HTTP/1.1"),
            ("POST access_token=vk1&v=5.199", "POST access_token=***&v=5.199"),
            ('{"password": "with space", "a": 1}', '{"password": ***, "a": 1}'),
            ("api_key = 'a b'", "api_key = ***"),
            ("GET /deadlines.ics?signature=6659f3 200", "GET /deadlines.ics?signature=*** 200"),
            ("Set-Cookie: session=abc; Path=/", "Set-Cookie: ***"),
            ("wrong key sk-abcdefghijklmnopqrst given", "wrong key *** given"),
            ("token vk1.a.abcdefghijk refused", "token *** refused"),
        ],
    )
    def test_are_hidden_in_any_text(self, text: str, shown: str) -> None:
        assert Redactor().text(text) == shown

    @pytest.mark.parametrize(
        "text",
        ["http://127.0.0.1:8000/a?mail=a@b", "max_tokens=800", "at 12:30: a token was asked", "wss://host/ws", "a=b"],
    )
    def test_are_not_seen_where_there_are_none(self, text: str) -> None:
        assert Redactor().text(text) == text

    @pytest.mark.parametrize(
        "piece", ["-a", "a.", "://", "://a:", "token", "token ", "bearer ", "sk-", "cookie=", "@:"]
    )
    def test_cost_no_more_than_their_length_when_the_text_is_hostile(self, piece: str) -> None:
        Redactor().text(piece * (65_536 // len(piece)))


class TestValues:
    def test_are_plain_when_shown(self) -> None:
        shown = Redactor().facts(
            {
                "id": UUID(int=1),
                "price": Decimal("5.00"),
                "at": datetime(2026, 11, 22, tzinfo=UTC),
                "path": Path("var/log"),
                "channel": Channel.SITE,
                "many": {1},
                "pair": (1, None),
                "huge": 10**30,
                "error": LookupError("gone"),
                "numbers": {1: 2},
            }
        )

        assert shown == {
            "id": "00000000-0000-0000-0000-000000000001",
            "price": "5.00",
            "at": "2026-11-22 00:00:00+00:00",
            "path": "var/log",
            "channel": "site",
            "many": [1],
            "pair": [1, None],
            "huge": "1000000000000000000000000000000",
            "error": "LookupError: gone",
            "numbers": {"1": 2},
        }

    def test_lose_their_middle_when_too_long(self) -> None:
        shown = Redactor().text("a" * 1_500 + "b" * 5_000 + "c" * 1_500)

        assert len(shown) < 2_100
        assert shown.startswith("a" * 1_000)
        assert "6000 characters cut" in shown
        assert shown.endswith("c" * 1_000)

    def test_stay_few_when_there_are_many(self) -> None:
        shown = Redactor().facts({"list": list(range(1_000)), "dict": dict.fromkeys(range(1_000))})

        assert {key: len(value) for key, value in shown.items() if isinstance(value, list | dict)} == {
            "list": 50,
            "dict": 50,
        }


class TestJsonLine:
    @given(text=st.text(st.characters(exclude_categories=["Cs"])))
    def test_holds_one_newline_and_the_text_itself(self, text: str) -> None:
        line = json_line({"text": text})

        assert line.count(b"\n") == 1
        assert len(line.decode().splitlines()) == 1
        assert not any(0x7F <= ord(char) <= 0x9F or ord(char) in {0x202E, 0x2066} for char in line.decode())
        assert json.loads(line) == {"text": text}
