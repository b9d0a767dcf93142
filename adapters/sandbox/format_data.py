"""`format_data` of a message: what VK shows bold, in italics, underlined or as a link."""

from typing import Annotated, Literal

import msgspec

from adapters.sandbox.errors import InvalidParameterError


class Item(msgspec.Struct, kw_only=True, omit_defaults=True):
    """`offset` and `length` are UTF-16 units of the text."""

    type: Literal["bold", "italic", "underline", "url"]
    offset: Annotated[int, msgspec.Meta(ge=0)]
    length: Annotated[int, msgspec.Meta(ge=1)]
    url: str = ""


class FormatData(msgspec.Struct, kw_only=True):
    version: Literal[1]
    items: list[Item]


def read_format_data(given: str, text: str) -> FormatData | None:
    """None when there is none. Raises InvalidParameterError for what does not lie inside the text."""
    if not given:
        return None
    try:
        data = msgspec.json.decode(given, type=FormatData)
    except msgspec.DecodeError as error:
        raise InvalidParameterError("format_data", str(error)) from None
    units = len(text.encode("utf-16-le")) // 2
    for item in data.items:
        if item.offset + item.length > units:
            raise InvalidParameterError("format_data", f"{item} ends behind the text")
        if (item.type == "url") != bool(item.url):
            raise InvalidParameterError("format_data", f"{item} has an address and is no url, or the other way round")
    return data
