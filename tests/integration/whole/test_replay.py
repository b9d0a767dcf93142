"""What answers would be with another prompt: written by the real command, sent to nobody."""

from tests.integration.whole.house import House
from tests.integration.whole.sandbox_client import SandboxClient


async def test_writes_a_page_and_sends_nothing(house: House, wall: SandboxClient) -> None:
    post_id = await wall.post()
    comment_id = await wall.comment(post_id, "Почём повторное занятие?")
    answer = await wall.answer(post_id, to=comment_id)
    before = await house.books()
    calls = len(await wall.calls("wall.createComment"))
    await wall.model("answer", match="повторное", text="Ответ иначе: 1500 ₽.")
    (house.folder / "try.md").write_text("Отвечай одной фразой: проба.", encoding="utf-8")

    asked = ["turns", "replay", "--since", "2026-01-01", "--prompt", "try.md", "--model", "gpt-4o"]
    done = await house.command(*asked, "--limit", "1", "--yes")

    assert (done.code, done.out) == (0, "1 of 1 answers written anew: replay.html\n"), done.err
    page = (house.folder / "replay.html").read_text(encoding="utf-8")
    assert "Ответ иначе: 1500 ₽." in page
    assert answer["text"] in page
    [_request] = [each for each in await wall.questions("повторное") if "проба" in str(each)]
    assert "<h2>gpt-4o</h2>" in page
    assert await house.books() == before
    assert len(await wall.calls("wall.createComment")) == calls


async def test_names_what_is_wrong_with_the_prompt(house: House) -> None:
    asked = ("turns", "replay", "--since", "2026-01-01", "--model", "gpt-4o", "--prompt", "nowhere.md")

    done = await house.command(*asked)

    assert (done.code, done.err) == (2, "otklik: prompt nowhere.md: the file is missing\n")
