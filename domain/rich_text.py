"""Text of which each character knows how it looks: it can be cut and joined, and its marks move along."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final, Self


class Style(StrEnum):
    BOLD = "bold"
    ITALIC = "italic"
    LINK = "link"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Mark:
    """``address`` is where a link leads; no other style has one."""

    style: Style
    address: str = ""


BOLD: Final = Mark(style=Style.BOLD)
ITALIC: Final = Mark(style=Style.ITALIC)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """``length`` characters (code points) from ``start`` on, at least one."""

    start: int
    length: int
    mark: Mark


_Look = frozenset[Mark]
_UNMARKED: Final[_Look] = frozenset()


class RichText:
    """Immutable. What is cut out or put together keeps the marks of its characters."""

    __slots__ = ("_looks", "text")

    def __init__(self, text: str, looks: tuple[_Look, ...] | None = None) -> None:
        """``looks``: one for each character; without them the text has no marks."""
        self.text: Final = text
        self._looks: Final = (_UNMARKED,) * len(text) if looks is None else looks

    @classmethod
    def joined(cls, pieces: Iterable[Self | str]) -> Self:
        texts: list[str] = []
        looks: list[_Look] = []
        for each in pieces:
            piece = cls(each) if isinstance(each, str) else each
            texts.append(piece.text)
            looks.extend(piece._looks)  # noqa: SLF001 - its own kind
        return cls("".join(texts), tuple(looks))

    def __len__(self) -> int:
        return len(self.text)

    def cut(self, start: int, end: int | None = None) -> Self:
        return type(self)(self.text[start:end], self._looks[start:end])

    def group(self, found: re.Match[str], number: int) -> Self:
        """What a group of a match in ``text`` holds."""
        return self.cut(found.start(number), found.end(number))

    def strip(self) -> Self:
        return self.lstrip().rstrip()

    def lstrip(self) -> Self:
        return self.cut(len(self.text) - len(self.text.lstrip()))

    def rstrip(self) -> Self:
        return self.cut(0, len(self.text.rstrip()))

    def marked(self, *marks: Mark) -> Self:
        return type(self)(self.text, tuple(look.union(marks) for look in self._looks))

    def replaced(self, pattern: re.Pattern[str], make: Callable[[re.Match[str]], Self | str]) -> Self:
        """As ``pattern.sub`` does it: what ``make`` gives stands for each match."""
        pieces: list[Self | str] = []
        end = 0
        for found in pattern.finditer(self.text):
            pieces += [self.cut(end, found.start()), make(found)]
            end = found.end()
        return self.joined([*pieces, self.cut(end)]) if pieces else self

    def spans(self) -> tuple[Span, ...]:
        """Its marks, by where they begin; two of one mark neither touch nor overlap."""
        every = set().union(*self._looks) if self._looks else set()
        return tuple(sorted(span for mark in every for span in self._spans_of(mark)))

    def _spans_of(self, mark: Mark) -> Iterator[Span]:
        start = 0
        for is_marked, run in groupby(self._looks, lambda look: mark in look):
            length = sum(1 for _ in run)
            if is_marked:
                yield Span(start=start, length=length, mark=mark)
            start += length
