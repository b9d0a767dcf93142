"""What a page of the console is to the frame, and what the frame is to a page."""

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from adapters.inbound.console.html import Html, fill
from adapters.inbound.console.words import Pair, Words
from application.chat.visitor import Visitor
from domain.errors import NotFoundError


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """
    An operator's request: who asks, in which language, for what.

    ``path`` holds what the page's path names in braces, ``query`` what stands behind the question mark, ``form`` the
    fields of an action's form; all of them are what the browser sent.
    """

    operator: Visitor
    words: Words
    path: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)

    @property
    def by(self) -> str:
        """Who acts, for the records: the operator's login."""
        return self.operator.person.login or str(self.operator.person.id)

    def fill(self, template: str, **values: object) -> Html:
        """``templates/TEMPLATE.html``; ``$name`` is one of the values, or else of the words. Escaped unless Html."""
        return fill(template, values, self.words)

    def say(self, key: str, **values: object) -> str:
        return self.words.say(key, **values)

    def id(self, name: str = "id") -> UUID:
        """An id of the path. Raises NotFoundError when it is none."""
        try:
            return UUID(str(self.path.get(name)))
        except ValueError:
            raise NotFoundError(name, self.path.get(name)) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What ``main`` of a page holds. ``title`` is for the window when it is not the section's name."""

    body: Html
    title: str | None = None


Show = Callable[[Visit], Awaitable[Shown]]
Act = Callable[[Visit], Awaitable[str | Shown]]
Mark = Callable[[Visit], Awaitable[object]]


def digest_of(mark: object) -> str:
    """A mark as a page can carry it: it tells nothing of what it was made of."""
    return hashlib.sha256(repr(mark).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """
    ``GET path``. ``section`` is the entry of the navigation that is lit.

    With ``mark`` the page is live: whenever what ``mark`` gives has changed, the page's elements that have an ``id``
    and ``data-live`` are fetched anew. It is asked every second by each open page, so it has to be cheap.
    """

    path: str
    section: str
    show: Show
    mark: Mark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """
    ``POST path`` by a form; ``act`` gives the path of the console to show next.

    What changes nothing, and is not worth a path of its own, may give a page instead. With ``is_grave`` whoever has
    not signed in just now is asked for the password first: a screen that was left open books no money.
    """

    path: str
    act: Act
    is_grave: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Pages that belong together. ``words`` are theirs; ``entry`` is the path behind the entry in the navigation."""

    name: str
    entry: str
    pages: Sequence[Page]
    actions: Sequence[Action] = ()
    words: Mapping[str, Pair] = field(default_factory=dict)
