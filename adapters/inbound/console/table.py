"""A table of a page: its box can be scrolled by the keyboard, and it says so when there is nothing in it."""

from collections.abc import Iterable, Sequence

from adapters.inbound.console.html import NOTHING, Html
from adapters.inbound.console.pages import Visit


def table(
    visit: Visit, *, label: str, columns: Sequence[str], rows: Iterable[Html], empty: str, live_id: str | None = None
) -> Html:
    """
    ``label``, ``columns`` and ``empty`` are keys of the words; ``rows`` have as many cells as there are columns.

    With ``live_id`` it is a part of its own that is fetched anew when the page has changed.
    """
    words = visit.words
    found = Html.joined(rows)
    return visit.fill(
        "table",
        live=NOTHING if live_id is None else Html(f' id="{Html.text(live_id)}" data-live="list"'),
        label=words[label],
        head=Html.joined((visit.fill("table_column", name=words[key]) for key in columns), ""),
        rows=found or visit.fill("nothing_row", columns=len(columns), says=words[empty]),
    )
