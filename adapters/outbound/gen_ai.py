"""Names of attributes of calls of a model (OpenTelemetry semantic conventions for generative AI); none holds a text."""

from typing import Final

OPERATION: Final = "gen_ai.operation.name"
PROVIDER: Final = "gen_ai.provider.name"
REQUEST_MODEL: Final = "gen_ai.request.model"
RESPONSE_MODEL: Final = "gen_ai.response.model"
INPUT_TOKENS: Final = "gen_ai.usage.input_tokens"
OUTPUT_TOKENS: Final = "gen_ai.usage.output_tokens"

CHAT: Final = "chat"
OPENAI: Final = "openai"
"""As the conventions have it, of every server that speaks OpenAI's protocol."""
