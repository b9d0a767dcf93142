"""Comments, posts and messages of people are answered where they were written, each once."""

import pytest

from tests.integration.whole.house import GROUP
from tests.integration.whole.sandbox_client import SandboxClient, stranger
from tests.integration.whole.waiting import until

both_databases = pytest.mark.parametrize("house", ["sqlite", "mariadb"], indirect=True)


@both_databases
async def test_post_of_a_person_is_answered_below_it(wall: SandboxClient) -> None:
    post_id = await wall.post("Сколько стоит занятие?", by=stranger())

    [answer] = await until(lambda: wall.said_under(post_id), "an answer to the post")

    assert answer["reply_to_comment"] is None
    assert answer["parents_stack"] == []
    [call] = await wall.calls("wall.createComment")
    assert call["params"]["guid"]


@both_databases
async def test_message_is_answered_with_a_random_id(wall: SandboxClient) -> None:
    person = stranger()
    await wall.say("Здравствуйте! Вы открыты в воскресенье?", by=person)

    answer = await wall.message_to(person)

    assert answer["random_id"] > 0
    assert "каждый день" in answer["text"]


@both_databases
async def test_markdown_is_bold_in_a_dialog_and_plain_below_a_post(wall: SandboxClient) -> None:
    person, post_id = stranger(), await wall.post("Мастер-класс в субботу")
    await wall.model("answer", match="жирно", text="🙂 **Важно**: [сайт](https://a.example)", times=2)
    # One after the other: those that leave at once leave as one script, and as no call of their own.
    await wall.say("Скажите жирно", by=person)
    message = await wall.message_to(person)
    comment_id = await wall.comment(post_id, "Скажите жирно и тут")

    comment = await wall.answer(post_id, to=comment_id)

    assert message["text"] == comment["text"] == "🙂 Важно: сайт (https://a.example)"
    assert message["format_data"]["items"] == [
        {"type": "bold", "offset": 3, "length": 5},
        {"type": "url", "offset": 10, "length": 4, "url": "https://a.example"},
    ]
    assert "format_data" not in (await wall.calls("wall.createComment"))[-1]["params"]


@both_databases
async def test_burst_of_messages_gets_one_answer(wall: SandboxClient) -> None:
    person = stranger()
    burst = ["Добрый день", "места есть?", "хочу записаться"]
    for words in burst:
        await wall.say(words, by=person)
    await wall.message_to(person)

    await wall.say("а парковка где?", by=person)
    await wall.message_to(person, number=2)

    assert len(await wall.said_to(person)) == 2
    told = [[line["content"] for line in each["body"]["messages"][1:]] for each in await wall.questions("")]
    first, second = [lines for lines in told if burst[0] in lines]
    # VK promises no order among its events.
    assert sorted(first) == burst
    assert second[-1] == "а парковка где?"


async def test_thread_remembers_what_was_said_in_it(wall: SandboxClient) -> None:
    person, post_id = stranger(), await wall.post("Мастер-класс в субботу")
    first = await wall.comment(post_id, "Сколько стоит?", by=person)
    answer = await wall.answer(post_id, to=first)

    second = await wall.comment(post_id, "А для двоих?", by=person, reply_to=answer["id"])
    again = await wall.answer(post_id, to=second)

    assert again["parents_stack"] == [first]
    [asked] = await wall.questions("А для двоих?")
    told = [line["content"] for line in asked["body"]["messages"][1:]]
    assert told[0].endswith("Мастер-класс в субботу")
    assert told[1:] == ["Сколько стоит?", answer["text"], "А для двоих?"]


async def test_long_answer_comes_in_parts_in_order(wall: SandboxClient) -> None:
    person = stranger()
    await wall.model("answer", token_delay=0)
    await wall.say("Расскажите длинно про глину", by=person)
    await wall.message_to(person, number=3)

    texts = [message["text"] for message in await wall.said_to(person)]

    assert len(texts) == 3
    assert max(map(len, texts)) <= 4096
    steps = [line.split(".")[0] for text in texts for line in text.split("\n\n")]
    assert steps == [f"Шаг {number}" for number in range(1, len(steps) + 1)]
    assert len({message["random_id"] for message in await wall.said_to(person)}) == 3


@pytest.mark.parametrize("kind", [None, "positive_own_id", "delay_own_events"])
async def test_own_words_coming_back_start_no_turn(wall: SandboxClient, kind: str | None) -> None:
    if kind:
        await wall.control("faults", {"kind": kind, "seconds": 0.5})
    post_id = await wall.post()
    first = await wall.comment(post_id, "Почём занятие?")
    await wall.answer(post_id, to=first)
    events = await wall.all_told()

    # What comes later has to wait for what came before it: nothing else was owed in between.
    second = await wall.comment(post_id, "А где вы?")
    await wall.answer(post_id, to=second)

    own = [event for event in events if event["object"].get("from_id") in {GROUP, -GROUP}]
    assert [event["type"] for event in own] == ["wall_post_new", "wall_reply_new"]
    assert {event["state"] for event in events} == {"delivered"}
    assert len(await wall.said_under(post_id)) == 2


async def test_stranger_in_somebody_elses_thread_gets_an_answer_of_their_own(wall: SandboxClient) -> None:
    post_id = await wall.post()
    first = await wall.comment(post_id, "Почём занятие?")
    second = await wall.comment(post_id, "И мне скажите, где вы", reply_to=first)

    answers = [await wall.answer(post_id, to=first), await wall.answer(post_id, to=second)]

    assert all(answer["parents_stack"] == [first] for answer in answers)
    assert len(await wall.said_under(post_id)) == 2
