from tests.contracts.position_repository import PositionRepositoryContract


class TestSqlPositionRepository(PositionRepositoryContract):
    """On SQLite; the servers' turn comes in the integration tests."""
