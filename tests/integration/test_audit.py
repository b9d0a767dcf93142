"""``scripts/audit.sh``, a part of ``make check``: what it makes of no network, no answer, and of what is found."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.documents import ROOT
from tests.integration.services.ports import HOST, free_port

SKIPPED = "Nothing is known of weaknesses in requirements.lock."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A checkout with the script and the locks."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "audit.sh", tmp_path / "scripts")
    for lock in ROOT.glob("requirements*.lock"):
        shutil.copy(lock, tmp_path)
    return tmp_path


def audit(folder: Path, *, python: str = sys.executable) -> subprocess.CompletedProcess[str]:
    """Run it where no registry answers, whatever this machine's pip is told."""
    nowhere = {"PIP_INDEX_URL": f"http://{HOST}:{free_port()}/simple", "PIP_CONFIG_FILE": os.devnull}
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHON": python} | nowhere
    command = ["bash", "scripts/audit.sh"]
    return subprocess.run(command, cwd=folder, env=environment, check=False, capture_output=True, text=True)


def pip_audit(folder: Path, script: str) -> None:
    """As if it were installed; ``$REPORT`` is the file that it was told to write."""
    program = folder / ".audit" / "bin" / "pip-audit"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\nREPORT=.audit/report.json\n{script}\n", encoding="utf-8")
    program.chmod(0o755)


def test_says_that_it_was_skipped_when_there_is_no_network(folder: Path) -> None:
    ran = audit(folder)

    assert (ran.returncode, ran.stdout) == (0, f"pip-audit was skipped: it could not be installed. {SKIPPED}\n")


def test_says_the_same_without_asking_again_on_the_same_day(folder: Path) -> None:
    # Python that makes no environment: it would have been skipped for another reason.
    first = audit(folder, python="false")

    again = audit(folder)

    assert first.stdout == f"pip-audit was skipped: no environment could be made for it. {SKIPPED}\n"
    assert (again.returncode, again.stdout) == (0, first.stdout)


def test_says_that_it_was_skipped_when_nobody_answers(folder: Path) -> None:
    pip_audit(folder, "echo no route >&2; exit 1")

    ran = audit(folder)

    assert (ran.returncode, ran.stdout) == (0, f"pip-audit was skipped: it had no answer. {SKIPPED}\n")


def test_fails_and_shows_what_is_known_of_a_weakness(folder: Path) -> None:
    pip_audit(folder, """echo '{"id": "CVE-1"}' > $REPORT; exit 1""")

    for _ in range(2):
        ran = audit(folder)

        assert (ran.returncode, ran.stdout) == (1, '{"id": "CVE-1"}\n')


def test_asks_again_when_the_lock_has_changed(folder: Path) -> None:
    pip_audit(folder, "echo asked >> asked; echo {} > $REPORT")
    for _ in range(2):
        assert audit(folder).stdout == "pip-audit knows of no weakness in requirements.lock.\n"
    later = time.time() + 10
    os.utime(folder / "requirements.lock", (later, later))

    audit(folder)

    assert (folder / "asked").read_text(encoding="utf-8") == "asked\n" * 2
