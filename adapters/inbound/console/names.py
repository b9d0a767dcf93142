"""What conversations, people and states are called on the console's pages."""

from adapters.inbound.console.html import Html
from adapters.inbound.console.pages import Visit
from domain.inbox import InboxRow
from domain.message import Author, Message
from domain.person import Person
from domain.plain_text import to_plain
from domain.turn import TurnState

EXCERPT = 160


def name_of(person: Person | None, visit: Visit) -> str:
    """None is the community itself."""
    if person is None:
        return visit.words["person_community"]
    if person.erased_at is not None:
        return visit.words["person_erased"]
    if person.vk_id is not None:
        # A community's id is negative; the only one that speaks in our conversations is our own.
        if person.vk_id < 0:
            return visit.words["person_community"]
        return person.name or visit.say("person_vk", id=person.vk_id)
    return person.login or visit.words["person_guest"]


def last_line(message: Message, visit: Visit) -> str:
    """The beginning of a message on one line, with its author unless that is the person; no marks of Markdown."""
    beginning = message.text[: EXCERPT * 2]
    if message.author is Author.ASSISTANT:
        beginning = to_plain(beginning)
    text = " ".join(beginning.split())[:EXCERPT]
    if message.author is Author.PERSON:
        return text
    return visit.say("you_said", author=visit.words[f"author_{message.author}"], text=text)


def tag(visit: Visit, key: str, kind: str = "") -> Html:
    """``kind``: good, warn, bad, person or nothing in particular."""
    return visit.fill("tag", kind=f"tag-{kind}" if kind else "", name=visit.words[key])


def tags_of(row: InboxRow, visit: Visit) -> Html:
    """What the owner has to know of a conversation at a glance, the most pressing first."""
    tags: list[Html] = []
    if row.person_wanted_at is not None:
        tags.append(tag(visit, "tag_wanted", "person"))
    if row.drafts:
        tags.append(tag(visit, "tag_draft", "person"))
    if row.conversation.is_taken_over:
        tags.append(tag(visit, "tag_taken", "warn"))
    if row.troubles:
        tags.append(tag(visit, "tag_failed", "bad"))
    if row.person is not None and row.person.blocked_at is not None:
        tags.append(tag(visit, "tag_blocked", "bad"))
    if row.turn is not None and not row.drafts and not row.troubles:
        tags.append(_state_tag(row.turn.state, visit))
    return Html.joined(tags, " ")


def _state_tag(state: TurnState, visit: Visit) -> Html:
    match state:
        case TurnState.SETTLED:
            return tag(visit, "tag_settled", "good")
        case TurnState.DECLINED | TurnState.STOPPED:
            return tag(visit, f"tag_{state}", "warn")
        case TurnState.FAILED:
            return tag(visit, "tag_failed", "bad")
        case _:
            return tag(visit, "tag_running")
