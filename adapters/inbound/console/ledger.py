"""Entries of an account as rows of a table, a page at a time."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode

from adapters.inbound.console.html import NOTHING, Html
from adapters.inbound.console.pages import Visit
from adapters.inbound.console.table import table
from adapters.inbound.console.times import Times
from domain.balance import LedgerEntry
from domain.spending import SpendingKind

PAGE: Final = 30
WANTED: Final = PAGE + 1
"""How many to read: one more than is shown tells that there are older ones."""


def ledger_table(entries: Sequence[LedgerEntry], visit: Visit, times: Times) -> Html:
    rows = (_row(entry, visit, times) for entry in entries[:PAGE])
    columns = ["when", "what", "amount", "author", "reason"]
    return table(visit, label="ledger_title", columns=columns, rows=rows, empty="no_entries", live_id="ledger")


def older(entries: Sequence[LedgerEntry], visit: Visit, path: str) -> Html:
    """The way to the next page, if there is one."""
    if len(entries) <= PAGE:
        return NOTHING
    return visit.fill("more", path=f"{path}?{urlencode({'before': entries[PAGE - 1].key})}")


def _row(entry: LedgerEntry, visit: Visit, times: Times) -> Html:
    channel = "" if entry.channel is None else visit.words[f"spent_{SpendingKind.of(entry.channel)}"]
    return visit.fill(
        "ledger_row",
        when=times.full(entry.at, visit.words.lang),
        what=visit.words[f"entry_{entry.kind}"],
        channel=channel,
        amount=f"{entry.amount:+}",
        author=entry.author,
        why=entry.reason,
    )
