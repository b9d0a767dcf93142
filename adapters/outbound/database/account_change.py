"""The statements that change an account's row, each conditional and complete in itself."""

from datetime import date
from typing import Final

from sqlalchemy import BigInteger, Date, Update, bindparam, case, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.prepared import Prepared
from adapters.outbound.database.schema import accounts
from domain.balance import HoldOutcome, HoldRequest
from domain.money import to_kopecks

_columns = accounts.c
_is_it = _columns.key == bindparam("account")
_amount = bindparam("amount", type_=BigInteger())
_day = bindparam("of_day", type_=Date())
# Days only move on: a request of a machine whose day ends later counts into the new day, and does not set the count
# back to zero.
_used = case((_columns.day < _day, 0), else_=_columns.day_used_kopecks)
_has_enough = _columns.balance_kopecks - _columns.held_kopecks >= _amount


def _reserving(statement: Update) -> Prepared:
    # In this order: MySQL assigns from left to right and reads what it has just assigned.
    return Prepared(
        statement.ordered_values(
            (_columns.day_used_kopecks, _used + _amount),
            (_columns.day, case((_columns.day < _day, _day), else_=_columns.day)),
            (_columns.held_kopecks, _columns.held_kopecks + _amount),
        )
    )


_affordable = update(accounts).where(_is_it, _has_enough)
_RESERVE: Final = _reserving(_affordable)
_RESERVE_WITHIN: Final = _reserving(_affordable.where(_used + _amount <= bindparam("daily_limit", type_=BigInteger())))
_HAS_ENOUGH: Final = Prepared(select(_has_enough.label("has_enough")).where(_is_it))
_off_hold = {"held_kopecks": _columns.held_kopecks - _amount}
_CHARGE: Final = Prepared(
    update(accounts).where(_is_it).values(_off_hold | {"balance_kopecks": _columns.balance_kopecks - _amount})
)
_given_back = case((_columns.day == _day, _amount), else_=0)
_RELEASE: Final = Prepared(
    update(accounts).where(_is_it).values(_off_hold | {"day_used_kopecks": _columns.day_used_kopecks - _given_back})
)


async def reserve(connection: AsyncConnection, request: HoldRequest) -> bool:
    """Move the amount from what is available to what is held, if there is as much and the day allows it."""
    given = {"account": request.account, "amount": to_kopecks(request.amount), "of_day": request.day}
    if request.daily_limit is None:
        return await _RESERVE.change(connection, **given) == 1
    return await _RESERVE_WITHIN.change(connection, **given, daily_limit=to_kopecks(request.daily_limit)) == 1


async def why_refused(connection: AsyncConnection, request: HoldRequest) -> HoldOutcome:
    """Which of the two conditions a hold just failed."""
    has_enough = await _HAS_ENOUGH.value(connection, account=request.account, amount=to_kopecks(request.amount))
    if has_enough and request.daily_limit is not None:
        return HoldOutcome.DAILY_LIMIT_REACHED
    return HoldOutcome.BALANCE_EXHAUSTED


async def charge(connection: AsyncConnection, account: str, *, kopecks: int) -> None:
    """Take what was held off the balance."""
    await _CHARGE.change_later(connection, account=account, amount=kopecks)


async def give_back(connection: AsyncConnection, account: str, *, kopecks: int, day: date) -> None:
    """Make what was held available again, on the day that it counts into too."""
    await _RELEASE.change(connection, account=account, amount=kopecks, of_day=day)
