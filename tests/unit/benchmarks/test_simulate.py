import random
import statistics
from dataclasses import replace
from typing import Any

import pytest

from benchmarks.simulate import Found, World, arrivals, simulate

ONE = World(
    communities=1,
    comments_a_day=3_000,
    peak=0.1,
    processes=1,
    cpu=0.04,
    model=2.0,
    room=200,
    vk_rate=17.0,
    hours=1.0,
    seed=1,
)


def late(found: Found) -> float:
    return sorted(found.waits)[int(len(found.waits) * 0.99)]


def test_every_comment_is_answered_and_none_before_the_model_has() -> None:
    chance = random.Random(ONE.seed)  # noqa: S311 - the same chance as the simulation's own, no secret
    found = simulate(ONE)

    assert len(found.waits) == len(list(arrivals(ONE, chance)))
    assert min(found.waits) > ONE.cpu
    assert found.busy == pytest.approx(len(found.waits) * ONE.cpu / 3_600)


def test_an_idle_server_answers_in_the_models_time() -> None:
    assert statistics.median(simulate(ONE).waits) == pytest.approx(ONE.model + ONE.cpu, rel=0.2)


@pytest.mark.parametrize("tight", [{"room": 1, "model": 11.0}, {"cpu": 12.0}, {"vk_rate": 0.08}])
def test_whatever_is_scarce_makes_comments_wait(tight: dict[str, Any]) -> None:
    assert late(simulate(replace(ONE, **tight))) > 2 * late(simulate(ONE))


def test_more_processes_share_the_work() -> None:
    alone, shared = simulate(replace(ONE, cpu=12.0)), simulate(replace(ONE, cpu=12.0, processes=4))

    assert late(shared) < late(alone)
    assert shared.busy == pytest.approx(alone.busy / 4)
