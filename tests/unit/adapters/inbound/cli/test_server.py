import json

import pytest

from adapters.inbound.finding import Finding
from tests.unit.adapters.inbound.cli.fake_program import FakeProgram

GOOD = Finding(part="database", says="answers", is_good=True)
OFF = Finding(part="VK", says="off", is_good=False, name="ВКонтакте", advice="Switch it on.")
FATAL = Finding(part="model", says="\x1b[31mno answer", is_good=False, is_fatal=True)


def test_serves(program: FakeProgram) -> None:
    assert program.run("serve").exit_code == 0
    assert program.done == ["serve"]


def test_tells_the_revision_after_migrating(program: FakeProgram) -> None:
    assert program.run("migrate").stdout == "schema at r0001\n"


class TestSandbox:
    def test_is_served_where_it_is_asked_to(self, program: FakeProgram) -> None:
        result = program.run("sandbox", "--host", "::1", "--port", "0", "--callback-url", "http://127.0.0.1/hook")

        assert (result.exit_code, result.stdout) == (0, "http://127.0.0.1:8001\n")
        assert program.done == [("::1", 0, "http://127.0.0.1/hook")]

    def test_is_served_on_this_machine_only_when_nothing_is_said(self, program: FakeProgram) -> None:
        program.run("sandbox")

        assert program.done == [("127.0.0.1", 8001, None)]

    @pytest.mark.parametrize("port", ["-1", "65536", "http"])
    def test_is_refused_a_port_that_is_none(self, program: FakeProgram, port: str) -> None:
        assert program.run("sandbox", "--port", port).exit_code == 2


class TestDoctor:
    @pytest.mark.parametrize(("findings", "code"), [([GOOD], 0), ([GOOD, OFF], 0), ([GOOD, OFF, FATAL], 1)])
    def test_exits_with_1_when_the_server_could_not_work(
        self, program: FakeProgram, findings: list[Finding], code: int
    ) -> None:
        program.findings = findings

        result = program.run("doctor", "--json")

        assert result.exit_code == code
        assert json.loads(result.stdout) == [
            {
                "part": finding.part,
                "ok": finding.is_good,
                "fatal": finding.is_fatal,
                "says": finding.says,
                "advice": finding.advice,
            }
            for finding in findings
        ]

    def test_prints_lines_without_control_characters(self, program: FakeProgram) -> None:
        program.findings = [GOOD, OFF, FATAL]

        shown = program.run("doctor").stdout

        assert shown.splitlines()[:3] == ["✓ database: answers", "! ВКонтакте: off", "  → Switch it on."]
        assert "✗ model" in shown
        assert "\x1b" not in shown

    def test_speaks_the_language_that_is_asked_for(self, program: FakeProgram) -> None:
        program.run("doctor", "--lang", "ru")

        assert program.done == ["ru"]
