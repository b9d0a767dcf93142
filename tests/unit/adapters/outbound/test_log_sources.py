import json
import logging
from collections.abc import Callable
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.outbound.log import StructlogLog
from tests.examples import examples
from tests.unit.adapters.outbound.opened_log import Terminal, opened


class TestForeignLogging:
    def test_is_kept_beside_ours_with_bound_facts(self, tmp_path: Path) -> None:
        with opened(tmp_path) as log:
            with StructlogLog().bound(request_id="r1"):
                logging.getLogger("uvicorn.access").info("%s %d", "GET /ws?token=abcdef", 200)
            (line,) = log.lines

        assert line["request_id"] == "r1"
        assert line["logger"] == "uvicorn.access"
        assert line["event"] == "GET /ws?token=*** 200"

    @pytest.mark.parametrize("name", ["httpx2", "openai", "sqlalchemy.engine.Engine", "aiosqlite"])
    def test_is_quiet_below_warning_when_it_would_tell_each_call(self, tmp_path: Path, name: str) -> None:
        with opened(tmp_path, level="DEBUG") as log:
            logging.getLogger(name).info("HTTP Request: POST https://…")
            logging.getLogger(name).warning("Retrying")

            assert [line["event"] for line in log.lines] == ["Retrying"]

    @pytest.mark.parametrize("name", ["websockets.client", "litestar", "asyncio"])
    def test_shows_no_details_even_when_ours_do(self, tmp_path: Path, name: str) -> None:
        with opened(tmp_path, level="DEBUG") as log:
            logging.getLogger(name).debug("< TEXT 'the whole message'")
            StructlogLog().debug("ours")

            assert [line["event"] for line in log.lines] == ["ours"]

    @pytest.mark.parametrize(
        ("call", "event"),
        [
            (lambda logger: logger.warning("%d lines", "many"), "%d lines"),
            (lambda logger: logger.log(35, "between"), "between"),
            (lambda logger: logger.warning({"not": "a text"}), "{'not': 'a text'}"),
            (lambda logger: logger.warning("where", stack_info=True), "where"),
        ],
    )
    def test_is_kept_when_odd(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Callable[[logging.Logger], None], event: str
    ) -> None:
        monkeypatch.setattr(logging.getLogger(), "handlers", [])  # pytest's own fail on such records
        with opened(tmp_path) as log:
            call(logging.getLogger("odd"))

            assert [(line["level"], line["event"]) for line in log.lines] == [("warning", event)]

    def test_is_left_as_it_was_when_closed(self, tmp_path: Path) -> None:
        before = (logging.getLogger().level, list(logging.getLogger().handlers), logging.getLogger("openai").level)
        with opened(tmp_path):
            pass

        after = (logging.getLogger().level, list(logging.getLogger().handlers), logging.getLogger("openai").level)
        assert after == before


class TestSecrets:
    @settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(body=st.text(st.characters(min_codepoint=32, max_codepoint=0x4FF), min_size=4, max_size=30))
    def test_never_appear_in_file_or_console(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
        monkeypatch.setenv("NO_COLOR", "1")
        secret = f"Zq{body}9"
        (tmp_path / "otklik.log").unlink(missing_ok=True)
        with opened(tmp_path, console=Terminal()) as log:
            log.runtime.redact_values(secret)
            sut = StructlogLog(f"of {secret}")
            with sut.bound(request_id=secret):
                sut.error(f"with {secret}", url=f"a{secret}b", error=ValueError(secret), nested=[{"a": secret}])
                logging.getLogger("foreign").error("got %r", secret, exc_info=ValueError(secret))
            written = "".join(map(str, [log.lines, log.path.read_text(), log.shown]))

        assert secret not in written
        assert json.dumps(secret)[1:-1] not in written
        assert repr(secret)[1:-1] not in written

    def test_never_appear_when_known_by_name_only(self, tmp_path: Path) -> None:
        with opened(tmp_path) as log:
            structlog.get_logger().error("failed", access_token="canary", headers={"Authorization": "canary"})

            assert len(log.lines) == 1
            assert "canary" not in log.path.read_text() + log.shown
