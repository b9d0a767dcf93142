"""What all values of the domain have in common."""

import inspect
from dataclasses import fields, is_dataclass
from types import ModuleType

import pytest

from domain import (
    answer,
    audit,
    balance,
    conversation,
    delivery,
    event,
    live,
    message,
    notification,
    occurrence,
    person,
    session,
    stored_deadline,
    turn,
)

MODULES = [
    answer,
    audit,
    balance,
    conversation,
    delivery,
    event,
    live,
    message,
    notification,
    occurrence,
    person,
    session,
    stored_deadline,
    turn,
]


def values(module: ModuleType) -> list[type]:
    found = (value for _, value in inspect.getmembers(module, inspect.isclass))
    return [value for value in found if value.__module__ == module.__name__ and is_dataclass(value)]


@pytest.mark.parametrize(
    "value", [value for module in MODULES for value in values(module)], ids=lambda value: value.__name__
)
def test_is_frozen_slotted_and_named_when_it_is_a_value(value: type) -> None:
    assert is_dataclass(value)
    assert vars(value)["__dataclass_params__"].frozen
    assert "__slots__" in vars(value)
    assert all(field.kw_only for field in fields(value))
