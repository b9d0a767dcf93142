"""Text from outside, made fit for every store and every wire."""


def storable(text: str) -> str:
    """
    The text without NULs and lone surrogates: databases refuse the first, UTF-8 the second.

    Nothing else is changed: VK and models send text, not markup, and whoever shows it escapes it.
    """
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")
