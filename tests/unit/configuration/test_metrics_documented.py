"""The table of docs/operations.md has every metric with its labels, and no other."""

import re
from pathlib import Path
from typing import Final

from tests.unit.configuration.exposition import shown_samples

PAGE: Final = Path(__file__).parents[3] / "docs" / "operations.md"
CODE: Final = re.compile(r"`([^`]+)`")
OF_HISTOGRAMS: Final = re.compile(r"_(bucket|sum|count)$")


def documented() -> dict[str, set[str]]:
    section = PAGE.read_text(encoding="utf-8").split("### Metrics", 1)[1].split("\n##", 1)[0]
    rows = [line.split("|")[1:3] for line in section.splitlines() if line.startswith("| `")]
    return {CODE.findall(name)[0]: set(CODE.findall(labels)) for name, labels in rows}


def shown() -> dict[str, set[str]]:
    return {OF_HISTOGRAMS.sub("", name): labels - {"le"} for name, labels in shown_samples().items()}


def test_has_every_metric_with_its_labels_and_no_other() -> None:
    assert documented() == shown()


def test_names_follow_the_conventions_of_prometheus() -> None:
    for name in shown_samples():
        assert re.fullmatch(r"otklik_[a-z_]+", name)
    units = {name for name in shown() if "second" in name or "rouble" in name}
    assert all(re.search(r"_(seconds|roubles)(_total)?$", name) for name in units)
