import pytest

from benchmarks.spread import Ratios


def told(capsys: pytest.CaptureFixture[str], ratios: Ratios, **wanted: float) -> list[str]:
    ratios.tell("what", "ms", **wanted)
    return capsys.readouterr().out.rstrip("\n").split("\t")


def made(*rounds: tuple[float, float]) -> Ratios:
    ratios = Ratios()
    for ours, floor in rounds:
        ratios.add(ours=ours, floor=floor)
    return ratios


def test_tells_medians_and_the_spread_of_the_ratios(capsys: pytest.CaptureFixture[str]) -> None:
    cells = told(capsys, made((1, 2), (3, 2), (2, 2)), at_most=1.15, aim=1.05)

    assert cells == ["what", "2 ms", "2 ms", "1.00", "0.50-1.50", "<= 1.15 (1.05)", "aim"]


def test_an_amount_of_its_own_stands_beside_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, made((144, 1), (146, 1), (145, 1)), at_most=150, aim=110)[1:4] == ["145 ms", "-", "145.00"]


@pytest.mark.parametrize(
    ("ours", "wanted", "verdict"),
    [
        (0.8, {"at_least": 0.5, "aim": 0.7}, "aim"),
        (0.6, {"at_least": 0.5, "aim": 0.7}, "holds"),
        (0.4, {"at_least": 0.5, "aim": 0.7}, "MISSED"),
        (1.1, {"at_most": 1.15, "aim": 1.05}, "holds"),
        (1.2, {"at_most": 1.15, "aim": 1.05}, "MISSED"),
    ],
)
def test_says_whether_what_was_wanted_holds(
    capsys: pytest.CaptureFixture[str], ours: float, wanted: dict[str, float], verdict: str
) -> None:
    assert told(capsys, made((ours * 2, 2)), **wanted)[-1] == verdict
