import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from adapters.inbound.web.pages import SandboxUrlError, create_page_handlers
from adapters.inbound.web.security_headers import FrameAncestorError

MODULE = "/static/chat/main.js"


HOSTS = ("https://shop.example", "http://localhost:8080")


def make_client(sandbox_url: str | None = None) -> TestClient[Litestar]:
    handlers = create_page_handlers(sandbox_url=sandbox_url, hosts=HOSTS)
    return TestClient(Litestar(handlers, logging_config=None, openapi_config=None))


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient[Litestar]]:
    with make_client() as client:
        yield client


class Tags(HTMLParser):
    """Every tag of a page with its attributes, and the text that stands in scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inline = ""
        self._open = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open = tag

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open in {"script", "style"}:
            self.inline += data.strip()


def test_page_is_html_and_asked_for_each_time(client: TestClient[Litestar]) -> None:
    response = client.get("/")

    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["cache-control"] == "no-cache"
    assert "$" not in response.text


@pytest.mark.parametrize("path", ["/", "/embed", "/widget.js", MODULE, "/static/nothing.js"])
def test_carries_the_security_headers(client: TestClient[Litestar], path: str) -> None:
    headers = client.get(path).headers

    assert "script-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/", "/embed"])
def test_page_has_nothing_inline(client: TestClient[Litestar], path: str) -> None:
    page = Tags(client.get(path).text)

    assert page.inline == ""
    names = {name for _, attributes in page.tags for name in attributes}
    assert "style" not in names
    assert not [name for name in names if name.startswith("on")]


@pytest.mark.parametrize("path", ["/", "/widget.js", MODULE])
def test_nobody_may_frame_what_is_not_meant_for_it(client: TestClient[Litestar], path: str) -> None:
    assert "frame-ancestors 'none'" in client.get(path).headers["content-security-policy"]


def test_page_for_frames_may_be_framed_by_our_own_site_and_those_named(client: TestClient[Litestar]) -> None:
    response = client.get("/embed?lang=en")

    assert response.status_code == 200
    policy = response.headers["content-security-policy"]
    assert policy.count("frame-ancestors") == 1
    assert "frame-ancestors 'self' https://shop.example http://localhost:8080;" in policy


def test_page_for_frames_knows_whom_to_hear(client: TestClient[Litestar]) -> None:
    [embedded] = [attributes for tag, attributes in Tags(client.get("/embed").text).tags if tag == "html"]
    [alone] = [attributes for tag, attributes in Tags(client.get("/").text).tags if tag == "html"]

    assert embedded == alone | {"data-mode": "embed", "data-hosts": " ".join(HOSTS)}
    assert "data-mode" not in alone


def test_widget_may_be_loaded_by_any_site_and_is_asked_for_each_time(client: TestClient[Litestar]) -> None:
    response = client.get("/widget.js")

    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert response.headers["cache-control"] == "no-cache"


def test_page_loads_no_script_of_the_widget(client: TestClient[Litestar]) -> None:
    assert "/widget/" not in client.get("/embed").text


def test_refuses_a_host_when_it_is_no_origin() -> None:
    with pytest.raises(FrameAncestorError):
        create_page_handlers(sandbox_url=None, hosts=["https://shop.example; script-src *"])


def test_everything_the_page_names_is_served_and_may_be_kept(client: TestClient[Litestar]) -> None:
    page = Tags(client.get("/").text)
    named = {
        (attributes.get("href") or attributes.get("src") or "").partition("#")[0]
        for tag, attributes in page.tags
        if tag in {"link", "script", "use"}
    }

    assert len(named) > 10
    for address in named:
        response = client.get(address)
        assert response.status_code == 200, address
        assert "immutable" in response.headers["cache-control"]


def test_every_icon_the_page_names_is_drawn(client: TestClient[Litestar]) -> None:
    page = Tags(client.get("/").text)
    named = {(attributes["href"] or "").partition("#")[2] for tag, attributes in page.tags if tag == "use"}

    drawn = set(re.findall(r'<symbol id="([^"]+)"', client.get("/static/icons.svg").text))

    assert named <= drawn


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        (MODULE, "text/javascript; charset=utf-8"),
        ("/static/styles/base.css", "text/css; charset=utf-8"),
        ("/static/favicon.svg", "image/svg+xml"),
    ],
)
def test_file_has_its_type_and_is_asked_for_each_time(
    client: TestClient[Litestar], path: str, content_type: str
) -> None:
    response = client.get(path)

    assert response.status_code == 200
    assert response.headers["content-type"] == content_type
    assert response.headers["cache-control"] == "no-cache"


def test_file_may_not_be_kept_when_the_page_is_of_another_build(client: TestClient[Litestar]) -> None:
    response = client.get("/static/0123456789abcdef/chat/main.js")

    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/", MODULE])
@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}'])
def test_answers_not_modified_when_the_tag_is_known(client: TestClient[Litestar], path: str, form: str) -> None:
    etag = client.get(path).headers["etag"]

    response = client.get(path, headers={"If-None-Match": form.format(etag)})

    assert response.status_code == 304
    assert response.content == b""
    assert response.headers["etag"] == etag


def test_answers_in_full_when_the_tag_is_another(client: TestClient[Litestar]) -> None:
    assert client.get("/", headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("path", ["/", MODULE])
def test_head_tells_the_same_without_a_body(client: TestClient[Litestar], path: str) -> None:
    response = client.head(path)

    assert response.status_code == 200
    assert response.headers["etag"] == client.get(path).headers["etag"]


@pytest.mark.parametrize(
    "path",
    [
        "/static/../pages.py",
        "/static/%2e%2e/pages.py",
        "/static/..%2fpages.py",
        "/static/chat/%2e%2e/%2e%2e/pages.py",
        "/static//etc/passwd",
        "/static/%2fetc/passwd",
        "/static/chat",
        "/static/chat/main.js%00.css",
        "/static/../templates/chat.html",
    ],
)
def test_not_found_when_the_path_leads_elsewhere(client: TestClient[Litestar], path: str) -> None:
    assert client.get(path).status_code == 404


def test_nothing_is_said_of_a_sandbox_when_there_is_none(client: TestClient[Litestar]) -> None:
    assert "sandbox-notice" not in client.get("/").text


def test_page_says_so_when_a_sandbox_writes_the_answers() -> None:
    with make_client("http://127.0.0.1:8001/model") as client:
        page = client.get("/").text

    assert "Песочница: ответы пишет ненастоящая модель" in page
    assert 'href="http://127.0.0.1:8001/model"' in page


def test_sandbox_address_is_escaped() -> None:
    with make_client('/sandbox?a="><script>alert(1)</script>&b') as client:
        page = client.get("/").text

    assert "<script>alert" not in page
    assert 'href="/sandbox?a=&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;b"' in page


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "sandbox", ""])
def test_refuses_a_sandbox_address_when_it_is_no_web_address(url: str) -> None:
    with pytest.raises(SandboxUrlError):
        create_page_handlers(sandbox_url=url)
