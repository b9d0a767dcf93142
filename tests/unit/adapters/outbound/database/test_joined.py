"""What is said as one is what would have been said one after another."""

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.outbound.database.asked import Asked, Words
from adapters.outbound.database.joined import join, join_unheard

READ = "SELECT people.name, people.age \nFROM people \nWHERE people.age = ?"
LATEST = "SELECT people.name \nFROM people \nWHERE people.age = ? ORDER BY people.name \n LIMIT ?"
KINDS = "SELECT DISTINCT people.age \nFROM people \nWHERE people.age = ?"
ADD = "INSERT INTO people (name, age) VALUES (?, abs(?))"
COUNT = "INSERT INTO people (name, age) VALUES (?, ?) ON DUPLICATE KEY UPDATE age = (people.age + ?)"
DROP = "DELETE FROM people WHERE people.name = ?"
RENAME = "UPDATE people SET name=? WHERE people.age = ?"
PEOPLE = [("a", 1), ("b", 2), ("c", 2), ("d", 3)]

ages = st.integers(0, 4)
reads = st.tuples(st.just(READ), st.tuples(ages)) | st.tuples(st.just(LATEST), st.tuples(ages, st.integers(0, 2)))
kinds = st.tuples(st.just(KINDS), st.tuples(ages))


@pytest.fixture(scope="module")
def people() -> Iterator[sqlite3.Connection]:
    """A parenthesis around each part of a union is MySQL's: SQLite knows them without."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE people (name TEXT, age INT)")
    connection.executemany("INSERT INTO people VALUES (?, ?)", PEOPLE)
    yield connection
    connection.close()


def answer(people: sqlite3.Connection, asked: list[Asked]) -> int:
    """How many statements it took."""
    joined = join([[each] for each in asked])
    for each in joined:
        sql, values = each.words
        if " UNION ALL " in sql:
            sql = " UNION ALL ".join(part[1:-1] for part in sql.split(" UNION ALL "))
        each.tell((-1, people.execute(sql, values).fetchall()))
    return len(joined)


@given(words=st.lists(reads | kinds, max_size=12))
def test_each_finds_what_it_would_alone(people: sqlite3.Connection, words: list[Words]) -> None:
    asked = [Asked(each, fetch=True) for each in words]

    answer(people, asked)

    for each in asked:
        found = [tuple(row) for row in each.found[1]]
        assert sorted(found) == sorted(people.execute(*each.words).fetchall())
        if "ORDER BY" in each.words[0]:
            assert found == people.execute(*each.words).fetchall()


def test_what_says_the_same_is_asked_once(people: sqlite3.Connection) -> None:
    asked = [Asked((sql, values), fetch=True) for sql, values in [(LATEST, (2, 1)), (READ, (1,)), (READ, (2,))] * 3]

    assert answer(people, asked) == 2
    assert [each.found[1] for each in asked[::3]] == [[("b",)]] * 3


def test_inserts_become_one_of_many_rows() -> None:
    asked = [Asked((ADD, (name, age)), fetch=False) for name, age in PEOPLE]

    (joined,) = join([[each] for each in asked])
    joined.tell((4, ()))

    values = ("a", 1, "b", 2, "c", 2, "d", 3)
    assert joined.words == (f"{ADD}, (?, abs(?)), (?, abs(?)), (?, abs(?))", values)
    assert not joined.fetch
    assert [each.found for each in asked] == [(1, ())] * 4


@pytest.mark.parametrize("words", [(COUNT, ("a", 1, 1)), (RENAME, ("a", 1))])
def test_of_other_changes_each_is_told_how_many_rows_it_was_for(words: Words) -> None:
    asked = [Asked(words, fetch=False) for _ in range(3)]

    for number, each in enumerate(join([[each] for each in asked])):
        assert each.words == words
        each.tell((number, ()))

    assert [each.found[0] for each in asked] == [0, 1, 2]


def test_each_work_has_its_own_in_their_order() -> None:
    first, second, third = (
        [Asked((sql, (age,)), fetch=sql == READ) for sql in own]
        for age, own in enumerate([(RENAME, READ), (READ, RENAME), (RENAME, READ, ADD)])
    )

    joined = join([first, second, third])

    assert [each.words[0].split()[0] for each in joined] == [
        "UPDATE",
        "UPDATE",
        "(SELECT",
        "UPDATE",
        "INSERT",
    ]
    assert [each.words[1] for each in joined] == [(0,), (2,), (1, 0, 2), (1,), (2,)]


def test_what_nobody_hears_of_is_said_with_that_of_others() -> None:
    unheard = [
        [(ADD, ("a", 1)), (ADD, ("b", 2)), (DROP, ("x",))],
        [(DROP, ("x",)), (ADD, ("d", 4))],
        [(ADD, ("c", 3)), (DROP, ("y",))],
    ]
    works = [[*(Asked(words, fetch=False, is_heard=False) for words in work)] for work in unheard]
    heard = Asked((ADD, ("e", 5)), fetch=False)

    joined = join([*works, [heard]])

    assert [each.words for each in joined] == [
        (f"{ADD}, (?, abs(?)), (?, abs(?))", ("a", 1, "b", 2, "c", 3)),
        (DROP, ("x",)),
        (DROP, ("y",)),
        (ADD, ("e", 5)),
        (ADD, ("d", 4)),
    ]


def test_what_counts_is_counted_once_for_all_when_it_adds_the_same() -> None:
    insert, add = (
        "INSERT INTO days (person, answers) VALUES (%s, %s)",
        " ON DUPLICATE KEY UPDATE answers = (answers + %s)",
    )
    first, *others = [(insert + add, (person, 1, 1)) for person in "aba"]

    assert join_unheard([first, *others]) == [(f"{insert}, (%s, %s), (%s, %s){add}", ("a", 1, "b", 1, "a", 1, 1))]
    assert join_unheard([first, (insert + add, ("b", 2, 2))]) == [first, (insert + add, ("b", 2, 2))]


def test_what_was_put_off_keeps_its_order() -> None:
    statements: list[Words] = [
        (ADD, ("a", 1)),
        (ADD, ("b", 2)),
        (RENAME, ("c", 1)),
        (RENAME, ("c", 1)),
        (ADD, ("d", 3)),
        (COUNT, ("a", 1, 1)),
        (COUNT, ("a", 1, 2)),
        (DROP, ("a",)),
    ]

    joined = join_unheard(statements)

    assert joined == [(f"{ADD}, (?, abs(?))", ("a", 1, "b", 2)), *statements[2:]]
    assert join_unheard([*statements, *[(DROP, (name,)) for name in ("b", "a", "b")]]) == [*joined, (DROP, ("b",))]
    assert join_unheard(statements[:1]) == statements[:1]
