"""The page of the prompts: saving, trying and returning."""

import pytest

from domain.answer import AnswerWriterError, Fault
from domain.channel import Channel
from tests.unit.adapters.inbound.console.owner_site import HOSTILE, Client, page, post
from tests.unit.application.house import SECRETS, House


class TestPrompts:
    async def test_saves_a_version_and_returns_to_the_file(self, owned_house: House, client: Client) -> None:
        path = "/console/prompts/site_chat"
        answer = post(client, f"{path}/save", text="Новый <b>.", based_on="0", note="короче")

        text = page(client, path)
        assert answer.headers["location"] == path
        assert all(each in text for each in ("Новый &lt;b&gt;.", "версия 1", "короче", "olga"))
        post(client, f"{path}/restore", number="0", based_on="1")
        state = await owned_house.show_prompt.execute(Channel.SITE_CHAT, limit=9)
        assert (state.is_the_file, state.number) == (True, 2)

    @pytest.mark.parametrize(
        ("text", "based_on", "says"),
        [
            (SECRETS["VK_SECRET"], "0", "line 1 holds the secret of VK_SECRET"),
            (" ", "0", "it is empty"),
            ("Другой.", "7", "сохранили версию 0"),
        ],
    )
    async def test_keeps_what_was_typed_when_it_is_refused(
        self, owned_house: House, client: Client, text: str, based_on: str, says: str
    ) -> None:
        answer = post(client, "/console/prompts/site_chat/save", text=text, based_on=based_on)

        assert says in answer.text
        assert f">\n{text}</textarea>" in answer.text
        assert (await owned_house.show_prompt.execute(Channel.SITE_CHAT, limit=1)).versions == []

    async def test_shows_the_old_and_the_new_answer(self, owned_house: House, client: Client) -> None:
        await owned_house.say(await owned_house.visit(), HOSTILE)
        await owned_house.run_until_idle()
        owned_house.writer.answer_next("По-новому.")
        turn = owned_house.storage.turns[0]

        answer = post(client, "/console/prompts/site_chat/preview", text="Новый.", based_on="0", turn=str(turn.id))

        assert all(each in answer.text for each in ("По-новому.", turn.answer or "", "fake-model", "Новый."))
        assert HOSTILE not in answer.text
        assert (await owned_house.show_prompt.execute(Channel.SITE_CHAT, limit=1)).versions == []

    async def test_says_so_when_the_model_does_not_answer(self, owned_house: House, client: Client) -> None:
        await owned_house.say(await owned_house.visit())
        await owned_house.run_until_idle()
        owned_house.writer.fail_next(AnswerWriterError(Fault.UNAVAILABLE))

        turn = str(owned_house.storage.turns[0].id)
        answer = post(client, "/console/prompts/site_chat/preview", text="Новый.", based_on="0", turn=turn)

        assert "Модель не ответила" in answer.text

    @pytest.mark.parametrize(
        ("path", "form"),
        [
            ("nowhere/save", {"text": "a", "based_on": "0"}),
            ("site_chat/save", {"text": "a", "based_on": "x"}),
            ("site_chat/save", {"text": "a"}),
            ("site_chat/restore", {"number": "9", "based_on": "0"}),
            ("site_chat/restore", {"number": "-1", "based_on": "0"}),
            ("site_chat/preview", {"text": "a", "based_on": "0", "turn": "x"}),
        ],
    )
    async def test_refuses_what_is_not_there(self, client: Client, path: str, form: dict[str, str]) -> None:
        assert client.post(f"/console/prompts/{path}", data=form).status_code == 404
