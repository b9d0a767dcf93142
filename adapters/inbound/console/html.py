"""Text that is HTML already, and what makes it from text that is not."""

import html
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from string import Template
from typing import Final, Self

from adapters.inbound.markdown import render_markdown

_TEMPLATES: Final = Path(__file__).parent / "templates"


class Html(str):
    """Safe to be put into a page as it is. Made by ``fill``, ``text``, ``joined`` and ``markdown`` only."""

    __slots__ = ()

    @classmethod
    def text(cls, value: object) -> Self:
        """Anything, escaped for a text or a quoted attribute; what is Html stays as it is."""
        return value if isinstance(value, cls) else cls(html.escape(str(value), quote=True))

    @classmethod
    def joined(cls, parts: Iterable["Html"], between: str = "\n") -> Self:
        """``between`` is escaped too."""
        return cls(cls.text(between).join(parts))

    @classmethod
    def markdown(cls, text: str) -> Self:
        """An answer of the assistant, rendered and cleaned as the site's chat does it."""
        return cls(render_markdown(text))


NOTHING: Final = Html("")


class _Escaped(dict[str, object]):
    """Values by name, and words where there is no value."""

    def __init__(self, values: Mapping[str, object], words: Mapping[str, str]) -> None:
        super().__init__(values)
        self._words = words

    def __getitem__(self, name: str) -> Html:
        return Html.text(super().__getitem__(name) if name in self else self._words[name])


def fill(name: str, values: Mapping[str, object], words: Mapping[str, str]) -> Html:
    """
    ``templates/NAME.html`` with ``$names`` in it replaced by values, or else by words; each is escaped unless Html.

    Raises KeyError for a name that is neither.
    """
    return Html(_template(name).substitute(_Escaped(values, words)))


@cache
def _template(name: str) -> Template:
    return Template((_TEMPLATES / f"{name}.html").read_text(encoding="utf-8"))
