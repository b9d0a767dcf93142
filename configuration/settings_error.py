"""What is wrong with a setting."""

from dataclasses import dataclass

from domain.errors import MisconfiguredError


@dataclass(frozen=True, slots=True)
class Problem:
    name: str
    what: str


class SettingsError(MisconfiguredError):
    """What is wrong, by the variable's name; never its value, which may be a secret."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.problem.name}: {self.problem.what}"
