"""What docs/architecture.md draws, against the code."""

import re
from typing import Final

from domain.turn import TRANSITIONS, TurnState
from tests.documents import ROOT

PAGE: Final = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
NEVER_DONE: Final = {(TurnState.OWED, TurnState.FAILED), (TurnState.FUNDED, TurnState.FAILED)}
"""A turn may fail there, and no use case lets it."""


def test_every_step_of_a_turn_is_drawn() -> None:
    drawn = re.findall(r"^ +(\w+) --> (\w+):", PAGE, re.MULTILINE)

    steps = {(state, after) for state, following in TRANSITIONS.items() for after in following}
    assert {(TurnState(state), TurnState(after)) for state, after in drawn} == steps - NEVER_DONE
