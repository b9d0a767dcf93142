"""What Otklik is made of: locked, licensed, and each dependency with its reason."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, Final

import pytest

from scripts.locked_packages import ALLOWED, is_allowed, locked_packages, noted_licences

ROOT: Final = Path(__file__).parents[2]
LOCKS: Final = sorted(ROOT.glob("requirements*.lock"))
PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REASONS: Final = (ROOT / "docs" / "decisions" / "0012-a-reason-for-each-dependency.md").read_text(encoding="utf-8")


def bill_of_materials() -> str:
    command = [sys.executable, str(ROOT / "scripts" / "sbom.py")]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(bill_of_materials())
    return loaded


@pytest.mark.parametrize("lock", LOCKS, ids=[lock.name for lock in LOCKS])
def test_every_locked_package_has_a_hash(lock: Path) -> None:
    packages = locked_packages(lock)

    assert packages
    assert [package.name for package in packages if not package.hashes] == []


@pytest.mark.parametrize("lock", LOCKS, ids=[lock.name for lock in LOCKS])
def test_lock_names_no_host(lock: Path) -> None:
    assert "://" not in lock.read_text(encoding="utf-8")
    assert "--index" not in lock.read_text(encoding="utf-8")


def test_licence_of_every_locked_package_is_noted_and_allowed() -> None:
    noted = noted_licences()

    assert set(noted) == {(package.name, package.version) for package in locked_packages()}
    assert {name: licence for (name, _), licence in noted.items() if not is_allowed(licence)} == {}


@pytest.mark.parametrize("licence", ["GPL-3.0-only", "MIT AND AGPL-3.0-or-later", "(MIT OR GPL-2.0-only)", "", "mit"])
def test_licence_is_not_allowed_when_it_asks_for_more(licence: str) -> None:
    assert not is_allowed(licence)


def test_licence_is_allowed_when_every_part_is() -> None:
    assert is_allowed("Apache-2.0 AND (MIT OR BSD-3-Clause)")
    assert all(is_allowed(name) for name in ALLOWED)


def test_every_dependency_has_a_reason_and_every_reason_a_dependency() -> None:
    extras: dict[str, list[str]] = PROJECT["optional-dependencies"]
    asked = [*PROJECT["dependencies"], *extras["build"], *extras["dev"]]

    named = re.findall(r"^\| `([a-z0-9-]+)` \|", REASONS, re.MULTILINE)

    assert sorted(named) == sorted(re.split(r"[\[=<>~]", requirement)[0] for requirement in asked)


class TestBillOfMaterials:
    def test_holds_everything_that_is_locked(self, bill: dict[str, Any]) -> None:
        assert [(each["name"], each["version"]) for each in bill["components"]] == [
            (package.name, package.version) for package in locked_packages()
        ]

    def test_has_what_readers_of_it_need(self, bill: dict[str, Any]) -> None:
        references = [each["bom-ref"] for each in bill["components"]]

        assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
        assert len(set(references)) == len(references)
        assert len(bill["dependencies"][0]["dependsOn"]) == len(PROJECT["dependencies"])
        assert set(bill["dependencies"][0]["dependsOn"]) <= set(references)

    def test_is_the_same_each_time(self, bill: dict[str, Any]) -> None:
        assert json.loads(bill_of_materials()) == bill
