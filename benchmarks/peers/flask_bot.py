"""
The bot as it was first described: Flask, everything in the request, a connection of mysql-connector for each query.

Another service is told of each answer, by a connection of websockets. Run by gunicorn in an environment of its own;
``BENCH_DATABASE`` and ``BENCH_STAND_IN`` say where things are.
"""

import asyncio
import json
import os
from typing import Any
from urllib.parse import unquote, urlsplit

import mysql.connector
import requests
import websockets
from flask import Flask, request

MODEL = os.environ["BENCH_STAND_IN"]
LISTENER = MODEL.replace("http://", "ws://")
TARGET = urlsplit(os.environ["BENCH_DATABASE"])
PRICE = 5.0
TABLES = (
    "CREATE TABLE IF NOT EXISTS balance (id INT PRIMARY KEY, amount DOUBLE NOT NULL)",
    """CREATE TABLE IF NOT EXISTS messages (id BIGINT AUTO_INCREMENT PRIMARY KEY, owner_id BIGINT, post_id BIGINT,
    comment_id BIGINT, role VARCHAR(16), text LONGTEXT, at TIMESTAMP DEFAULT CURRENT_TIMESTAMP)""",
    "INSERT IGNORE INTO balance VALUES (1, 100000000)",
)

Comment = dict[str, Any]

app = Flask(__name__)


def get_db_connection() -> Any:
    return mysql.connector.connect(
        host=TARGET.hostname,
        port=TARGET.port,
        user=unquote(TARGET.username),
        password=unquote(TARGET.password),
        database=TARGET.path.strip("/"),
    )


def execute(statement: str, parameters: tuple[Any, ...] = ()) -> int:
    connection = get_db_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(statement, parameters)
        connection.commit()
        return cursor.lastrowid
    finally:
        connection.close()


def fetch(statement: str) -> Any:
    connection = get_db_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(statement)
        return cursor.fetchone()
    finally:
        connection.close()


def check_balance() -> float:
    return fetch("SELECT amount FROM balance WHERE id = 1")[0]


def decrement_balance(amount: float = PRICE) -> None:
    execute("UPDATE balance SET amount = amount - %s WHERE id = 1", (amount,))


def record_message_to_db(comment: Comment, role: str, text: str) -> int:
    return execute(
        "INSERT INTO messages (owner_id, post_id, comment_id, role, text) VALUES (%s, %s, %s, %s, %s)",
        (comment["owner_id"], comment["post_id"], comment["id"], role, text),
    )


def get_chatgpt_answer(text: str) -> str:
    lines = [{"role": "system", "content": "Ты помощник сообщества."}, {"role": "user", "content": text}]
    answer = requests.post(f"{MODEL}/v1/chat/completions", json={"model": "m", "messages": lines}, timeout=60)
    return answer.json()["choices"][0]["message"]["content"]


def send_comment(comment: Comment, text: str) -> None:
    form = {"owner_id": comment["owner_id"], "post_id": comment["post_id"], "message": text}
    requests.post(f"{MODEL}/method/wall.createComment", data=form, timeout=60).raise_for_status()


async def send_websocket(id_last_responses: list[int]) -> None:
    async with websockets.connect(LISTENER) as socket:
        await socket.send(json.dumps({"type": "responses", "id_lastResponses": id_last_responses}))


@app.get("/")
def ready() -> str:
    return "ready"


@app.post("/callback")
def callback() -> str:
    comment = request.get_json()["object"]
    record_message_to_db(comment, "user", comment["text"])
    if check_balance() >= PRICE:
        answer = get_chatgpt_answer(comment["text"])
        send_comment(comment, answer)
        number = record_message_to_db(comment, "assistant", answer)
        decrement_balance()
        asyncio.run(send_websocket([number]))
    return "ok"


for table in TABLES:
    execute(table)
