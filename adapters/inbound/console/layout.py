"""The frame round every page: head, navigation, who is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from adapters.inbound.console.html import NOTHING, Html, fill
from adapters.inbound.console.pages import Section, Shown, Visit
from adapters.inbound.console.words import Words
from adapters.inbound.web.static_assets import StaticAssets

ORDER: Final = ("inbox", "turns", "balance", "prompts", "deadlines", "notifications", "audit", "health")
"""The navigation's entries from the first to the last; a section that is not built yet has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    sections: Sequence[Section]
    assets: StaticAssets

    def page(self, visit: Visit, shown: Shown, *, section: str, mark: str | None, here: str) -> bytes:
        """``here`` is the page's own path, to come back to; ``mark`` is what a live page knows (``digest_of``)."""
        words = visit.words
        body = visit.fill(
            "frame",
            here=here,
            login_name=visit.by,
            entries=Html.joined(self._entry(each, visit, is_lit=each.name == section) for each in self._ordered()),
            live=visit.fill("live") if mark is not None else NOTHING,
            body=shown.body,
        )
        return self._document(words, shown.title or words[section], body, mark=mark)

    def bare(self, words: Words, title: str, body: Html) -> bytes:
        """Without navigation, for those who are not signed in."""
        return self._document(words, title, body, mark=None)

    def _document(self, words: Words, title: str, body: Html, *, mark: str | None) -> bytes:
        values = {
            "lang": words.lang,
            "title": title,
            "base": f"/static/{self.assets.version}",
            "attributes": NOTHING if mark is None else Html(f' data-mark="{mark}"'),
            "body": body,
        }
        return fill("document", values, words).encode()

    def _ordered(self) -> list[Section]:
        return sorted(self.sections, key=lambda section: ORDER.index(section.name))

    def _entry(self, section: Section, visit: Visit, *, is_lit: bool) -> Html:
        current = Html(' aria-current="page"') if is_lit else NOTHING
        return visit.fill(
            "entry",
            path=section.entry,
            name=visit.words[section.name],
            icon=f"/static/{self.assets.version}/icons.svg#{section.name}",
            current=current,
        )
