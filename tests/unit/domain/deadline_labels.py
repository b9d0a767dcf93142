"""The labelled texts of `deadline_texts/`: one file a theme, one line a text, read as a list of examples.

A line is `moment | text`; the moment is `YYYY-MM-DD HH:MM`, with an offset when the text states a zone, or `-` when the
text sets no deadline. ⟦ and ⟧ stand around the words it is read from, `\\n` is a line break. `@` starts the moment the
texts below it were published at, `#` a remark.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

TEXTS = sorted(Path(__file__).with_name("deadline_texts").glob("*.txt"))
_ZONE = "+03:00"
_WITHOUT_ZONE = len("2025-03-12 12:00")


class Labelled(NamedTuple):
    place: str  # file and line
    now: datetime
    text: str
    at: datetime | None
    quote: str  # empty when there is no deadline


def labelled_texts() -> list[Labelled]:
    return [example for path in TEXTS for example in texts_of(path)]


def texts_of(path: Path) -> Iterator[Labelled]:
    now: datetime | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("@"):
            now = datetime.fromisoformat(line[1:])
        elif line and not line.startswith("#"):
            label, _, text = line.partition("|")
            assert now is not None, f"{path.name}: no moment of publication above line {number}"
            marked = text.strip().replace("\\n", "\n")
            quote = marked.partition("⟦")[2].partition("⟧")[0]
            plain = marked.replace("⟦", "").replace("⟧", "")
            yield Labelled(f"{path.name}:{number}", now, plain, moment_of_label(label.strip()), quote)


def moment_of_label(label: str) -> datetime | None:
    """The label's own zone, or that of the examples' posts; "" and "-" stand for no deadline."""
    if label in {"", "-"}:
        return None
    return datetime.fromisoformat(label if len(label) > _WITHOUT_ZONE else label + _ZONE)
