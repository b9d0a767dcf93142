"""Bring the index of what the community has written down up to date."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from domain.knowledge import split_markdown
from ports.knowledge_folder import KnowledgeFile, KnowledgeFolder
from ports.log import Log
from ports.storage import Storage, UnitOfWork

KEY: Final = "knowledge"
LEASE: Final = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """Counts of files: how many there are, and how many were indexed anew or dropped."""

    files: int = 0
    changed: int = 0
    dropped: int = 0


class IndexKnowledge:
    """
    - Files that have not changed since are left as they are; those that are gone are dropped.
    - It is one transaction, and one process at a time: who comes meanwhile leaves it to the other.
    """

    def __init__(self, *, storage: Storage, folder: KnowledgeFolder, owner: str, log: Log) -> None:
        self._storage = storage
        self._folder = folder
        self._owner = owner
        self._log = log

    async def execute(self) -> Indexed:
        """Raises StorageUnavailableError."""
        files = await self._folder.read()
        indexed = await self._storage.run(lambda uow: self._index(uow, files))
        if indexed.changed or indexed.dropped:
            self._log.info("knowledge_indexed", changed=indexed.changed, dropped=indexed.dropped)
        return indexed

    async def _index(self, uow: UnitOfWork, files: Sequence[KnowledgeFile]) -> Indexed:
        # Its row stays locked until the commit, so the lease itself need not outlast the transaction.
        if not await uow.positions.take_lease(KEY, owner=self._owner, lease=LEASE):
            return Indexed(files=len(files))
        known = await uow.knowledge.digests()
        found = {file.name: (file, hashlib.sha256(file.text.encode()).hexdigest()) for file in files}
        changed = [(file, digest) for file, digest in found.values() if known.get(file.name) != digest]
        for file, digest in changed:
            await uow.knowledge.replace(file.name, split_markdown(file.name, file.text), digest=digest)
        gone = known.keys() - found.keys()
        for name in sorted(gone):
            await uow.knowledge.replace(name, [], digest="")
        await uow.positions.drop_lease(KEY, owner=self._owner)
        return Indexed(files=len(files), changed=len(changed), dropped=len(gone))
