"""The rules of the page's modules that no click shows well, each imported into the page and asked many things."""

import random
from typing import Any

from tests.integration.whole.browser import Sight, visit
from tests.integration.whole.house import House

LETTERS = ["а", "b", " ", "\n", "🎄", "👩‍👩‍👧", "é", "\u202e", "<b>", "ё"]


async def call(sight: Sight, module: str, body: str, cases: Any) -> Any:
    """What ``body``, a function of the module and a case, gives for each case."""
    source = (
        f"async (cases) => {{ const module = await import('/static/chat/{module}.js'); return cases.map({body}); }}"
    )
    return await sight.page.evaluate(source, cases)


def fragments(chance: random.Random, text: str) -> list[dict[str, Any]]:
    """The text in pieces at their offsets, in code points, some twice, out of order."""
    pieces, at = [], 0
    while at < len(text):
        end = at + chance.randint(1, 5)
        pieces.append({"offset": at, "text": text[at:end]})
        at = end
    pieces += chance.choices(pieces, k=3)
    chance.shuffle(pieces)
    return pieces


async def test_deltas_join_to_the_text_in_whatever_order_they_come(first_run: House, sight: Sight) -> None:
    await visit(sight.page, first_run)
    chance = random.Random(4)  # noqa: S311 - no secrets
    texts = ["".join(chance.choices(LETTERS, k=chance.randint(1, 40))) for _ in range(300)]
    laid = await call(
        sight,
        "turns",
        "(all) => all.reduce((turn, each) => module.withDelta(turn, each.offset, each.text), module.newTurn('t')).text",
        [fragments(chance, text) for text in texts],
    )

    assert laid == texts


SENTENCES = {
    "Раз. Два": "Раз.",
    "Раз. Два! Три": "Раз. Два!",
    "Раз.": "",
    "3.14 и т.д": "",
    "«Да!» — сказал": "«Да!»",
    "Первая строка\nвторая": "Первая строка\n",
    "Как?.. Так": "Как?..",
    "": "",
}


async def test_sentence_is_finished_when_something_follows_it(first_run: House, sight: Sight) -> None:
    await visit(sight.page, first_run)

    said = await call(sight, "speech", "(text) => text.slice(0, module.sentenceEnd(text, 0))", list(SENTENCES))

    assert dict(zip(SENTENCES, said, strict=True)) == SENTENCES


async def test_words_are_marked_where_they_stand(first_run: House, sight: Sight) -> None:
    await visit(sight.page, first_run)
    cases = [["Наша Ёлка и елка", "ЕЛКА"], ["аааа", "аа а"], ["<b>x</b>", "<b>"], ["İстанбул", "станбул"], ["x", ""]]

    parts = await call(sight, "search", "([text, query]) => module.highlight(text, query)", cases)

    assert ["".join(part["text"] for part in each) for each in parts] == [text for text, _ in cases]
    assert [[part["text"] for part in each if part["found"]] for each in parts] == [
        ["Ёлка", "елка"],
        ["аааа"],
        ["<b>"],
        ["станбул"],
        [],
    ]


STORIES = """([read, steps]) => {
    let kept = read === null ? {} : { c: read };
    const reading = new module.Reading({ get: () => kept, set: (map) => { kept = map; } });
    return steps.map(([count, seen]) => {
        if (count < 0) return reading.clear();
        const author = (seq) => (seq % 2 ? "person" : "assistant");
        const messages = Array.from({ length: count }, (_, i) => ({ seq: i + 1, author: author(i + 1) }));
        const { divider, unread } = reading.update({ conversation: { id: "c" }, messages, loaded: true }, seen);
        return [divider, unread, kept.c];
    });
}"""


async def test_line_stands_above_the_first_new_message_until_its_reader_writes(first_run: House, sight: Sight) -> None:
    await visit(sight.page, first_run)
    watched = [None, [[0, True], [1, True], [2, True]]]
    away = [None, [[2, True], [4, False], [6, False], [6, True], [-1, True], [7, True]]]
    back = [2, [[6, True], [8, True]]]

    told = await call(sight, "reading", STORIES, [watched, away, back])

    assert told == [
        [[None, 0, 0], [None, 0, 1], [None, 0, 2]],
        [[None, 0, 2], [4, 1, 2], [4, 2, 2], [4, 0, 6], None, [None, 0, 7]],
        [[4, 0, 6], [4, 0, 8]],
    ]
