"""
The least a chat can be: a socket asks the model and passes its fragments on; nothing is stored.

usage: python -m benchmarks.relay PORT MODEL_PORT
"""

import asyncio
import sys

import msgspec
import uvloop
from websockets.asyncio.server import ServerConnection, serve

from tests.integration.services.ports import HOST

QUESTION = b'{"model":"m","stream":true,"messages":[{"role":"user","content":"?"}]}'
REQUEST = (
    b"POST /v1/chat/completions HTTP/1.1\r\nhost: model\r\nconnection: close\r\n"
    b"content-type: application/json\r\ncontent-length: %d\r\n\r\n%s" % (len(QUESTION), QUESTION)
)


class Delta(msgspec.Struct):
    content: str = ""


class Choice(msgspec.Struct):
    delta: Delta


class Chunk(msgspec.Struct):
    choices: list[Choice]


class Fragment(msgspec.Struct, tag="delta", tag_field="type"):
    text: str


_DECODE = msgspec.json.Decoder(Chunk).decode
_ENCODE = msgspec.json.Encoder().encode


async def relay(socket: ServerConnection, model_port: int) -> None:
    async for _ in socket:
        reader, writer = await asyncio.open_connection(HOST, model_port)
        writer.write(REQUEST)
        async for line in reader:
            if line.startswith(b"data: {"):
                text = _DECODE(line[6:]).choices[0].delta.content
                await socket.send(_ENCODE(Fragment(text)), text=True)
        writer.close()


async def main() -> None:
    port, model_port = map(int, sys.argv[1:])
    async with serve(lambda socket: relay(socket, model_port), HOST, port, compression=None):
        await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(main())
