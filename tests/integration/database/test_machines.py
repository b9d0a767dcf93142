from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.integration.database.sqlite_house import OnSqlite
from tests.unit.application.delivery_machine import DeliveryMachine
from tests.unit.application.personal_machine import RULES, PersonalTurnMachine
from tests.unit.application.turn_machine import TurnMachine
from tests.unit.application.turn_promises import TurnPromises


@pytest.mark.parametrize(
    ("machine", "rules"),
    [(TurnMachine, {"fallback": True, "person_daily_answers": 6}), (PersonalTurnMachine, RULES), (DeliveryMachine, {})],
    ids=["turns", "turns of persons", "deliveries"],
)
def test_keeps_its_promises_whatever_is_killed_between_two_steps(
    machine: type[TurnPromises], rules: dict[str, object], migrated_sqlite_file: Path
) -> None:
    on_sqlite = type("OnSqlite", (OnSqlite, machine), {"migrated": migrated_sqlite_file, "owner_wants": rules})

    run_state_machine_as_test(on_sqlite, settings=settings(max_examples=10, stateful_step_count=25, deadline=None))
