from tests.contracts.call_slots import CallSlotsContract


class TestCallSlots(CallSlotsContract):
    """On SQLite; the servers' turn comes in the integration tests."""
