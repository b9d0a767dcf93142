from collections.abc import Sequence

from ports.knowledge_folder import KnowledgeFile


class FakeKnowledgeFolder:
    """``files`` are what is in it."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}

    async def read(self) -> Sequence[KnowledgeFile]:
        return [KnowledgeFile(name=name, text=text) for name, text in sorted(self.files.items())]
