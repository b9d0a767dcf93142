from collections.abc import Awaitable, Callable
from inspect import isawaitable
from types import MappingProxyType
from typing import TypeAlias

from adapters.sandbox.errors import VkError
from adapters.sandbox.methods import groups, messages, users, wall
from adapters.sandbox.methods.call import Call

Method: TypeAlias = Callable[[Call], object | Awaitable[object]]

METHODS: MappingProxyType[str, Method] = MappingProxyType(
    {
        "wall.createComment": wall.create_comment,
        "messages.send": messages.send,
        "messages.setActivity": messages.set_activity,
        "messages.getHistory": messages.get_history,
        "messages.getConversations": messages.get_conversations,
        "messages.markAsRead": messages.mark_as_read,
        "messages.isMessagesFromGroupAllowed": messages.is_allowed,
        "messages.sendMessageEventAnswer": messages.answer_event,
        "users.get": users.get,
        "groups.getById": groups.get_by_id,
        "groups.getTokenPermissions": groups.get_token_permissions,
        "groups.getCallbackConfirmationCode": groups.get_confirmation_code,
        "groups.getCallbackServers": groups.get_callback_servers,
        "groups.addCallbackServer": groups.add_callback_server,
        "groups.editCallbackServer": groups.edit_callback_server,
        "groups.deleteCallbackServer": groups.delete_callback_server,
        "groups.setCallbackSettings": groups.set_callback_settings,
        "groups.getCallbackSettings": groups.get_callback_settings,
        "groups.getLongPollServer": groups.get_long_poll_server,
        "groups.setLongPollSettings": groups.set_long_poll_settings,
        **dict.fromkeys(
            ("wall.get", "wall.getById", "wall.getComment", "wall.getComments", "board.createComment"),
            wall.refuse_community_key,
        ),
    }
)


async def run_method(name: str, call: Call) -> object:
    """Raises VkError, 3 for a name that is not known; names are case-sensitive."""
    method = METHODS.get(name)
    if method is None:
        raise VkError(3)
    result = method(call)
    return await result if isawaitable(result) else result
