"""What differs between servers that call themselves OpenAI-compatible."""

from dataclasses import dataclass, replace
from typing import Self

from openai import APIStatusError, Omit, omit
from openai.types.chat import ChatCompletionStreamOptionsParam


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAiDialect:
    """
    Optional parameters a server takes.

    It begins with what most know: ``max_tokens`` is understood wherever output can be bounded at all, except by
    OpenAI's reasoning models, which insist on ``max_completion_tokens``; older servers know no ``stream_options``.
    """

    asks_usage: bool = True
    old_limit: bool = True

    def stream_options(self) -> ChatCompletionStreamOptionsParam | Omit:
        return {"include_usage": True} if self.asks_usage else omit

    def max_tokens(self, limit: int) -> int | Omit:
        return limit if self.old_limit else omit

    def max_completion_tokens(self, limit: int) -> int | Omit:
        return omit if self.old_limit else limit

    def after(self, refusal: APIStatusError) -> Self | None:
        """The dialect to try next; None when the server complains of something else."""
        # The whole body: where servers put their complaint differs as much as the rest.
        complaint = refusal.response.text
        if self.asks_usage and "stream_options" in complaint:
            return replace(self, asks_usage=False)
        if self.old_limit and "max_completion_tokens" in complaint:
            return replace(self, old_limit=False)
        return None
