import pytest

from adapters.sandbox.callback_servers import SERVER_LIMIT, CallbackServers
from adapters.sandbox.errors import InvalidParameterError, VkError


def test_own_server_takes_every_event() -> None:
    sut = CallbackServers()

    server = sut.point_at("http://127.0.0.1:1/cb", "s")

    assert server.wants("message_new")
    assert server.status == "ok"


def test_own_server_is_replaced_when_it_moves() -> None:
    sut = CallbackServers()
    sut.point_at("http://127.0.0.1:1/cb", "s")

    sut.point_at("http://127.0.0.1:2/cb", "s")

    assert [server.url for server in sut] == ["http://127.0.0.1:2/cb"]


def test_added_server_takes_nothing_until_it_is_confirmed_and_ticked() -> None:
    server = CallbackServers().add(url="http://127.0.0.1:1/cb", title="a", secret="s")
    before = server.wants("message_new")

    server.status, server.events = "ok", {"message_new"}

    assert not before
    assert server.wants("message_new")
    assert not server.wants("wall_reply_new")


def test_refuses_an_eleventh_server() -> None:
    sut = CallbackServers()
    for number in range(SERVER_LIMIT):
        sut.add(url=f"http://127.0.0.1:{number}/", title="a", secret="")

    with pytest.raises(VkError) as refusal:
        sut.add(url="http://127.0.0.1/", title="a", secret="")

    assert refusal.value.code == 2000


@pytest.mark.parametrize(("title", "secret"), [("a" * 15, "s"), ("a", "s" * 51)])
def test_refuses_what_is_too_long(title: str, secret: str) -> None:
    with pytest.raises(InvalidParameterError):
        CallbackServers().add(url="http://127.0.0.1/", title=title, secret=secret)


def test_refuses_an_unknown_id() -> None:
    with pytest.raises(InvalidParameterError):
        CallbackServers().get(7)


def test_secret_is_not_shown() -> None:
    server = CallbackServers().point_at("http://127.0.0.1:1/cb", "very-secret")

    assert "very-secret" not in repr(server)
