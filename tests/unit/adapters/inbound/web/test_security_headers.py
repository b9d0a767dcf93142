import pytest

from adapters.inbound.web.security_headers import FrameAncestorError, create_security_headers


def policy_of(headers: dict[str, str]) -> dict[str, str]:
    directives = headers["Content-Security-Policy"].split("; ")
    return dict(directive.split(" ", 1) for directive in directives)


def test_policy_allows_nothing_inline_and_nothing_foreign() -> None:
    policy = policy_of(create_security_headers())

    assert "unsafe" not in " ".join(policy.values())
    assert {policy[name] for name in ("default-src", "script-src", "style-src", "connect-src")} == {"'self'"}
    assert policy["object-src"] == policy["base-uri"] == "'none'"


def test_html_enters_only_through_the_named_trusted_types_policy() -> None:
    policy = policy_of(create_security_headers())

    assert policy["require-trusted-types-for"] == "'script'"
    assert policy["trusted-types"] == "otklik"


def test_nobody_may_frame_when_nothing_else_is_said() -> None:
    assert policy_of(create_security_headers())["frame-ancestors"] == "'none'"


def test_named_sites_may_frame_when_they_are_given() -> None:
    headers = create_security_headers(frame_ancestors=["'self'", "https://example.org", "http://localhost:8080"])

    assert policy_of(headers)["frame-ancestors"] == "'self' https://example.org http://localhost:8080"


@pytest.mark.parametrize("ancestor", ["*", "https://a.example; script-src *", "https://a.example/path", "", "data:"])
def test_refuses_an_ancestor_when_it_is_no_origin(ancestor: str) -> None:
    with pytest.raises(FrameAncestorError) as caught:
        create_security_headers(frame_ancestors=[ancestor])

    assert caught.value.ancestor == ancestor


def test_other_headers_close_the_usual_doors() -> None:
    headers = create_security_headers()

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=()"
