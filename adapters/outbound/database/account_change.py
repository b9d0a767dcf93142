"""The statements that change an account's row, each conditional and complete in itself."""

from typing import Any

from sqlalchemy import ColumnElement, Row, case, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.schema import accounts
from domain.balance import HoldOutcome, HoldRequest
from domain.money import to_kopecks


async def reserve(connection: AsyncConnection, request: HoldRequest) -> bool:
    """Move the amount from what is available to what is held, if there is as much and the day allows it."""
    amount = to_kopecks(request.amount)
    used = _used_on(request)
    affordable = [accounts.c.balance_kopecks - accounts.c.held_kopecks >= amount]
    if request.daily_limit is not None:
        affordable.append(used + amount <= to_kopecks(request.daily_limit))
    reserved = await connection.execute(
        update(accounts)
        .where(accounts.c.key == request.account, *affordable)
        # In this order: MySQL assigns from left to right and reads what it has just assigned.
        .ordered_values(
            (accounts.c.day_used_kopecks, used + amount),
            (accounts.c.day, case((accounts.c.day < request.day, request.day), else_=accounts.c.day)),
            (accounts.c.held_kopecks, accounts.c.held_kopecks + amount),
        )
    )
    return reserved.rowcount == 1


async def why_refused(connection: AsyncConnection, request: HoldRequest) -> HoldOutcome:
    """Which of the two conditions a hold just failed."""
    available = accounts.c.balance_kopecks - accounts.c.held_kopecks
    found = select(available >= to_kopecks(request.amount)).where(accounts.c.key == request.account)
    has_enough = (await connection.execute(found)).scalar_one_or_none()
    if has_enough and request.daily_limit is not None:
        return HoldOutcome.DAILY_LIMIT_REACHED
    return HoldOutcome.BALANCE_EXHAUSTED


async def settle(connection: AsyncConnection, hold: Row[Any], *, charged: bool) -> None:
    """Take a hold off the account: off the balance too when charged, off the day's use when not."""
    amount = hold.amount_kopecks
    if charged:
        change: dict[str, Any] = {"balance_kopecks": accounts.c.balance_kopecks - amount}
    else:
        given_back = case((accounts.c.day == hold.day, amount), else_=0)
        change = {"day_used_kopecks": accounts.c.day_used_kopecks - given_back}
    await connection.execute(
        update(accounts)
        .where(accounts.c.key == hold.account)
        .values(change | {"held_kopecks": accounts.c.held_kopecks - amount})
    )


def _used_on(request: HoldRequest) -> ColumnElement[int]:
    """
    What the request's day has used so far.

    Days only move on: a request of a machine whose day ends later counts into the new day, and does not set the
    count back to zero.
    """
    return case((accounts.c.day < request.day, 0), else_=accounts.c.day_used_kopecks)
