"""What holds for every test."""

import gc
import os
from collections.abc import Generator

import msgspec
import pytest
from hypothesis import HealthCheck, settings

from configuration.setting_sources import ALIASES, FROM_FILES
from configuration.settings import Settings

# The suites of the ports are no test modules by name, and want their assertions explained all the same.
pytest.register_assert_rewrite("tests.contracts")

# No test depends on how fast the machine is. Half of the usual number of examples keeps the unit suite a matter of
# seconds; what is worth more says so itself.
settings.register_profile("otklik", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("otklik")

# No test depends on the settings of whoever runs it.
for name in (*(field.encode_name for field in msgspec.structs.fields(Settings)), *ALIASES):
    os.environ.pop(name, None)
for name in FROM_FILES:
    os.environ.pop(f"{name}_FILE", None)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is collected stays: to search it for garbage again and again is a part of the time that all tests take."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()
