"""
The four questions that are asked after every fault. Each gives what is wrong, in words; nothing wrong is an empty list.

They know nothing of how Otklik works, only what it has promised: they read its tables and the stand-in VK.
"""

import json
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row

from domain.balance import NOBODY
from domain.message import comment_natural_key, dialog_natural_key, post_natural_key
from domain.plain_text import to_plain
from tests.integration.faults.books import ENDED, Books
from tests.integration.whole.house import GROUP

Found = dict[str, Any]
Complaints = list[str]
_SAID_IN_VK: Final = {"vk_post", "vk_comment", "vk_message"}


def every_message_has_one_turn(books: Books, vk: Found) -> Complaints:
    """Oracle 1: each message that is to be answered belongs to exactly one turn, and that turn has an end."""
    return list(_unrecorded(books, vk)) + list(_unanswered(books)) + list(_odd_turns(books))


def every_part_is_in_vk_once(books: Books, vk: Found, *, by_managers: Container[int] = ()) -> Complaints:
    """
    Oracle 2: each part of a settled turn has exactly one effect in VK, and nothing else was said there.

    ``by_managers``: ids of what people of the community have said in VK themselves.
    """
    there = {effect.id: effect for effect in effects(vk) if effect.id not in by_managers}
    return [*_missing_parts(books, there), *_unexplained(books, there), *_site_answers(books)]


def every_kopeck_is_accounted_for(books: Books, *, credited: int) -> Complaints:
    """Oracle 3: the ledger, the holds and the turns tell the same; ``credited`` kopecks were paid in from outside."""
    return [*_sums(books, credited), *_charges(books), *_hold_ends(books)]


def every_answer_is_announced_once(books: Books) -> Complaints:
    """Oracle 4: the outbox has one announcement for each settled turn, and none of anything else."""
    announced: Counter[str] = Counter()
    for row in books.notifications:
        if row.type == "responses":
            announced.update(response["turn_id"] for response in json.loads(row.payload)["responses"])
    answered = {str(turn.id) for turn in books.all_turns if _has_answer(turn) and turn.payer != "nobody"}
    missing = [f"turn {turn_id} was not announced" for turn_id in sorted(answered - announced.keys())]
    twice = [f"turn {turn_id} was announced {times} times" for turn_id, times in announced.items() if times > 1]
    false = [f"turn {turn_id} was announced without an answer" for turn_id in sorted(announced.keys() - answered)]
    return missing + twice + false


@dataclass(frozen=True, slots=True)
class Effect:
    """Something the community has said in VK; ``where`` is the post or the dialog."""

    id: int
    where: str
    text: str


def effects(vk: Found) -> list[Effect]:
    said = []
    for post in vk["posts"]:
        said += [Effect(each["id"], f"post {post['id']}", each["text"]) for each in _ours(post["comments"])]
    for dialog in vk["dialogs"]:
        said += [Effect(each["id"], f"dialog {dialog['peer_id']}", each["text"]) for each in _ours(dialog["messages"])]
    return said


def _ours(said: list[Found]) -> list[Found]:
    return [each for each in said if each["from_id"] == -GROUP]


def _asked_in_vk(vk: Found) -> Iterator[str]:
    """Natural keys of what people have said there."""
    for post in vk["posts"]:
        if post["from_id"] > 0:
            yield post_natural_key(-GROUP, post["id"])
        for comment in post["comments"]:
            if comment["from_id"] > 0:
                yield comment_natural_key(-GROUP, comment["id"])
    for dialog in vk["dialogs"]:
        for message in dialog["messages"]:
            if message["from_id"] > 0:
                yield dialog_natural_key(dialog["peer_id"], message["conversation_message_id"])


def _unrecorded(books: Books, vk: Found) -> Iterator[str]:
    recorded = Counter(message.natural_key for message in books.messages)
    for key in _asked_in_vk(vk):
        if recorded[key] != 1:
            yield f"{key} is recorded {recorded[key]} times"
    for event in books.events:
        if event.claimable_at is not None:
            yield f"event {event.event_id!r} was never understood"
        elif event.state != "understood":
            yield f"event {event.event_id!r} is {event.state}: {event.reason}"


def _unanswered(books: Books) -> Iterator[str]:
    turns = {turn.id: turn for turn in books.turns}
    parked = {turn.id for turn in books.parked}
    for message in books.asked:
        turn = turns.get(message.turn_id)
        if turn is None:
            yield f"{message.natural_key} belongs to no turn"
        elif turn.state not in ENDED and turn.id not in parked:
            yield f"{message.natural_key} waits: its turn is {turn.state}"
        elif turn.state in {"settled", "written"} and message.seq > (turn.input_upto_seq or 0):
            yield f"{message.natural_key} joined its turn when its answer was being written already"


def _odd_turns(books: Books) -> Iterator[str]:
    by_id = {message.id: message for message in books.messages}
    answered = books.of_turn(books.asked)
    for turn in books.turns:
        opener = by_id.get(turn.opened_by)
        if opener is not None and turn.payer == "nobody" and opener.turn_id != turn.id:
            # A reminder: one more text below a message that has had its answer.
            continue
        if turn.id not in answered:
            yield f"turn {turn.id} answers nothing"
        if opener is None or opener.turn_id != turn.id:
            yield f"turn {turn.id} is not the turn of the message that opened it"


def _missing_parts(books: Books, there: dict[int, Effect]) -> Iterator[str]:
    sent = books.of_turn(books.deliveries)
    for turn in books.turns:
        if turn.state != "settled" or turn.channel not in _SAID_IN_VK:
            continue
        parts = sent.get(turn.id, [])
        if [part.part for part in parts] != list(range(1, len(parts) + 1)) or not parts:
            yield f"turn {turn.id} was settled with parts {[part.part for part in parts]}"
        written = turn.answer if turn.payer == NOBODY else to_plain(turn.answer or "")
        if "".join("".join(part.text for part in parts).split()) != "".join((written or "").split()):
            yield f"turn {turn.id} was sent another text than was written"
        yield from _wrong_effects(turn, parts, there)


def _wrong_effects(turn: Row[Any], parts: list[Row[Any]], there: dict[int, Effect]) -> Iterator[str]:
    for part in parts:
        effect = there.get(part.effect_id)
        if part.state != "sent" or effect is None:
            yield f"part {part.part} of turn {turn.id} is {part.state} and not in VK"
        elif effect.text != part.text:
            yield f"part {part.part} of turn {turn.id} is another text in VK"
    ids = [part.effect_id or 0 for part in parts]
    if ids != sorted(ids):
        yield f"the parts of turn {turn.id} came in another order"


def _unexplained(books: Books, there: dict[int, Effect]) -> Iterator[str]:
    """Nothing in VK but what a delivery stands for, one for one: so no text is there twice for one delivery."""
    explained = Counter(part.effect_id for part in books.deliveries if part.state == "sent")
    for effect_id, times in explained.items():
        if times > 1:
            yield f"{times} deliveries stand for {effect_id}"
    unknown = Counter(part.text for part in books.deliveries if part.state == "unconfirmed")
    for effect in there.values():
        if effect.id in explained:
            continue
        if unknown[effect.text] == 0:
            yield f"{effect.id} in {effect.where} was said by no delivery; {_like(effect, books, there)}"
        unknown[effect.text] -= 1


def _like(effect: Effect, books: Books, there: dict[int, Effect]) -> str:
    """What else was said there, and what has the same text: whoever reads of it cannot look any more."""
    beside = [(each.id, each.text) for each in there.values() if each.where == effect.where and each is not effect]
    parts = [
        f"{part.id} of {part.turn_id}: {part.state}, effect {part.effect_id}, {part.tries} tries, to {part.peer_id}"
        for part in books.deliveries
        if part.text == effect.text
    ]
    return f"it is {effect.text!r}; beside it {beside}; alike {parts}"


def _site_answers(books: Books) -> Iterator[str]:
    ours = {"assistant", "system", "operator"}
    answers = books.of_turn([message for message in books.messages if message.author in ours])
    for turn in books.turns:
        count = len(answers.get(turn.id, []))
        if count != int(_has_answer(turn)):
            yield f"turn {turn.id} is {turn.state} with {count} recorded answers"


def _has_answer(turn: Row[Any]) -> bool:
    """Settled, or stopped when part of it had been shown."""
    return turn.state == "settled" or (turn.state == "stopped" and turn.answer_message_id is not None)


def _sums(books: Books, credited: int) -> Iterator[str]:
    paid_in = sum(entry.amount_kopecks for entry in books.entries if entry.kind != "capture")
    if paid_in != credited:
        yield f"{paid_in} kopecks were paid in by the ledger, {credited} in truth"
    for account in books.accounts:
        booked = sum(entry.amount_kopecks for entry in books.entries if entry.account == account.key)
        if account.balance_kopecks != booked:
            yield f"account {account.key} has {account.balance_kopecks}, its ledger says {booked}"
        held = sum(hold.amount_kopecks for hold in books.holds if hold.account == account.key and hold.state == "open")
        if account.held_kopecks != held:
            yield f"account {account.key} holds {account.held_kopecks}, its open holds are {held}"
        if not 0 <= held <= account.balance_kopecks:
            yield f"account {account.key} is overdrawn: {account.balance_kopecks}, held {held}"


def _charges(books: Books) -> Iterator[str]:
    charged: dict[str, list[int]] = {}
    for entry in books.entries:
        if entry.kind == "capture":
            turn_id = entry.key.removeprefix("capture:").rpartition(":")[0]
            charged.setdefault(turn_id, []).append(-entry.amount_kopecks)
    for turn in books.all_turns:
        owed = [turn.price_kopecks] if _has_answer(turn) and turn.payer != "nobody" else []
        paid = charged.pop(str(turn.id), [])
        if paid != owed:
            yield f"turn {turn.id} is {turn.state} and was charged {paid} instead of {owed}"
    for turn_id in charged:
        yield f"turn {turn_id}, which does not exist, was charged"


def _hold_ends(books: Books) -> Iterator[str]:
    captured = {entry.key.removeprefix("capture:") for entry in books.entries if entry.kind == "capture"}
    going_on = {str(turn.id) for turn in books.all_turns if turn.state not in ENDED}
    for hold in books.holds:
        if (hold.state == "captured") != (hold.key in captured):
            yield f"hold {hold.key} is {hold.state}, the ledger says otherwise"
        if hold.state == "open" and hold.key.rpartition(":")[0] not in going_on:
            yield f"hold {hold.key} is open though its turn has ended"
