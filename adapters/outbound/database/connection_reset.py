"""What is done to a connection before it goes back to its pool."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import PoolResetState


def roll_back_what_is_open(engine: AsyncEngine, *, is_open: Callable[[Any], bool]) -> None:
    """
    Roll back only if a transaction is open; ``is_open`` asks the driver's connection, which knows without the server.

    The pool's own way would be to roll back after every commit too: one more trip to the server for nothing, and an
    error in the log for each connection when the server is gone. For engines with ``pool_reset_on_return=None``.
    """

    @event.listens_for(engine.sync_engine, "reset")
    def _reset(connection: Any, _record: object, state: PoolResetState) -> None:
        done = state.transaction_was_reset or state.terminate_only or not state.asyncio_safe
        if not done and is_open(connection.driver_connection):
            connection.rollback()
