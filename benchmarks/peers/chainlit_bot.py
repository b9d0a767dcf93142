"""
A bot as Chainlit's documentation shows it: each token of the model is streamed to the page; nothing is stored.

Run by ``chainlit run`` in an environment of its own; ``BENCH_STAND_IN`` says where the model is.
"""

import os

import chainlit as cl
from openai import AsyncOpenAI

client = AsyncOpenAI(base_url=f"{os.environ['BENCH_STAND_IN']}/v1", api_key="key")


@cl.on_message
async def answer(_: cl.Message) -> None:
    message = cl.Message(content="")
    stream = await client.chat.completions.create(model="m", messages=cl.chat_context.to_openai(), stream=True)
    async for part in stream:
        if token := part.choices[0].delta.content or "":
            await message.stream_token(token)
    await message.update()
