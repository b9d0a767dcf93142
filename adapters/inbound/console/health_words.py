"""What the page of the health says; what was found is told in the doctor's own words."""

from collections.abc import Mapping
from typing import Final

from adapters.inbound.console.words import Pair

HEALTH: Final[Mapping[str, Pair]] = {
    "health_title": ("Состояние", "Health"),
    "looked_at": ("Проверено {at}", "Looked at {at}"),
    "look_again": ("Проверить ещё раз", "Look again"),
    "part_good": ("В порядке", "Well"),
    "part_doubtful": ("Обратите внимание", "Look at it"),
    "part_bad": ("Не работает", "Broken"),
}
