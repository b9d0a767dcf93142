import sys
from pathlib import Path

import pytest

import bootstrap
from adapters.outbound.database.database_url import DatabaseUrlError
from adapters.outbound.database.migrate import SchemaOutdatedError
from adapters.outbound.file_log import LogDirectoryError
from adapters.outbound.prompt_library import PromptError
from configuration.settings_error import Problem, SettingsError
from domain.errors import InvalidTransitionError, LeaseLostError, NotFoundError, StorageUnavailableError
from tests.factories import make_id
from tests.unit.adapters.inbound.cli.fake_program import FakeProgram

ID = make_id(5)


class FailingProgram(FakeProgram):
    """Fails as it is told to, as soon as anything is asked of it."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def serve(self) -> None:
        raise self._error

    async def migrate(self) -> str:
        raise self._error


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """In an empty folder, with nothing set."""
    monkeypatch.chdir(tmp_path)
    for name in (
        "PORT",
        "DATABASE_URL",
        "VK_GROUP_ID",
        "VK_SECRET",
        "VK_ACCESS_TOKEN",
        "OPENAI_API_KEY",
        "PROMPTS_DIR",
    ):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def leave(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> object:
    """The exit code."""
    monkeypatch.setattr(sys, "argv", ["otklik", *arguments])
    with pytest.raises(SystemExit) as left:
        bootstrap.main()
    return left.value.code


ERRORS = [
    (SettingsError(Problem("PORT", "expected a whole number")), 2, "PORT: expected a whole number"),
    (DatabaseUrlError("unknown kind"), 2, "database URL: unknown kind"),
    (LogDirectoryError(path=Path("var/log"), reason="no"), 2, "LOG_DIR: cannot write to the directory var/log: no"),
    (PromptError(path=Path("vk_post.md"), reason="is missing"), 2, "prompt vk_post.md: is missing"),
    (OSError(98, "Address already in use"), 1, "Address already in use"),
    (FileNotFoundError(2, "No such file or directory", "/nowhere/x"), 1, "/nowhere/x: No such file or directory"),
    (OSError("gone"), 1, "gone"),
    (StorageUnavailableError(), 1, "the database does not answer; check DATABASE_URL and whether its server runs"),
    (NotFoundError("turn", ID), 1, f"no turn {ID}"),
    (LeaseLostError("turn", ID), 1, f"the lease of turn {ID} was lost"),
    (
        InvalidTransitionError(turn_id=ID, state="settled", wanted="owed"),
        1,
        f"turn {ID} is settled and cannot become owed",
    ),
]


@pytest.mark.parametrize(("error", "code", "said"), ERRORS, ids=lambda given: type(given).__name__)
@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_tells_in_one_line_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    error: Exception,
    code: int,
    said: str,
) -> None:
    monkeypatch.setattr(bootstrap, "CommandLineProgram", lambda: FailingProgram(error))

    assert leave(monkeypatch, command) == code

    shown = capsys.readouterr()
    assert shown.err == f"otklik: {said}\n"
    assert shown.out == ""


def test_tells_that_the_schema_is_old(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    error = SchemaOutdatedError(found="r0001", wanted="r0002")
    monkeypatch.setattr(bootstrap, "CommandLineProgram", lambda: FailingProgram(error))

    assert leave(monkeypatch, "serve") == 1
    assert capsys.readouterr().err == f"otklik: {error}\n"


def test_does_not_hide_a_fault_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "CommandLineProgram", lambda: FailingProgram(ValueError("a fault of ours")))
    monkeypatch.setattr(sys, "argv", ["otklik", "serve"])

    with pytest.raises(ValueError, match="a fault of ours"):
        bootstrap.main()


@pytest.mark.parametrize(
    ("arguments", "code"), [(("--help",), 0), (("dance",), 2), (("turns", "list", "--limit", "0"), 2)]
)
def test_leaves_usage_to_the_command_line(
    clean: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int
) -> None:
    clean.setenv("PORT", "a wrong one does not matter here")

    assert leave(clean, *arguments) == code
    assert "Usage: otklik" in "".join(capsys.readouterr())


def test_program_ends_with_0_when_all_is_well(clean: pytest.MonkeyPatch) -> None:
    clean.setattr(bootstrap, "CommandLineProgram", FakeProgram)

    assert leave(clean, "serve") == 0


class TestRealProgram:
    """The settings of the environment, as the real program reads them."""

    @pytest.mark.parametrize("command", [("serve",), ("balance", "show"), ("doctor",), ("migrate",), ("logs",)])
    @pytest.mark.parametrize(
        ("name", "value", "said"),
        [
            ("PORT", "canary", "PORT: expected a whole number"),
            ("DATABASE_URL", "mysql://u:canary@h:port/d", "DATABASE_URL: cannot be read"),
            ("VK_SECRET", "canary", "VK_GROUP_ID: is needed as soon as VK is on"),
            ("PROMPTS_DIR", "canary", "PROMPTS_DIR: no such folder"),
        ],
    )
    def test_names_the_setting_and_never_its_value(
        self,
        clean: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        command: tuple[str, ...],
        name: str,
        value: str,
        said: str,
    ) -> None:
        clean.setenv(name, value)

        assert leave(clean, *command) == 2

        shown = capsys.readouterr().err
        assert shown.startswith(f"otklik: {said}")
        assert shown.count("\n") == 1
        assert "canary" not in shown

    def test_names_the_address_when_it_is_not_ours(
        self, clean: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        clean.setenv("HOST", "203.0.113.1")

        assert leave(clean, "serve") == 2
        assert capsys.readouterr().err.startswith("otklik: HOST, PORT: cannot listen on port 8000: ")

    def test_reads_no_settings_when_none_are_needed(self, clean: pytest.MonkeyPatch) -> None:
        clean.setenv("PORT", "canary")

        assert leave(clean, "balance", "--help") == 0
