"""What holds for every test."""

import gc
import os
import sys
from collections.abc import Generator

import msgspec
import pytest
from hypothesis import HealthCheck, settings

from configuration.setting_sources import ALIASES, FROM_FILES
from configuration.settings import Settings
from tests.examples import THOROUGH

# The suites of the ports are no test modules by name, and want their assertions explained all the same.
pytest.register_assert_rewrite("tests.contracts")

# Containers often ask for no bytecode: then each process of each run would have to compile all tests anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# No test depends on how fast the machine is. Whoever waits gets a part of the examples, the same each time;
# `make test` looks further (--hypothesis-profile=thorough), and at others each time.
settings.register_profile(
    "waited_for", deadline=None, max_examples=15, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(THOROUGH, deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("waited_for")

# No test depends on the settings of whoever runs it.
for name in (*(field.encode_name for field in msgspec.structs.fields(Settings)), *ALIASES):
    os.environ.pop(name, None)
for name in FROM_FILES:
    os.environ.pop(f"{name}_FILE", None)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """
    What is collected stays: to search it for garbage again and again is a part of the time that all tests take.

    What tests leave is mostly gone by itself, so it is searched less often too: an eighth of their time.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        gc.enable()
