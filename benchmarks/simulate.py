"""
How long comments wait for their answers, and what is busy meanwhile: a simulation fed by measured figures.

usage: python -m benchmarks.simulate [--communities 100] [--processes 2] [--comments-a-day 300] [--hours 1] …

Comments arrive at random, at the peak hour's rate. Each takes processor time in one of the processes, one after the
other, in two parts: before the model is asked and after it has answered. The model takes its time for as many at once
as a process has room for; VK takes so many calls a second of each community. The defaults are what docs/performance.md
has for one process; ``--help`` names them all.
"""

import argparse
import heapq
import itertools
import random
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

BEFORE = 0.6
"""The share of an answer's processor time that is spent before the model is asked."""
HOUR = 3_600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Times in seconds. ``peak`` is the share of a day's comments that comes in its busiest hour."""

    communities: int
    comments_a_day: float
    peak: float
    processes: int
    cpu: float
    model: float
    room: int
    vk_rate: float
    hours: float
    seed: int

    @property
    def arrivals(self) -> float:
        """Comments a second at the peak."""
        return self.communities * self.comments_a_day * self.peak / HOUR


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """``waits`` are the seconds from comment to answer; ``busy`` the share of time that a processor worked."""

    waits: Sequence[float]
    busy: float
    most_at_once: int


class Processor:
    """Does one thing at a time, in the order in which it came; so do VK's calls of one community."""

    def __init__(self) -> None:
        self.free_at = 0.0
        self.worked = 0.0

    def take(self, now: float, seconds: float) -> float:
        """When it is done."""
        self.free_at = max(now, self.free_at) + seconds
        self.worked += seconds
        return self.free_at


def arrivals(world: World, chance: random.Random) -> Iterator[float]:
    at = 0.0
    while (at := at + chance.expovariate(world.arrivals)) < world.hours * HOUR:
        yield at


def simulate(world: World) -> Found:
    """Events in the order of time: a comment comes, the model has answered."""
    chance, order = random.Random(world.seed), itertools.count()
    processors = [Processor() for _ in range(world.processes)]
    rooms: list[list[float]] = [[] for _ in processors]
    gates: dict[int, Processor] = {}
    events: list[tuple[float, int, float, int | None]] = []
    events += ((at, next(order), at, None) for at in arrivals(world, chance))
    heapq.heapify(events)
    waits: list[float] = []
    most = 0
    while events:
        now, _, since, where = heapq.heappop(events)
        if where is None:
            where = min(range(len(processors)), key=lambda each: processors[each].free_at)
            asked = processors[where].take(now, world.cpu * BEFORE)
            answered = _ask(rooms[where], asked, chance.lognormvariate(0, 0.4) * world.model, world.room)
            most = max(most, len(rooms[where]))
            heapq.heappush(events, (answered, next(order), since, where))
        else:
            done = processors[where].take(now, world.cpu * (1 - BEFORE))
            gate = gates.setdefault(chance.randrange(world.communities), Processor())
            waits.append(gate.take(done, 1 / world.vk_rate) - since)
    worked = sum(each.worked for each in processors)
    return Found(waits=waits, busy=worked / (world.processes * world.hours * HOUR), most_at_once=most)


def _ask(room: list[float], now: float, seconds: float, most: int) -> float:
    """When the model has answered; ``room`` holds the ends of what is being written."""
    while room and room[0] <= now:
        heapq.heappop(room)
    begin = now if len(room) < most else heapq.heappop(room)
    heapq.heappush(room, begin + seconds)
    return begin + seconds


def main() -> None:
    parser = argparse.ArgumentParser(
        description="how long comments wait for their answers", formatter_class=argparse.ArgumentDefaultsHelpFormatter
    )
    parser.add_argument("--communities", type=int, default=1, help="that share the processes")
    parser.add_argument("--comments-a-day", type=float, default=300, help="of one community")
    parser.add_argument("--peak", type=float, default=0.1, help="share of a day's comments in its busiest hour")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--cpu", type=float, default=0.025, help="seconds of a processor for one answer by itself")
    parser.add_argument("--model", type=float, default=2.0, help="seconds of the model for one answer, in the median")
    parser.add_argument("--room", type=int, default=200, help="TURN_CONCURRENCY")
    parser.add_argument("--vk-rate", type=float, default=17, help="calls a second that VK takes of one community")
    parser.add_argument("--hours", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    world = World(**vars(parser.parse_args()))
    found = simulate(world)
    print(f"{world.arrivals:.2f} comments a second at the peak, {len(found.waits)} in all")
    if found.waits:
        late = sorted(found.waits)[int(len(found.waits) * 0.99)]
        print(f"seconds to the answer: {statistics.median(found.waits):.1f} in the median, {late:.1f} for 1 in 100")
    print(f"processors busy {found.busy:.0%}, at most {found.most_at_once} answers at once in a process")


if __name__ == "__main__":
    main()
