from collections.abc import Collection, Mapping


class FakeProfiles:
    """``called`` is what people call themselves."""

    def __init__(self) -> None:
        self.called: dict[int, str] = {}

    async def names(self, vk_ids: Collection[int]) -> Mapping[int, str]:
        return {vk_id: self.called[vk_id] for vk_id in vk_ids if vk_id in self.called}
