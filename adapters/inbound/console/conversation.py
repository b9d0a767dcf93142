"""One conversation: what was said and done in it, and everything that an operator can do there."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from adapters.inbound.console.conversation_words import CONVERSATION, STATES
from adapters.inbound.console.html import NOTHING, Html
from adapters.inbound.console.names import name_of
from adapters.inbound.console.pages import Action, Page, Shown, Visit
from adapters.inbound.console.person import path_of
from adapters.inbound.console.thread import Thread
from adapters.inbound.console.times import Times
from application.accounts.block_person import BlockPerson
from application.accounts.unblock_person import UnblockPerson
from application.conversations.answer_as_operator import AnswerAsOperator
from application.conversations.hand_back import HandBack
from application.conversations.read_conversation import ConversationView, ReadConversation
from application.conversations.take_over import TakeOver
from application.drafts.approve_draft import ApproveDraft
from application.drafts.edit_draft import EditDraft
from application.drafts.reject_draft import RejectDraft
from application.events.record_own import IN_VK
from application.inbox.name_people import NamePeople
from application.turns.dismiss_turn import DismissTurn
from application.turns.retry_turn import RetryTurn
from domain.errors import NotFoundError
from domain.identifiers import ConversationId, PersonId, TurnId
from domain.message import DialogSource, WallSource
from domain.person import Person, PersonKind
from ports.ids import Ids

PATH = "/console/conversations/{id:str}"
WORDS = {**CONVERSATION, **STATES}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationServices:
    """The use cases behind the page and its buttons."""

    read: ReadConversation
    name_people: NamePeople
    answer: AnswerAsOperator
    take_over: TakeOver
    hand_back: HandBack
    block: BlockPerson
    unblock: UnblockPerson
    retry: RetryTurn
    dismiss: DismissTurn
    approve: ApproveDraft
    edit: EditDraft
    reject: RejectDraft


class ConversationPages:
    """With ``accounts`` everybody has an account of their own, and the way to it is shown beside their name."""

    def __init__(
        self, services: ConversationServices, *, times: Times, ids: Ids, group_id: int | None, accounts: bool = False
    ) -> None:
        self._services = services
        self._times = times
        self._ids = ids
        self._group_id = group_id
        self._accounts = accounts

    def pages(self) -> list[Page]:
        return [Page(path=PATH, section="inbox", show=self.show, mark=self.mark)]

    def actions(self) -> list[Action]:
        acts = {
            "answer": self.answer,
            "take-over": self.take_over,
            "hand-back": self.hand_back,
            "people/{person:str}/block": self.block,
            "people/{person:str}/unblock": self.unblock,
            "turns/{turn:str}/retry": self.retry,
            "turns/{turn:str}/dismiss": self.dismiss,
            "turns/{turn:str}/approve": self.approve,
            "turns/{turn:str}/reject": self.reject,
        }
        return [Action(path=f"{PATH}/{path}", act=act) for path, act in acts.items()]

    async def show(self, visit: Visit) -> Shown:
        view = await self._view(visit)
        if await self._services.name_people.execute([view.row.person, *view.people.values()]):
            view = await self._view(visit)
        row = view.row
        who = name_of(row.person, visit)
        body = visit.fill(
            "conversation",
            id=row.conversation.id,
            who=who,
            channel=visit.words[f"channel_{row.conversation.channel}"],
            vk=self._vk_link(view, visit),
            earlier=self._earlier(view, visit),
            thread_items=Thread(view, visit, self._times).render(),
            key=self._ids.new(),
            note=visit.words["answer_vk" if row.conversation.channel.is_vk else "answer_site"],
            who_speaks=self._who_speaks(view, visit),
            people_items=Html.joined(self._people(view, visit)),
        )
        return Shown(body=body, title=who)

    async def _view(self, visit: Visit) -> ConversationView:
        """Raises NotFoundError."""
        return await self._services.read.execute(_conversation(visit), before_seq=_before(visit))

    async def mark(self, visit: Visit) -> object:
        view = await self._view(visit)
        turns = [(turn.id, turn.state, turn.reason, turn.answer) for turn in view.turns]
        deliveries = [(each.id, each.state) for parts in view.deliveries.values() for each in parts]
        row = view.row
        blocked = [(person.id, person.blocked_at) for person in view.people.values()]
        takeover = (row.conversation.is_taken_over, row.taken_until, row.person_wanted_at)
        return row.conversation.last_seq, takeover, turns, deliveries, blocked

    async def answer(self, visit: Visit) -> str:
        id_ = _conversation(visit)
        await self._services.answer.execute(
            id_, visit.form.get("text", ""), operator=visit.operator.person, key=_key(visit)
        )
        return _path(visit)

    async def take_over(self, visit: Visit) -> str:
        await self._services.take_over.execute(_conversation(visit), by=visit.by)
        return _path(visit)

    async def hand_back(self, visit: Visit) -> str:
        await self._services.hand_back.execute(_conversation(visit), by=visit.by)
        return _path(visit)

    async def block(self, visit: Visit) -> str:
        await self._services.block.execute(await self._person(visit), by=visit.by)
        return _path(visit)

    async def unblock(self, visit: Visit) -> str:
        await self._services.unblock.execute(await self._person(visit), by=visit.by)
        return _path(visit)

    async def retry(self, visit: Visit) -> str:
        await self._services.retry.execute(TurnId(visit.id("turn")), by=visit.by)
        return _path(visit)

    async def dismiss(self, visit: Visit) -> str:
        await self._services.dismiss.execute(TurnId(visit.id("turn")), by=visit.by)
        return _path(visit)

    async def approve(self, visit: Visit) -> str:
        turn, text = TurnId(visit.id("turn")), _plain(visit.form.get("text", ""))
        if text != _plain(visit.form.get("written", "")):
            await self._services.edit.execute(turn, text, by=visit.by)
        await self._services.approve.execute(turn, by=visit.by)
        return _path(visit)

    async def reject(self, visit: Visit) -> str:
        await self._services.reject.execute(TurnId(visit.id("turn")), by=visit.by)
        return _path(visit)

    async def _person(self, visit: Visit) -> PersonId:
        """Of this conversation only. Raises NotFoundError."""
        view = await self._view(visit)
        wanted = PersonId(visit.id("person"))
        if wanted not in {person.id for person in _interlocutors(view)}:
            raise NotFoundError("person", wanted)
        return wanted

    def _earlier(self, view: ConversationView, visit: Visit) -> Html:
        if not view.has_earlier:
            return NOTHING
        return visit.fill("more", path=f"{_path(visit)}?before={view.messages[0].seq}")

    def _who_speaks(self, view: ConversationView, visit: Visit) -> Html:
        row, lang = view.row, visit.words.lang
        buttons = [("take-over", "prolong" if row.conversation.is_taken_over else "take_over")]
        if row.conversation.is_taken_over and row.taken_until is not None:
            by = visit.words["in_vk_itself"] if row.taken_by == IN_VK else row.taken_by
            said = visit.say("person_answers", by=by, until=self._times.full(row.taken_until, lang))
            buttons.append(("hand-back", "hand_back"))
        else:
            said = visit.words["assistant_answers"]
        wanted = NOTHING
        if row.person_wanted_at is not None:
            since = self._times.full(row.person_wanted_at, lang)
            wanted = visit.fill("wanted", said=visit.say("person_wanted", since=since))
            buttons.append(("hand-back", "dealt_with"))
        forms = Html.joined(
            visit.fill("small_form", path=f"{_path(visit)}/{act}", name=visit.words[name]) for act, name in buttons
        )
        return visit.fill("who_speaks", said=said, wanted=wanted, forms=forms)

    def _people(self, view: ConversationView, visit: Visit) -> Iterator[Html]:
        for person in _interlocutors(view):
            act = "block" if person.blocked_at is None else "unblock"
            confirm = Html(f' data-confirm="{Html.text(visit.words["block_confirm"])}"')
            since = ""
            if person.blocked_at is not None:
                since = visit.say("is_blocked", since=self._times.full(person.blocked_at, visit.words.lang))
            yield visit.fill(
                "person",
                name=name_of(person, visit),
                vk=visit.say("person_vk", id=person.vk_id) if person.name else "",
                since=since,
                account=visit.fill("account_link", path=path_of(person.id)) if self._accounts else NOTHING,
                path=f"{_path(visit)}/people/{person.id}/{act}",
                question=confirm if act == "block" else NOTHING,
                act=visit.words[act],
            )

    def _vk_link(self, view: ConversationView, visit: Visit) -> Html:
        source = next((each.source for each in reversed(view.messages) if each.source is not None), None)
        match source:
            case WallSource(owner_id=owner, post_id=post, comment_id=comment):
                path = f"wall{owner}_{post}" + (f"?reply={comment}" if comment else "")
            case DialogSource(peer_id=peer) if self._group_id is not None:
                path = f"gim{self._group_id}?sel={peer}"
            case _:
                return NOTHING
        return visit.fill("vk_link", path=f"https://vk.com/{path}")


def _conversation(visit: Visit) -> ConversationId:
    return ConversationId(visit.id())


def _path(visit: Visit) -> str:
    return f"/console/conversations/{visit.id()}"


def _before(visit: Visit) -> int | None:
    given = visit.query.get("before", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < len(str(2**31)) else None


def _key(visit: Visit) -> UUID:
    """Raises NotFoundError for a form that is not ours."""
    try:
        return UUID(visit.form.get("key", ""))
    except ValueError:
        raise NotFoundError("form", "key") from None


def _plain(text: str) -> str:
    """As a text area sends it back: its line ends are the browser's."""
    return text.replace("\r\n", "\n").strip()


def _interlocutors(view: ConversationView) -> list[Person]:
    """Neither operators nor the community itself."""
    people = view.people.values()
    return [each for each in people if each.kind is not PersonKind.OPERATOR and (each.vk_id is None or each.vk_id > 0)]
