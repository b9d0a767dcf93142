"""What holds for every test."""

import pytest
from hypothesis import HealthCheck, settings

# The suites of the ports are no test modules by name, and want their assertions explained all the same.
pytest.register_assert_rewrite("tests.contracts")

# No test depends on how fast the machine is.
settings.register_profile("otklik", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("otklik")
