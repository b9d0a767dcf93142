"""Whether a client has what it asks for (RFC 9110, If-None-Match)."""


def is_known(if_none_match: str, etag: str) -> bool:
    # A proxy that compresses turns the tag into a weak one; for a GET the weak comparison is the right one.
    tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return etag in tags or "*" in tags
