class FakeSettingsKeeper:
    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def keep(self, name: str, value: str) -> None:
        self.kept[name] = value
