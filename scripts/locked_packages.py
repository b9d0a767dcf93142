"""What requirements.lock holds, and under which licence each package is: docs/licences.md has them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
LOCK: Final = ROOT / "requirements.lock"
LICENCES: Final = ROOT / "docs" / "licences.md"

ALLOWED: Final = frozenset({"MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "PSF-2.0", "MPL-2.0"})
"""Nothing here obliges whoever runs or changes Otklik; MPL-2.0 asks it of whoever changes that package's own files."""

_REQUIREMENT: Final = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[^\s;\\]+)(?: ; (?P<marker>[^\\]+?))?(?: \\)?$")
_ROW: Final = re.compile(r"^\| `(?P<name>[a-z0-9-]+)` \| (?P<version>\S+) \| (?P<licence>[^|]+?) \|$", re.MULTILINE)
_HASH: Final = re.compile(r"--hash=sha256:[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedPackage:
    """One version of one package; ``hashes`` counts its files, each of which may be installed."""

    name: str
    version: str
    hashes: int


def locked_packages(lock: Path = LOCK) -> list[LockedPackage]:
    """All of them, by name. Raises ValueError for a line that is neither a package nor a hash."""
    packages: list[LockedPackage] = []
    for line in filter(str.strip, lock.read_text(encoding="utf-8").splitlines()):
        if line.startswith(" "):
            last = packages.pop()
            found = len(_HASH.findall(line))
            packages.append(LockedPackage(name=last.name, version=last.version, hashes=last.hashes + found))
        elif requirement := _REQUIREMENT.match(line):
            packages.append(LockedPackage(name=requirement["name"], version=requirement["version"], hashes=0))
        else:
            raise ValueError(line)
    return packages


def noted_licences() -> Mapping[tuple[str, str], str]:
    """SPDX expressions of docs/licences.md by name and version."""
    text = LICENCES.read_text(encoding="utf-8") if LICENCES.exists() else ""
    return {(row["name"], row["version"]): row["licence"] for row in _ROW.finditer(text)}


def is_allowed(licence: str) -> bool:
    """Of an expression every name has to be allowed, also where one of several could be chosen."""
    names = re.split(r" AND | OR ", licence.replace("(", "").replace(")", ""))
    return all(name in ALLOWED for name in names)
