"""The server of the model, whose client is opened when somebody wants to write: most commands write nothing."""

import asyncio
from functools import cached_property, partial
from typing import Any

from adapters.outbound.deferred_answer_writer import DeferredAnswerWriter
from configuration.settings import Settings
from ports.answer_writer import AnswerWriter


class Model:
    """One client for all writers; the library alone costs as much time as everything else that a server imports."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def load(self) -> None:
        """Load the library in a thread, since that takes half a second; the second time nothing is to be done."""
        await asyncio.to_thread(_import)

    @cached_property
    def _client(self) -> Any:
        """openai_client.OpenAiClient, which is not imported to be named here."""
        from adapters.outbound.openai_client import open_openai_client

        return open_openai_client(
            self._settings.openai_base_url,
            self._settings.openai_api_key or "",
            connections=self._settings.turn_concurrency,
        )

    def writer(self, name: str | None) -> AnswerWriter | None:
        """Writes with the model of that name; None without a name."""
        return None if name is None else self.named(name)

    def named(self, name: str) -> AnswerWriter:
        return DeferredAnswerWriter(partial(self._make, name))

    async def _make(self, name: str) -> AnswerWriter:
        await self.load()
        from adapters.outbound.openai_answer_writer import OpenAiAnswerWriter

        return OpenAiAnswerWriter(
            self._client,
            model=name,
            first_token_timeout=self._settings.llm_first_token_timeout,
            total_timeout=self._settings.llm_total_timeout,
            max_output_tokens=self._settings.llm_max_output_tokens,
        )

    async def close(self) -> None:
        if "_client" in self.__dict__:
            await self._client.close()


def _import() -> None:
    import adapters.outbound.openai_answer_writer  # noqa: F401 - to be there for those who want it
