"""Updates are said as one only where that is sure to come to the same."""

from typing import Any

import pytest

from adapters.outbound.database.joined_updates import join_updates

SAVE = (
    "UPDATE turns SET state=%s, reason=NULL, tries=%s"
    " WHERE turns.id = %s AND turns.lease_token = %s AND turns.at IS NOT NULL"
)
CLOSE = "UPDATE holds SET state=%s WHERE holds.`key` = %s AND holds.state = %s"
BEGIN = "UPDATE calls SET open_calls=(calls.open_calls + %s), called_at=UTC_TIMESTAMP(6) WHERE calls.id = %s"


def apart(sql: str, *many: tuple[Any, ...]) -> bool:
    return list(join_updates(sql, many)) == [(sql, values) for values in many]


def test_what_sets_the_same_names_its_rows_in_a_list() -> None:
    begun = list(join_updates(BEGIN, [(1, b"a"), (1, b"b")]))
    closed = list(join_updates(CLOSE, [("closed", "k", "open"), ("closed", "l", "open")]))

    assert begun == [(BEGIN.replace("= %s", "IN (%s, %s)"), (1, b"a", b"b"))]
    assert closed == [(CLOSE.replace("`key` = %s", "`key` IN (%s, %s)"), ("closed", "k", "l", "open"))]


def test_what_sets_something_else_in_each_is_joined_to_a_table_of_it() -> None:
    [(sql, values)] = join_updates(SAVE, [("written", 0, b"a", 1), ("settled", 2, b"b", 1)])

    assert sql == (
        "UPDATE turns JOIN (SELECT %s AS v0, %s AS v1, %s AS k UNION ALL SELECT %s, %s, %s) AS new"
        " SET turns.state=new.v0, turns.reason=NULL, turns.tries=new.v1"
        " WHERE turns.id = new.k AND turns.lease_token = %s AND turns.at IS NOT NULL"
    )
    assert values == ("written", 0, b"a", "settled", 2, b"b", 1)


def test_those_of_another_condition_are_for_themselves() -> None:
    many = [("written", 0, b"a", 1), ("written", 0, b"b", 2), ("written", 0, b"c", 1), ("written", 0, b"d", 2)]

    assert [values for _, values in join_updates(SAVE, many)] == [
        ("written", 0, b"a", b"c", 1),
        ("written", 0, b"b", b"d", 2),
    ]


def test_a_row_that_is_changed_again_is_changed_one_after_another() -> None:
    assert apart(BEGIN, (1, b"a"), (2, b"b"), (1, b"a"))
    # Grouped by its condition the last would come before the second.
    assert apart(SAVE, ("first", 0, b"a", 1), ("second", 0, b"a", 2), ("third", 0, b"a", 1))


def test_text_is_not_compared_to_text_of_a_table() -> None:
    assert apart(CLOSE, ("closed", "k", "open"), ("released", "l", "open"))


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE accounts SET day=CASE WHEN (accounts.day < %s) THEN %s ELSE accounts.day END WHERE accounts.`key` = %s",
        "UPDATE accounts SET balance=(accounts.held + %s) WHERE accounts.`key` = %s",
        "UPDATE turns SET state=%s WHERE turns.conversation_id = %s",
        "UPDATE turns SET state=%s WHERE turns.id = %s OR turns.lease_token = %s",
        "UPDATE turns SET state=%s WHERE turns.id = %s AND turns.tries + %s > 3",
        "UPDATE turns SET state=%s WHERE turns.id IN (%s, %s)",
        "UPDATE turns SET state=%s",
    ],
)
def test_what_is_not_known_is_left_as_it_is(sql: str) -> None:
    marks = sql.count("%s")

    assert apart(sql, tuple(range(marks)), tuple(range(10, 10 + marks)))
