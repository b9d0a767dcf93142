from hypothesis import given
from hypothesis import strategies as st

from adapters.outbound.running_answers import RunningAnswers
from domain.identifiers import TurnId
from tests.contracts.live_feed import TURN, make_fragment
from tests.fakes.ids import make_id


@given(st.lists(st.text(min_size=1)))
def test_text_is_all_the_fragments_when_none_is_missing(pieces: list[str]) -> None:
    answers = RunningAnswers()
    offset = 0
    for piece in pieces:
        answers.note(make_fragment(offset, piece))
        offset += len(piece)

    assert answers.text(TURN) == ("".join(pieces) if pieces else None)


@given(st.lists(st.tuples(st.integers(0, 6), st.text("аб", min_size=1, max_size=3))))
def test_text_is_whole_or_unknown_whatever_comes(fragments: list[tuple[int, str]]) -> None:
    answers = RunningAnswers()
    expected: str | None = None
    for offset, text in fragments:
        answers.note(make_fragment(offset, text))
        if offset == 0:
            expected = text
        else:
            expected = expected + text if expected is not None and len(expected) == offset else None

        assert answers.text(TURN) == expected


def test_empty_fragment_changes_nothing_when_it_joins() -> None:
    answers = RunningAnswers()
    answers.note(make_fragment(0, ""))
    answers.note(make_fragment(0, "один"))
    answers.note(make_fragment(4, ""))

    assert answers.text(TURN) == "один"


def test_oldest_are_forgotten_when_there_are_too_many() -> None:
    answers = RunningAnswers(most=2)
    turns = [TurnId(make_id(n)) for n in (1, 2, 3)]
    for turn in turns:
        answers.note(make_fragment(0, "x", turn))

    assert [answers.text(turn) for turn in turns] == [None, "x", "x"]
