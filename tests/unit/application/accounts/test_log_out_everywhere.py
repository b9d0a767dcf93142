from domain.live import SessionChanged
from tests.unit.application.house import House

PASSWORD = "верная лошадь"


async def test_closes_every_session_of_the_person_and_no_other(house: House) -> None:
    here = await house.register.execute(await house.visit(), login="ann", password=PASSWORD)
    there = await house.log_in.execute(await house.visit(), login="ann", password=PASSWORD)
    other = await house.visit()
    house.feed.published.clear()

    await house.log_out_everywhere.execute(here)

    ends = {session.id: session.end_reason for session in house.storage.sessions}
    assert ends == {
        here.session.id: "signed_out_everywhere",
        there.session.id: "signed_out_everywhere",
        other.session.id: None,
    }
    assert {news.session_id for news in house.feed.published if isinstance(news, SessionChanged)} == {
        here.session.id,
        there.session.id,
    }
    assert not (await house.open_session.execute(token=there.token, conversation_id=None)).resumed
