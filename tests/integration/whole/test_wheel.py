"""The wheel, installed where no checkout is: everything the program needs has to be inside it."""

import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.integration.whole.house import House

ROOT = Path(__file__).parents[3]
BUILD_SECONDS = 180


@pytest.fixture(scope="module")
def otklik(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The console script of an environment with the wheel, and with the packages that it needs from this one."""
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT)
    _run(sys.executable, "-m", "venv", "--without-pip", folder / "venv")
    python = folder / "venv" / "bin" / "python"
    site = _run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    # A plain path: the hooks there, by which this checkout is found, are not run.
    (Path(site) / "runtime.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    [wheel] = folder.glob("*.whl")
    _run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel)
    return python.with_name("otklik")


@pytest.fixture
def house(otklik: Path, tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path / "empty", {"SANDBOX_PORT": "0"}, program=[str(otklik)])
    yield made
    made.close()


def test_serves_and_migrates_from_an_empty_folder(otklik: Path, house: House) -> None:
    assert "Usage: otklik" in _run(otklik, "--help", cwd=house.folder)
    assert "schema at" in _run(otklik, "migrate", cwd=house.folder)
    assert "✗" not in _run(otklik, "doctor", cwd=house.folder)
    house.start()

    page = httpx2.get(house.url, trust_env=False)
    script = httpx2.get(f"{house.url}/widget.js", trust_env=False)

    assert (page.status_code, script.status_code) == (200, 200)
    assert "<html" in page.text
    assert house.stop() == 0
    assert house.complaints() == []


def test_comes_from_the_wheel_and_not_from_the_checkout(otklik: Path, tmp_path: Path) -> None:
    found = _run(otklik.with_name("python"), "-c", "import bootstrap; print(bootstrap.__file__)", cwd=tmp_path)

    assert Path(found.strip()).is_relative_to(otklik.parents[1])


def _run(*command: str | Path, cwd: Path | None = None) -> str:
    done = subprocess.run(
        [str(part) for part in command], check=False, capture_output=True, text=True, cwd=cwd, timeout=BUILD_SECONDS
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
