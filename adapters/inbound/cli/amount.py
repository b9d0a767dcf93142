"""An amount of roubles on the command line."""

from decimal import Decimal
from typing import Any, Final

import click

from domain.errors import InvalidMoneyError
from domain.money import roubles

MOST: Final = Decimal(1_000_000_000)
"""Sums of such amounts fit into every database as kopecks."""


class Amount(click.ParamType[Decimal]):
    """More than nothing, at most two decimals."""

    name = "amount"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        try:
            amount = roubles(value)
        except InvalidMoneyError as error:
            self.fail(str(error), param, ctx)
        if amount <= 0:
            self.fail("must be more than 0.00", param, ctx)
        if amount > MOST:
            self.fail(f"must be at most {MOST}.00", param, ctx)
        return amount


AMOUNT = Amount()
