"""
Print what Otklik is made of as CycloneDX 1.6 JSON: the packages of requirements.lock with their licences.

The same lock gives the same bytes: no time, no serial number, no name of a machine. The hashes of the files stay in the
lock, because a package has several files, of which one is installed.
"""

import json
import re
import sys
import tomllib
from typing import Any

from locked_packages import ROOT, LockedPackage, locked_packages, noted_licences


def component(package: LockedPackage, licence: str) -> dict[str, Any]:
    """A package as a component, named by its package URL."""
    address = f"pkg:pypi/{package.name}@{package.version}"
    return {
        "type": "library",
        "bom-ref": address,
        "name": package.name,
        "version": package.version,
        "licenses": [{"expression": licence}],
        "purl": address,
    }


def bill_of_materials() -> dict[str, Any]:
    """The whole document. Raises KeyError for a package that docs/licences.md lacks."""
    licences = noted_licences()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    components = [component(package, licences[package.name, package.version]) for package in locked_packages()]
    # A requirement begins with its name; its version is the lock's.
    asked = {re.split(r"[\[=<>~]", requirement)[0] for requirement in project["dependencies"]}
    direct = [each["bom-ref"] for each in components if each["name"] in asked]
    own = {"type": "application", "bom-ref": "otklik", "name": project["name"], "version": project["version"]}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": own | {"licenses": [{"expression": "MIT"}]}},
        "components": components,
        "dependencies": [{"ref": "otklik", "dependsOn": direct}],
    }


if __name__ == "__main__":
    json.dump(bill_of_materials(), sys.stdout, indent=2)
    sys.stdout.write("\n")
