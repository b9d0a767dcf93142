"""The error tree of the sandbox: what its callers are told, in VK's words."""


class SandboxError(Exception):
    pass


class VkError(SandboxError):
    """A VK API error: `code` and the text that VK sends with it."""

    def __init__(self, code: int, detail: str = "") -> None:
        self.code = code
        self.message = _MESSAGES.get(code, "Unknown error occurred") + detail
        super().__init__(code, self.message)

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class MissingParameterError(VkError):
    def __init__(self, name: str) -> None:
        super().__init__(100, f": {name} is a required parameter")


class InvalidParameterError(VkError):
    def __init__(self, name: str, expected: str) -> None:
        super().__init__(100, f": {name} should be {expected}")


_MESSAGES = {
    1: "Unknown error occurred",
    3: "Unknown method passed",
    5: "User authorization failed",
    6: "Too many requests per second",
    7: "Permission to perform this action is denied",
    8: "Invalid request",
    9: "Flood control",
    10: "Internal server error",
    12: "Unable to compile code",
    13: "Runtime error occurred during code invocation",
    14: "Captcha needed",
    15: "Access denied",
    17: "Validation required",
    18: "User was deleted or banned",
    24: "Confirmation required",
    27: "Group authorization failed: method is unavailable with group auth.",
    28: "Application authorization failed",
    29: "Rate limit reached",
    30: "This profile is private",
    32: "Need wait",
    36: "Method execution was interrupted due to timeout",
    43: "This section is temporary unavailable",
    100: "One of the parameters specified was missing or invalid",
    113: "Invalid user id",
    203: "Access to group denied",
    212: "Access to post comments denied",
    213: "Access to status replies denied",
    222: "Hyperlinks are forbidden",
    223: "Too many replies",
    900: "Can't send messages for users from blacklist",
    901: "Can't send messages for users without permission",
    902: "Can't send messages to this user due to their privacy settings",
    911: "Keyboard format is invalid",
    912: "This is a chat bot feature, change this status in settings",
    913: "Too many forwarded messages",
    914: "Message is too long",
    917: "You don't have access to this chat",
    936: "Contact not found",
    1117: "Access token has expired",
    2000: "Servers number limit is reached",
}
