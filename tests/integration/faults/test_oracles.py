"""The oracles are worth something: each finds what it is there to find in books and a VK that were tampered with."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from adapters.outbound.database.engine import open_database
from tests.integration.faults.books import Books, read_books
from tests.integration.faults.conftest import OpenPlace
from tests.integration.faults.oracles import (
    Found,
    every_answer_is_announced_once,
    every_kopeck_is_accounted_for,
    every_message_has_one_turn,
    every_part_is_in_vk_once,
)
from tests.integration.faults.place import Place
from tests.integration.faults.site import KOPECKS
from tests.integration.whole.chat_client import visiting
from tests.integration.whole.house import GROUP
from tests.integration.whole.sandbox_client import SandboxClient, stranger

COMMENT = "(SELECT id FROM turns WHERE channel = 'vk_comment')"
COPIED = "id, key, type, payload, created_at, state, tries, lease_token"
COPY = "randomblob(16), key || '!', type, payload, created_at, state, tries, lease_token"
ORACLES: dict[int, Callable[[Books, Found], list[str]]] = {
    1: every_message_has_one_turn,
    2: every_part_is_in_vk_once,
    3: lambda books, _: every_kopeck_is_accounted_for(books, credited=KOPECKS),
    4: lambda books, _: every_answer_is_announced_once(books),
}
TAMPERED = [
    (1, "DELETE FROM messages WHERE natural_key LIKE 'wall_reply:%'", "is recorded 0 times"),
    (1, f"UPDATE messages SET turn_id = NULL WHERE turn_id = {COMMENT} AND author = 'person'", "belongs to no turn"),
    (1, f"UPDATE turns SET state = 'writing' WHERE id = {COMMENT}", "waits: its turn is writing"),
    (1, "UPDATE turns SET input_upto_seq = 0", "joined its turn when its answer was being written"),
    (
        1,
        f"UPDATE turns SET opened_by = randomblob(16) WHERE id = {COMMENT}",
        "is not the turn of the message that opened it",
    ),
    (1, "UPDATE messages SET turn_id = (SELECT min(id) FROM turns) WHERE author = 'person'", "answers nothing"),
    (1, "UPDATE events SET claimable_at = received_at", "was never understood"),
    (1, "UPDATE events SET state = 'given_up', reason = 'a riddle'", "is given_up: a riddle"),
    (2, "UPDATE deliveries SET effect_id = 1", "not in VK"),
    (2, "UPDATE deliveries SET text = 'other words'", "was sent another text"),
    (2, "DELETE FROM deliveries WHERE part = 2", "was settled with parts [1, 3]"),
    (2, "UPDATE deliveries SET state = 'pending' WHERE part = 1", "is pending and not in VK"),
    (2, "UPDATE deliveries SET effect_id = (SELECT max(effect_id) FROM deliveries)", "deliveries stand for"),
    (2, "UPDATE deliveries SET effect_id = -effect_id", "was said by no delivery"),
    (2, "DELETE FROM messages WHERE author = 'assistant'", "is settled with 0 recorded answers"),
    (3, "UPDATE ledger_entries SET amount_kopecks = amount_kopecks - 1 WHERE kind = 'capture'", "its ledger says"),
    (3, "DELETE FROM ledger_entries WHERE kind = 'capture'", "was charged [] instead of [500]"),
    (3, "UPDATE ledger_entries SET kind = 'top_up' WHERE kind = 'capture'", "were paid in by the ledger"),
    (3, f"UPDATE turns SET state = 'failed' WHERE id = {COMMENT}", "was charged [500] instead of []"),
    (3, "UPDATE holds SET state = 'open'", "is open though its turn has ended"),
    (3, "UPDATE holds SET state = 'released'", "the ledger says otherwise"),
    (3, "UPDATE accounts SET held_kopecks = 500", "its open holds are 0"),
    (3, "UPDATE accounts SET balance_kopecks = balance_kopecks + 500", "its ledger says"),
    (4, "DELETE FROM notifications", "was not announced"),
    (4, "UPDATE turns SET state = 'failed'", "was announced without an answer"),
    (4, f"INSERT INTO notifications ({COPIED}) SELECT {COPY} FROM notifications", "was announced 2 times"),
]


@dataclass(frozen=True)
class Evidence:
    """A healthy house's database file, and what VK shows."""

    path: Path
    seen: Found


@pytest.fixture(scope="module")
def kept() -> dict[str, Evidence]:
    """The evidence is collected once, by the first test that wants it."""
    return {}


@pytest.fixture
async def evidence(
    kept: dict[str, Evidence], tmp_path_factory: pytest.TempPathFactory, open_place: OpenPlace, vk: SandboxClient
) -> Evidence:
    if not kept:
        kept["it"] = await collect(await open_place(), vk, tmp_path_factory.mktemp("evidence") / "otklik.db")
    return kept["it"]


async def collect(place: Place, vk: SandboxClient, path: Path) -> Evidence:
    person = stranger()
    post_id = await vk.post()
    await vk.answer(post_id, to=await vk.comment(post_id, "Почём?"))
    await vk.model("answer", match="длинно", token_delay=0)
    await vk.say("Расскажите длинно про глину", by=person)
    async with visiting(place.first) as visitor:
        await visitor.hello()
        await visitor.answer((await visitor.say("m1", "Где вы?"))["turn_id"])
    await place.check(vk)
    with closing(sqlite3.connect(place.first.folder / "var" / "otklik.db")) as database:
        database.execute("VACUUM INTO ?", [str(path)])
    return Evidence(path, await vk.state())


async def judged(evidence: Evidence, folder: Path, statement: str | None = None) -> dict[int, list[str]]:
    """What each oracle says of a copy of the books that was tampered with."""
    shutil.copy(evidence.path, folder / "otklik.db")
    async with open_database(f"sqlite:///{folder}/otklik.db") as database:
        if statement is not None:
            async with database.writing() as connection:
                await connection.execute(text(statement))
        books = await read_books(database)
    return {number: oracle(books, evidence.seen) for number, oracle in ORACLES.items()}


async def test_oracles_find_nothing_in_healthy_books(evidence: Evidence, tmp_path: Path) -> None:
    assert await judged(evidence, tmp_path) == {1: [], 2: [], 3: [], 4: []}


@pytest.mark.parametrize(("number", "statement", "complaint"), TAMPERED)
async def test_oracle_finds_what_was_tampered_with(
    evidence: Evidence, tmp_path: Path, number: int, statement: str, complaint: str
) -> None:
    found = await judged(evidence, tmp_path, statement)

    assert any(complaint in each for each in found[number]), found


async def test_oracle_finds_what_is_in_vk_twice(evidence: Evidence, tmp_path: Path) -> None:
    seen = json.loads(json.dumps(evidence.seen))
    comments = next(post["comments"] for post in seen["posts"] if post["comments"])
    comments.append(comments[-1] | {"id": comments[-1]["id"] + 1_000_000})

    found = await judged(Evidence(evidence.path, seen), tmp_path)

    assert len(found[2]) == 1
    assert "was said by no delivery" in found[2][0]


async def test_oracle_finds_what_came_in_another_order_and_other_words(evidence: Evidence, tmp_path: Path) -> None:
    seen = json.loads(json.dumps(evidence.seen))
    said = [message for message in seen["dialogs"][0]["messages"] if message["from_id"] == -GROUP]
    said[0]["text"], said[1]["text"] = said[1]["text"], said[0]["text"]

    found = await judged(Evidence(evidence.path, seen), tmp_path)

    assert sum("is another text in VK" in each for each in found[2]) == 2


async def test_oracle_finds_what_vk_was_never_answered(evidence: Evidence, tmp_path: Path) -> None:
    seen = json.loads(json.dumps(evidence.seen))
    dialog = seen["dialogs"][0]["messages"]
    dialog.append(dialog[0] | {"id": 1, "conversation_message_id": 99})

    found = await judged(Evidence(evidence.path, seen), tmp_path)

    assert len(found[1]) == 1
    assert found[1][0].endswith(":99 is recorded 0 times")
