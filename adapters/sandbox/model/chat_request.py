from typing import Any

import msgspec


class StreamOptions(msgspec.Struct):
    include_usage: bool = False


class ChatMessage(msgspec.Struct):
    """`content` is text, a list of typed parts, or absent."""

    role: str
    content: str | list[dict[str, Any]] | None = None

    @property
    def text(self) -> str:
        if isinstance(self.content, list):
            return " ".join(str(part.get("text", "")) for part in self.content)
        return self.content or ""


class ChatRequest(msgspec.Struct):
    """What the stand-in reads of a request; limits of length such as `max_tokens` are not obeyed."""

    model: str
    messages: list[ChatMessage]
    stream: bool = False
    stream_options: StreamOptions | None = None

    @property
    def last_user_message(self) -> str:
        said = (message.text for message in reversed(self.messages) if message.role == "user")
        return next(said, "")

    @property
    def prompt_tokens(self) -> int:
        """A plausible count, for the usage."""
        return sum(len(message.text) // 4 + 4 for message in self.messages)
