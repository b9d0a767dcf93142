"""The inbox: all conversations, the latest first, with filters and a search."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from adapters.inbound.console.conversation import WORDS, ConversationPages
from adapters.inbound.console.html import NOTHING, Html
from adapters.inbound.console.inbox_words import INBOX
from adapters.inbound.console.names import last_line, name_of, tags_of
from adapters.inbound.console.pages import Page, Section, Shown, Visit
from adapters.inbound.console.times import Times
from application.inbox.list_inbox import InboxPage, ListInbox
from application.inbox.name_people import NamePeople
from application.inbox.search_inbox import SearchInbox
from domain.errors import NotFoundError
from domain.identifiers import ConversationId
from domain.inbox import InboxFilter, InboxRow, Place

PATH = "/console"
MOST_SEARCHED = 200


class InboxPages:
    """The page keeps its filter, its search and its place in the address: it can be kept, sent and come back to."""

    def __init__(self, *, list_inbox: ListInbox, search: SearchInbox, name_people: NamePeople, times: Times) -> None:
        self._list = list_inbox
        self._search = search
        self._name_people = name_people
        self._times = times

    async def show(self, visit: Visit) -> Shown:
        wanted, text = _filter(visit), _searched(visit)
        page = await self._page(wanted, text, visit)
        if await self._name_people.execute(row.person for row in page.rows):
            page = await self._page(wanted, text, visit)
        note = visit.say("found_for", text=text, count=len(page.rows)) if text else ""
        body = visit.fill(
            "inbox",
            filters=Html.joined(_filter_link(each, visit, is_lit=each is wanted and not text) for each in InboxFilter),
            searched=text,
            note=note,
            rows=self._rows(page.rows, visit),
            more=NOTHING if page.next is None else _more(wanted, page.next, visit),
        )
        return Shown(body=body)

    async def _page(self, wanted: InboxFilter, text: str, visit: Visit) -> InboxPage:
        if text:
            return InboxPage(rows=await self._search.execute(text), next=None)
        return await self._list.execute(wanted, before=_place(visit))

    async def mark(self, visit: Visit) -> object:
        """What has to change for the page to be fetched anew; of a search, whatever happens anywhere."""
        wanted = InboxFilter.ALL if _searched(visit) else _filter(visit)
        page = await self._list.execute(wanted, before=_place(visit))
        return [_mark(row) for row in page.rows]

    def _rows(self, rows: Sequence[InboxRow], visit: Visit) -> Html:
        if not rows:
            return visit.fill("inbox_empty")
        return Html.joined(self._row(row, visit) for row in rows)

    def _row(self, row: InboxRow, visit: Visit) -> Html:
        return visit.fill(
            "inbox_row",
            id=row.conversation.id,
            channel=visit.words[f"channel_{row.conversation.channel}"],
            who=name_of(row.person, visit),
            last=last_line(row.last, visit),
            at=row.last.at.isoformat(),
            when=self._times.short(row.last.at, visit.words.lang),
            tags=tags_of(row, visit),
            attention=Html(' data-attention="true"') if row.needs_person or row.troubles else NOTHING,
        )


def inbox_section(pages: InboxPages, conversations: ConversationPages) -> Section:
    """With the page of each conversation, which the inbox leads to."""
    page = Page(path=PATH, section="inbox", show=pages.show, mark=pages.mark)
    return Section(
        name="inbox",
        entry=PATH,
        pages=[page, *conversations.pages()],
        actions=conversations.actions(),
        words={**INBOX, **WORDS},
    )


def _mark(row: InboxRow) -> object:
    turn = row.turn and (row.turn.id, row.turn.state, row.turn.reason)
    is_taken = row.conversation.is_taken_over
    blocked = row.person is not None and row.person.blocked_at is not None
    return row.conversation.id, row.last.seq, turn, is_taken, row.drafts, row.troubles, row.needs_person, blocked


def _filter(visit: Visit) -> InboxFilter:
    given = visit.query.get("filter", InboxFilter.ALL)
    return InboxFilter(given) if given in set(InboxFilter) else InboxFilter.ALL


def _searched(visit: Visit) -> str:
    return visit.query.get("search", "").strip()[:MOST_SEARCHED]


def _place(visit: Visit) -> Place | None:
    """Raises NotFoundError for a place that is none."""
    given = visit.query.get("before")
    if given is None:
        return None
    at, _, id_ = given.partition("~")
    try:
        moment = datetime.fromisoformat(at)
        place = Place(at=moment, id=ConversationId(UUID(id_)))
    except ValueError:
        raise NotFoundError("page of the inbox", given[:MOST_SEARCHED]) from None
    if moment.tzinfo is None:
        raise NotFoundError("page of the inbox", given[:MOST_SEARCHED])
    return place


def _filter_link(each: InboxFilter, visit: Visit, *, is_lit: bool) -> Html:
    current = Html(' aria-current="true"') if is_lit else NOTHING
    return visit.fill("filter", path=_path(each), name=visit.words[f"filter_{each}"], current=current)


def _more(wanted: InboxFilter, place: Place, visit: Visit) -> Html:
    return visit.fill("more", path=_path(wanted, before=f"{place.at.isoformat()}~{place.id}"))


def _path(wanted: InboxFilter, **more: str) -> str:
    query = ({} if wanted is InboxFilter.ALL else {"filter": str(wanted)}) | more
    return f"{PATH}?{urlencode(query)}" if query else PATH
