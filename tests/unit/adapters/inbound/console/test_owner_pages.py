"""Every page of the owner: to an operator it tells what there is, a stranger gets nothing of it."""

import asyncio
import re
from collections.abc import Iterator
from typing import Any

import pytest

from domain.act import Deed
from domain.answer import AnswerWriterError, Fault
from domain.balance import EntryKind
from domain.channel import Channel
from domain.notification import NotificationState
from domain.stored_deadline import Review
from domain.turn import TurnState
from tests.unit.adapters.inbound.console.owner_site import HOSTILE, Client, Doctor, owned, page, post, sections
from tests.unit.adapters.inbound.console.site import SIGN_IN, browsing, sign_in
from tests.unit.application.house import LEASE, House

PAGES = [
    "/console/turns",
    "/console/balance",
    "/console/prompts",
    *(f"/console/prompts/{channel}" for channel in Channel),
    "/console/deadlines",
    "/console/deadlines/month",
    "/console/notifications",
    "/console/audit",
    "/console/health",
]
FORMS: dict[str, dict[str, str]] = {
    "/console/balance/top-up": {"amount": "5", "reason": "счёт", "key": "k"},
    "/console/balance/limit": {"amount": "5"},
    "/console/answering/stop": {},
    "/console/answering/start": {},
    "/console/prompts/site_chat/save": {"text": "Новый.", "based_on": "0"},
    "/console/prompts/site_chat/restore": {"number": "0", "based_on": "0"},
    "/console/prompts/site_chat/preview": {"text": "Новый.", "based_on": "0", "turn": "x"},
    "/console/deadlines/x/review": {"review": "confirmed"},
    "/console/notifications/all/retry": {},
    "/console/notifications/x/retry": {},
    "/console/turns/x/retry": {},
    "/console/turns/x/dismiss": {},
    "/console/health/again": {},
}


def stored(owned_house: House) -> Any:
    """But for what signing in leaves behind."""
    tables = owned_house.storage.tables.copy()
    tables.sessions, tables.conversations = {}, {}
    tables.acts = [act for act in tables.acts if act.deed != Deed.SIGNED_IN]
    return tables


@pytest.fixture(scope="module")
def stranger() -> Iterator[Client]:
    """One for all pages: they only look, and a console takes longer to be made than to be looked at."""
    house = House()
    with browsing(house, sections(house)) as client:
        yield client


@pytest.fixture(scope="module")
def operator() -> Iterator[Client]:
    house = asyncio.run(owned())
    with browsing(house, sections(house)) as client:
        sign_in(client)
        yield client


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_page_is_shown_to_an_operator_in_their_language(operator: Client, path: str, lang: str) -> None:
    operator.headers["Accept-Language"] = lang

    text = page(operator, path)

    assert f'<html lang="{lang}"' in text
    assert "$" not in re.sub(r"<script.*?</script>", "", text)
    assert bool(re.search("[а-яё]", re.sub(r"<textarea.*?</textarea>|<[^>]*>|Русский", "", text))) is (lang == "ru")


@pytest.mark.parametrize("path", PAGES)
def test_stranger_gets_no_page(stranger: Client, path: str) -> None:
    answer = stranger.get(path)

    assert answer.status_code == 303
    assert answer.headers["location"].startswith(SIGN_IN)


@pytest.mark.parametrize(("path", "form"), FORMS.items())
async def test_stranger_and_foreign_page_change_nothing(owned_house: House, path: str, form: dict[str, str]) -> None:
    before = stored(owned_house)
    with browsing(owned_house, sections(owned_house)) as client:
        assert client.post(path, data=form).headers["location"] == SIGN_IN
        sign_in(client)
        assert client.post(path, data=form, headers={"Origin": "https://evil.example"}).status_code == 403

    assert stored(owned_house) == before
    assert owned_house.writer.asked == []


class TestBalance:
    async def test_tells_the_sums_the_spending_and_the_ledger(self, owned_house: House, client: Client) -> None:
        await owned_house.say(await owned_house.visit())
        await owned_house.run_until_idle()
        await owned_house.message()
        await owned_house.fund.execute(await owned_house.claim_next())

        text = page(client, "/console/balance")

        assert all(each in text for each in ("10.00 ₽", "5.00 ₽", "chart-site", "-5.00", "+20.00", "paid"))
        assert "Сообщения VK" in text

    async def test_tops_up_once_when_the_form_is_sent_twice(self, owned_house: House, client: Client) -> None:
        text = page(client, "/console/balance")
        [key] = re.findall(r'name="key" value="([^"]+)"', text)

        for _ in range(2):
            answer = post(client, "/console/balance/top-up", amount="1 000,50", reason="счёт 17", key=key)
            assert answer.headers["location"] == "/console/balance"

        entry = owned_house.storage.entries[-1]
        assert len(owned_house.storage.entries) == 2
        assert (entry.kind, str(entry.amount), entry.author, entry.reason) == (
            EntryKind.TOP_UP,
            "1000.50",
            "olga",
            "счёт 17",
        )
        assert re.findall(r'name="key" value="([^"]+)"', page(client, "/console/balance")) != [key]

    @pytest.mark.parametrize("amount", ["", "пять", "-5", "1.001", "1e30", "0", "NaN"])
    async def test_refuses_what_is_no_amount(self, owned_house: House, client: Client, amount: str) -> None:
        answer = post(client, "/console/balance/top-up", amount=amount, reason="x", key="k")

        assert answer.status_code == 400
        assert "roubles" in answer.text
        assert len(owned_house.storage.entries) == 1

    async def test_stops_and_starts_answering(self, owned_house: House, client: Client) -> None:
        post(client, "/console/answering/stop", reason=HOSTILE)
        text = page(client, "/console/balance")
        stop = (await owned_house.show_answering.execute()).controls.stop

        assert stop is not None
        assert (stop.by, stop.reason) == ("olga", HOSTILE)
        assert "Помощник молчит" in text
        assert HOSTILE not in text
        post(client, "/console/answering/start")
        assert "Помощник отвечает" in page(client, "/console/balance")

    async def test_sets_and_lifts_the_limit_of_a_day(self, client: Client) -> None:
        post(client, "/console/balance/limit", amount="300")
        assert "300.00 ₽" in page(client, "/console/balance")

        post(client, "/console/balance/limit", amount="")
        assert "без лимита" in page(client, "/console/balance")

    async def test_turns_the_pages_of_the_ledger(self, owned_house: House, client: Client) -> None:
        for number in range(40):
            await owned_house.fill.execute(owned_house.rules.price, author="ann", reason=f"взнос {number:02}")

        first = page(client, "/console/balance")
        [older] = re.findall(r'href="(/console/balance\?before=[^"]+)"', first)
        second = page(client, older)

        assert "взнос 39" in first
        assert "взнос 10" in first
        assert "взнос 09" not in first
        assert "взнос 09" in second
        assert client.get("/console/balance?before=nothing").status_code == 404


class TestDeadlines:
    async def test_lists_and_lets_the_owner_decide(self, owned_house: House, client: Client) -> None:
        await owned_house.post("Сдать работы до 15 июля, 18:00")
        await owned_house.drain_events.execute()
        [deadline] = owned_house.storage.deadlines

        assert "15 июл, 18:00" in page(client, "/console/deadlines")
        post(client, f"/console/deadlines/{deadline.id}/review", review="dismissed")
        assert owned_house.storage.deadlines[0].review is Review.DISMISSED
        assert "Отклонён" in page(client, "/console/deadlines")

    async def test_shows_a_month(self, owned_house: House, client: Client) -> None:
        await owned_house.post("Сдать работы до 15 июля, 18:00")
        await owned_house.drain_events.execute()

        july, august = (page(client, f"/console/deadlines/month?of=2026-0{month}") for month in (7, 8))

        assert "Июль 2026" in july
        assert "18:00" in july
        assert "18:00" not in august
        assert 'aria-current="date"' in july
        assert "Июль 2026" in page(client, "/console/deadlines/month?of=9999-99")

    async def test_refuses_what_is_no_review(self, owned_house: House, client: Client) -> None:
        await owned_house.post("Сдать работы до 15 июля, 18:00")
        await owned_house.drain_events.execute()
        path = f"/console/deadlines/{owned_house.storage.deadlines[0].id}/review"

        assert post(client, path, review="maybe").status_code == 404
        assert post(client, "/console/deadlines/x/review", review="confirmed").status_code == 404


class TestNotifications:
    async def test_shows_what_waits_and_takes_dead_ones_up_again(self, owned_house: House, client: Client) -> None:
        await owned_house.comment()
        await owned_house.drain_events.execute()
        await owned_house.run_turns()
        assert "Ответ дан" in page(client, "/console/notifications")

        [claimed] = await owned_house.storage.run(lambda uow: uow.notifications.claim(limit=1, lease=LEASE))
        await owned_house.storage.run(lambda uow: uow.notifications.bury(claimed, reason=HOSTILE))
        text = page(client, "/console/notifications")
        assert "Отправить все снова" in text
        assert HOSTILE not in text

        id_ = claimed.notification.id
        assert post(client, f"/console/notifications/{id_}/retry").status_code == 303
        assert [row.state for row in owned_house.storage.tables.notifications.values()] == [NotificationState.PENDING]
        assert post(client, f"/console/notifications/{id_}/retry").status_code == 404
        assert post(client, "/console/notifications/all/retry").status_code == 303


class TestTurns:
    async def test_shows_what_failed_and_tries_it_again(self, owned_house: House, client: Client) -> None:
        owned_house.writer.fail_next(AnswerWriterError(Fault.REFUSED))
        await owned_house.comment(HOSTILE)
        await owned_house.run_until_idle()
        [turn] = owned_house.storage.turns

        text = page(client, "/console/turns")
        assert "Модель отказалась отвечать" in text
        assert HOSTILE not in text
        post(client, f"/console/turns/{turn.id}/retry")

        assert owned_house.storage.turns[0].state is TurnState.OWED
        assert "таких ответов нет" in page(client, "/console/turns")
        assert post(client, f"/console/turns/{turn.id}/retry").status_code == 409

    async def test_lets_one_be_as_it_is(self, owned_house: House, client: Client) -> None:
        owned_house.writer.fail_next(AnswerWriterError(Fault.REFUSED))
        await owned_house.comment()
        await owned_house.run_until_idle()
        [turn] = owned_house.storage.turns

        post(client, f"/console/turns/{turn.id}/dismiss")

        assert owned_house.storage.turns[0].state is TurnState.DECLINED
        assert "таких ответов нет" in page(client, "/console/turns")
        assert post(client, f"/console/turns/{turn.id}/dismiss").status_code == 409


class TestHealth:
    async def test_tells_each_part_in_words_with_what_to_do(self, client: Client) -> None:
        text = page(client, "/console/health")

        assert all(each in text for each in ("база", "В порядке", "Обратите внимание", "Не работает", "новый ключ"))

    async def test_looks_once_a_minute_and_when_asked(self, owned_house: House, doctor: Doctor, client: Client) -> None:
        for _ in range(3):
            page(client, "/console/health")
        assert doctor.asked == ["ru"]

        post(client, "/console/health/again")
        page(client, "/console/health")
        owned_house.clock.advance(60)
        page(client, "/console/health")

        assert doctor.asked == ["ru"] * 3
