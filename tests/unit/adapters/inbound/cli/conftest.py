import pytest

from tests.unit.adapters.inbound.cli.fake_program import FakeProgram


@pytest.fixture
def program() -> FakeProgram:
    return FakeProgram()
