"""Ratios of interleaved rounds: the median counts, the spread says how much to trust it."""

import statistics
from dataclasses import dataclass, field


@dataclass(slots=True)
class Ratios:
    """``ours`` and ``floor`` are in one unit; a round of each was measured one right after the other."""

    rounds: list[tuple[float, float]] = field(default_factory=list)

    def add(self, *, ours: float, floor: float) -> None:
        self.rounds.append((ours, floor))

    @property
    def ratios(self) -> list[float]:
        return [ours / floor for ours, floor in self.rounds]

    def tell(
        self, what: str, unit: str, *, at_least: float | None = None, at_most: float | None = None, aim: float
    ) -> None:
        """One row of the table, tabs between its cells."""
        ours, floor = (statistics.median(side) for side in zip(*self.rounds, strict=True))
        beside = f"{floor:.4g} {unit}"
        if all(each == 1.0 for _, each in self.rounds):
            beside = "-"  # an amount of its own, beside nothing
        ratio = statistics.median(self.ratios)
        spread = f"{min(self.ratios):.2f}-{max(self.ratios):.2f}"
        if at_least is not None:
            wanted, holds, best = f">= {at_least:g}", ratio >= at_least, ratio >= aim
        else:
            wanted, holds, best = f"<= {at_most:g}", at_most is not None and ratio <= at_most, ratio <= aim
        verdict = "aim" if best else "holds" if holds else "MISSED"
        cells = (what, f"{ours:.4g} {unit}", beside, f"{ratio:.2f}", spread, f"{wanted} ({aim:g})")
        print("\t".join((*cells, verdict)), flush=True)
