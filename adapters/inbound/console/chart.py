"""Spending by day as a stacked bar chart: SVG without a style or a script in it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from adapters.inbound.console.html import NOTHING, Html
from adapters.inbound.console.pages import Visit
from domain.money import ZERO
from domain.spending import SpendingDay, SpendingKind

WIDTH: Final = 720
HEIGHT: Final = 220
LEFT: Final = 56
BOTTOM: Final = 26
TOP: Final = 10
LINES: Final = 4
LABELLED: Final = frozenset({1, 5, 10, 15, 20, 25})
"""Days of a month: further apart than their labels are wide."""


def spending_chart(days: Sequence[SpendingDay], visit: Visit) -> Html:
    """The table beside it tells the same to those who do not see it."""
    top = _round_up(max((day.total for day in days), default=ZERO))
    step = (WIDTH - LEFT) / max(len(days), 1)
    bars = [_bar(day, visit, x=LEFT + number * step, width=step, top=top) for number, day in enumerate(days)]
    return visit.fill("chart", lines=Html.joined(_lines(visit, top)), bars=Html.joined(bars), legend=_legend(visit))


def _round_up(most: Decimal) -> Decimal:
    """A scale whose lines stand at whole numbers, such as 4, 20, 40, 200 or 400."""
    scale = Decimal(LINES)
    for factor in (5, 2) * 12:
        if most <= scale:
            break
        scale *= factor
    return scale


def _y(amount: Decimal, top: Decimal) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - float(amount / top)), 2)


def _lines(visit: Visit, top: Decimal) -> list[Html]:
    amounts = [top * number / LINES for number in range(LINES + 1)]
    return [
        visit.fill("chart_line", y=_y(amount, top), left=LEFT, right=WIDTH, label_x=LEFT - 8, amount=f"{amount:f}")
        for amount in amounts
    ]


def _bar(day: SpendingDay, visit: Visit, *, x: float, width: float, top: Decimal) -> Html:
    parts, below = [], ZERO
    for kind in SpendingKind:
        amount = day.amounts.get(kind, ZERO)
        if amount:
            high, low = _y(below + amount, top), _y(below, top)
            values = {"kind": kind, "y": high, "height": round(low - high, 2), "x": round(x + width * 0.15, 2)}
            parts.append(visit.fill("chart_part", width=round(width * 0.7, 2), **values))
            below += amount
    label = f"{day.day:%d.%m}" if day.day.day in LABELLED else ""
    return visit.fill(
        "chart_bar",
        tip=f"{day.day:%d.%m.%Y}: {day.total}",
        parts=Html.joined(parts) if parts else NOTHING,
        x=round(x + width / 2, 2),
        y=HEIGHT - 8,
        label=label,
    )


def _legend(visit: Visit) -> Html:
    return Html.joined(visit.fill("chart_key", kind=kind, name=visit.words[f"spent_{kind}"]) for kind in SpendingKind)
