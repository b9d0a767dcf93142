from dataclasses import dataclass
from typing import TypeAlias

from adapters.sandbox.errors import InvalidParameterError, MissingParameterError
from adapters.sandbox.sandbox import Sandbox

_INT32 = range(-(2**31), 2**31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of a method: its parameters as they came, and readers that raise VkError 100."""

    sandbox: Sandbox
    params: dict[str, str]
    base_url: str

    @property
    def now(self) -> float:
        return self.sandbox.clock()

    def text(self, name: str) -> str:
        value = self.params.get(name, "")
        if not value:
            raise MissingParameterError(name)
        return value

    def integer(self, name: str, default: int | None = None) -> int:
        value = self.params.get(name, "")
        if not value:
            if default is None:
                raise MissingParameterError(name)
            return default
        return _integer(name, value)

    def integers(self, name: str) -> list[int]:
        """A comma-separated list; empty when the parameter is absent."""
        return [_integer(name, part.strip()) for part in self.params.get(name, "").split(",") if part.strip()]

    def count(self, *, default: int = 20, most: int = 200) -> int:
        value = self.integer("count", default)
        if value not in range(most + 1):
            raise InvalidParameterError("count", f"between 0 and {most}")
        return value

    def random_id(self) -> int:
        value = self.integer("random_id")
        if value not in _INT32:
            raise InvalidParameterError("random_id", "an int32")
        return value


Result: TypeAlias = object


def _integer(name: str, value: str) -> int:
    try:
        return int(value)
    except ValueError as error:
        raise InvalidParameterError(name, "an integer") from error
