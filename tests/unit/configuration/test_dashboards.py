"""The dashboard and the rules that are shipped ask only for metrics and labels that there are."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml  # type: ignore[import-untyped]  # the package has no types of its own

from tests.unit.configuration.exposition import shown_samples

DEPLOY: Final = Path(__file__).parents[3] / "deploy"
OPERATIONS: Final = Path(__file__).parents[3] / "docs" / "operations.md"
SELECTOR: Final = re.compile(r"(otklik_[a-z_]+)(?:\{([^}]*)\})?")
LABEL: Final = re.compile(r"([a-z_]+)\s*(?:=~|!~|!=|=)")
GROUPING: Final = re.compile(r"by \(([a-z_, ]+)\)")
OF_THE_SCRAPE: Final = {"job", "instance"}
COLUMNS: Final = 24


def dashboard() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DEPLOY / "grafana" / "otklik.json").read_text(encoding="utf-8"))
    return loaded


def rules() -> list[dict[str, Any]]:
    loaded = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yml").read_text(encoding="utf-8"))
    return [rule for group in loaded["groups"] for rule in group["rules"]]


def expressions() -> Iterator[str]:
    for panel in dashboard()["panels"]:
        yield from (target["expr"] for target in panel["targets"])
    yield from (rule["expr"] for rule in rules())


def test_ask_only_for_metrics_and_labels_that_there_are() -> None:
    shown = shown_samples()
    for expression in expressions():
        asked = SELECTOR.findall(expression)
        labels: set[str] = set()
        for name, selected in asked:
            assert name in shown, expression
            assert set(LABEL.findall(selected)) <= shown[name] | OF_THE_SCRAPE, expression
            labels |= shown[name]
        grouped = {label.strip() for group in GROUPING.findall(expression) for label in group.split(",")}
        assert grouped <= labels | OF_THE_SCRAPE, expression
        assert asked or expression.startswith("up{"), expression


def test_every_metric_is_on_the_dashboard() -> None:
    on_it = {name for panel in dashboard()["panels"] for target in panel["targets"] for name in _names(target["expr"])}
    families = {re.sub(r"_(bucket|sum|count)$", "", name) for name in shown_samples()}

    assert {re.sub(r"_bucket$", "", name) for name in on_it} == families


def test_dashboard_has_the_shape_that_grafana_takes() -> None:
    page = dashboard()
    panels = page["panels"]
    known = {variable["name"] for variable in page["templating"]["list"]}

    assert (page["uid"], page["title"]) == ("otklik", "Otklik")
    assert isinstance(page["schemaVersion"], int)
    assert len({panel["id"] for panel in panels}) == len(panels)
    for panel in panels:
        place = panel["gridPos"]
        assert panel["type"] in {"stat", "timeseries"}
        assert 0 <= place["x"] < place["x"] + place["w"] <= COLUMNS
        assert len({target["refId"] for target in panel["targets"]}) == len(panel["targets"]) > 0
        assert panel["datasource"] == {"type": "prometheus", "uid": "${datasource}"}
    assert set(re.findall(r"\$(?!__)\{?([a-z]+)", json.dumps(page))) <= known


def test_panels_do_not_lie_on_each_other() -> None:
    cells = [
        (x, y)
        for place in (panel["gridPos"] for panel in dashboard()["panels"])
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]

    assert len(set(cells)) == len(cells)


def test_rules_have_the_shape_that_prometheus_takes() -> None:
    found = rules()

    assert len({rule["alert"] for rule in found}) == len(found) > 0
    for rule in found:
        assert re.fullmatch(r"Otklik[A-Za-z]+", rule["alert"])
        assert rule["labels"]["severity"] in {"warning", "critical"}
        assert rule["annotations"]["summary"]
        assert rule.keys() <= {"alert", "expr", "for", "labels", "annotations"}
        assert rule["expr"].count("(") == rule["expr"].count(")")


def test_page_of_operations_names_both_files() -> None:
    page = OPERATIONS.read_text(encoding="utf-8")

    assert "deploy/grafana/otklik.json" in page
    assert "deploy/prometheus/alerts.yml" in page


def _names(expression: str) -> set[str]:
    return {name for name, _ in SELECTOR.findall(expression)}
