"""
Write docs/licences.md anew: what is locked, and what each installed package says of its licence.

What a package does not say clearly (or is not installed on this platform) is taken from the former table, if that has
the same package; otherwise it is named, nothing is written, and somebody has to read and add the row.
"""

import sys
from importlib.metadata import PackageNotFoundError, metadata

from locked_packages import LICENCES, LockedPackage, is_allowed, locked_packages, noted_licences

HEAD = """# Licences of what is installed

Every package of `requirements.lock`, written by `make licences` after `make lock`; a test sees that none is
missing and that each licence is one of those that ask nothing of whoever runs or changes
Otklik. Otklik's own is [MIT](../LICENSE).

| package | version | licence |
|---|---|---|
"""
CLASSIFIED = {
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}


def told_licence(package: LockedPackage) -> str | None:
    """What the installed package says, if that is one thing only."""
    try:
        told = metadata(package.name)
    except PackageNotFoundError:
        return None
    for field in ("License-Expression", "License"):
        if (value := told.get(field)) and is_allowed(value):
            return value
    classified = [name for name in told.get_all("Classifier") or [] if name.startswith("License ::")]
    return CLASSIFIED.get(classified[0]) if len(classified) == 1 else None


def main() -> int:
    """Exit code 1: somebody has to look."""
    noted = {name: licence for (name, _), licence in noted_licences().items()}
    packages = locked_packages()
    licences = {package.name: told_licence(package) or noted.get(package.name) for package in packages}
    if unclear := [name for name, licence in licences.items() if licence is None]:
        print("Nobody says clearly under which licence these are:", *unclear)
        return 1
    rows = [f"| `{package.name}` | {package.version} | {licences[package.name]} |\n" for package in packages]
    LICENCES.write_text(HEAD + "".join(rows), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
