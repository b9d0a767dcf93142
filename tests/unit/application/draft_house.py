"""A community whose comments and messages are answered in draft."""

from typing import Final

from domain.balance import HoldState
from domain.policy import Policy, Publishing
from domain.turn import Turn
from tests.unit.application.house import House

DRAFTED: Final = Policy(publishing=Publishing.DRAFT)
SHADOWED: Final = Policy(publishing=Publishing.SHADOW)
ANN_SAYS: Final = "ann"
"""Who decides."""


async def make_house(policy: Policy) -> House:
    house = House(comment_policy=policy, message_policy=policy, post_policy=policy)
    await house.top_up("100.00")
    return house


async def drafted(house: House, answer: str = "Да, открыты.") -> Turn:
    """A draft that waits for a person, of a comment."""
    house.writer.answer_next(answer)
    await house.comment()
    await house.run_until_idle()
    return house.storage.turns[-1]


def holds(house: House) -> list[HoldState]:
    return [hold.state for hold in house.storage.holds]
