"""What holds for every test."""

import pytest
from hypothesis import HealthCheck, settings

# The suites of the ports are no test modules by name, and want their assertions explained all the same.
pytest.register_assert_rewrite("tests.contracts")

# No test depends on how fast the machine is. Half of the usual number of examples keeps the unit suite a matter of
# seconds; what is worth more says so itself.
settings.register_profile("otklik", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("otklik")
