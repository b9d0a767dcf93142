import pytest

from adapters.inbound.console.access import TOKEN
from tests.unit.adapters.inbound.console.site import ENTRY, OWN, SIGN_IN, browsing, employ, sign_in
from tests.unit.application.house import House


@pytest.fixture
def house() -> House:
    return House()


async def test_cookie_is_hidden_from_scripts_and_other_sites(house: House) -> None:
    await employ(house)
    with browsing(house) as client:
        answer = sign_in(client)

        assert (answer.status_code, answer.headers["location"]) == (303, ENTRY)
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith(f"{TOKEN}=")
        assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
        assert "Secure" not in cookie
        assert "Max-Age" not in cookie


async def test_cookie_is_secure_when_the_browser_speaks_https(house: House) -> None:
    await employ(house)
    with browsing(house, origin=OWN.replace("http:", "https:")) as client:
        assert "Secure" in sign_in(client).headers["set-cookie"].split("; ")


async def test_page_shows_who_is_signed_in_and_where_they_are(house: House) -> None:
    await employ(house)
    with browsing(house) as client:
        sign_in(client)

        answer = client.get(ENTRY)

        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert '<span class="who">olga</span>' in answer.text
        assert 'href="/console" aria-current="page"' in answer.text
        assert "$" not in answer.text


async def test_goes_to_the_page_that_was_wanted(house: House) -> None:
    await employ(house)
    with browsing(house) as client:
        sent = client.get("/console?filter=failed").headers["location"]
        page = client.get(sent).text

        assert 'name="next" value="/console?filter=failed"' in page
        assert sign_in(client, next="/console?filter=failed").headers["location"] == "/console?filter=failed"
        assert sign_in(client, next="https://evil.example").headers["location"] == ENTRY


@pytest.mark.parametrize("login", ["olga", "nobody", "ann", '"><script>alert(1)</script>'])
async def test_says_the_same_whatever_is_wrong(house: House, login: str) -> None:
    await employ(house)
    await house.register.execute(await house.visit(), login="ann", password="верная лошадь")
    with browsing(house) as client:
        answer = sign_in(client, login, "верная лошадь" if login == "ann" else "wrong")

        assert answer.status_code == 403
        assert "Логин или пароль не подходят" in answer.text
        assert "<script>alert" not in answer.text
        assert "set-cookie" not in answer.headers


async def test_says_how_long_to_wait_after_too_many_tries(house: House) -> None:
    await employ(house)
    with browsing(house, languages="en-US,en;q=0.9") as client:
        house.throttle.waits["tries:olga"] = 12.5

        answer = sign_in(client)

        assert answer.status_code == 429
        assert "Too many tries. Wait 13 s" in answer.text
        assert "set-cookie" not in answer.headers


async def test_session_is_over_when_signed_out(house: House) -> None:
    await employ(house)
    with browsing(house) as client:
        sign_in(client)
        token = client.cookies[TOKEN]

        answer = client.post("/console/sign-out")

        assert answer.headers["location"] == SIGN_IN
        assert client.get(ENTRY, headers={"Cookie": f"{TOKEN}={token}"}).status_code == 303
        assert await house.recognise_operator.execute(token) is None


async def test_language_is_the_browsers_until_it_is_changed(house: House) -> None:
    await employ(house)
    with browsing(house) as client:
        sign_in(client)
        before = client.get(ENTRY).text

        answer = client.post("/console/language", data={"next": "/console?filter=today"})

        assert answer.headers["location"] == "/console?filter=today"
        assert '<html lang="ru"' in before
        assert '<html lang="en"' in client.get(ENTRY).text
        client.post("/console/language", data={"next": ENTRY})
        assert '<html lang="ru"' in client.get(ENTRY).text
