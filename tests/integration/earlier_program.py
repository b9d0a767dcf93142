"""The program as it was before the newest change of the schema, from the history of this checkout."""

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.documents import ROOT

PROGRAM: Final = (sys.executable, "-c", "from bootstrap import main; main()")
"""Whatever stands first in PYTHONPATH; the packages are those of today."""


def earlier_source(newest_revision: Path, folder: Path) -> Path:
    """
    Lay out the commit before the one that brought this revision; gives the folder, to be put into PYTHONPATH.

    Where there is no history (a shallow clone, an archive) the test is skipped: what it would run is not here.
    """
    brought = _git("log", "-1", "--diff-filter=A", "--format=%H", "--", str(newest_revision))
    # A revision that is not committed yet was brought by what will be committed on top.
    earlier = _git("rev-parse", "--verify", "--quiet", f"{brought}^" if brought else "HEAD")
    if not earlier:
        pytest.skip("the earlier program is in the history, which is not here: git fetch --unshallow")
    folder.mkdir()
    archive = folder.with_suffix(".tar")
    _git("archive", "--output", str(archive), earlier)
    subprocess.run(["tar", "-x", "-f", archive, "-C", folder], check=True)
    return folder


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", "-C", ROOT, *arguments], check=False, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else ""
