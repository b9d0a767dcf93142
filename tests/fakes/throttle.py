from domain.rate import Rate


class FakeThrottle:
    """Lets everything through but the keys that are told to wait; keeps what was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Rate]] = []
        self.waits: dict[str, float] = {}

    async def take(self, key: str, rate: Rate) -> float | None:
        self.asked.append((key, rate))
        return self.waits.get(key)
