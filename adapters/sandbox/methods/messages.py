from adapters.sandbox.errors import InvalidParameterError, MissingParameterError, VkError
from adapters.sandbox.format_data import read_format_data
from adapters.sandbox.methods.call import Call
from adapters.sandbox.people import user_name
from adapters.sandbox.records import Dialog, Message
from adapters.sandbox.shapes import VkObject, message_object

_PEERS_LIMIT = 100
_FILTERS = frozenset({"all", "unread", "important", "unanswered"})


def send(call: Call) -> object:
    """`messages.send`: a number for one peer, a list with an error per recipient for `peer_ids`."""
    random_id = call.random_id()
    if not call.params.get("message") and not call.params.get("attachment"):
        raise MissingParameterError("message")
    peers = call.integers("peer_ids") or call.integers("user_ids")
    if peers:
        if len(peers) > _PEERS_LIMIT:
            raise InvalidParameterError("peer_ids", f"at most {_PEERS_LIMIT} ids")
        return [_sent_or_error(call, peer_id, random_id) for peer_id in peers]
    return _send(call, _peer(call), random_id).message_id


def set_activity(call: Call) -> object:
    if call.params.get("type", "typing") == "typing":
        call.sandbox.community.show_typing(_peer(call), call.now)
    return 1


def mark_as_read(call: Call) -> object:
    call.sandbox.community.mark_read(_peer(call))
    return 1


def get_history(call: Call) -> object:
    """`messages.getHistory`: the newest first, unless `rev` is 1."""
    dialog = call.sandbox.community.dialogs.get(_peer(call))
    messages = dialog.messages if dialog else []
    ordered = messages if call.integer("rev", 0) else messages[::-1]
    offset = call.integer("offset", 0)
    page = ordered[offset : offset + call.count()]
    answer: VkObject = {"count": len(messages), "items": [message_object(message) for message in page]}
    if call.integer("extended", 0):
        answer["profiles"] = [_profile(dialog.peer_id)] if dialog else []
    return answer


def get_conversations(call: Call) -> object:
    """`messages.getConversations`: the last written to first; `filter` as in VK."""
    wanted = call.params.get("filter", "all")
    if wanted not in _FILTERS:
        raise InvalidParameterError("filter", "all, unread, important or unanswered")
    dialogs = sorted(call.sandbox.community.dialogs.values(), key=_last_message_id, reverse=True)
    kept = [dialog for dialog in dialogs if _passes(dialog, wanted)]
    offset = call.integer("offset", 0)
    page = kept[offset : offset + call.count()]
    answer: VkObject = {
        "count": len(kept),
        "unread_count": sum(bool(dialog.unread) for dialog in dialogs),
        "items": [
            {"conversation": _conversation(dialog), "last_message": message_object(dialog.messages[-1])}
            for dialog in page
        ],
    }
    if call.integer("extended", 0):
        answer["profiles"] = [_profile(dialog.peer_id) for dialog in page]
    return answer


def is_allowed(call: Call) -> object:
    """`messages.isMessagesFromGroupAllowed`."""
    return {"is_allowed": int(call.integer("user_id") in call.sandbox.community.dialogs)}


def answer_event(call: Call) -> object:
    """`messages.sendMessageEventAnswer`: no button is ever pressed here, so every event_id is unknown."""
    call.text("event_id")
    raise VkError(100, ": invalid event_id")


def _peer(call: Call) -> int:
    return call.integer("peer_id" if call.params.get("peer_id") else "user_id")


def _send(call: Call, peer_id: int, random_id: int) -> Message:
    text = call.params.get("message", "")
    format_data = read_format_data(call.params.get("format_data", ""), text)
    message, is_new = call.sandbox.community.send_message(
        peer_id=peer_id, text=text, random_id=random_id, at=call.now, format_data=format_data
    )
    if is_new:
        call.sandbox.emit("message_reply", message_object(message), is_own=True)
    return message


def _sent_or_error(call: Call, peer_id: int, random_id: int) -> VkObject:
    try:
        message = _send(call, peer_id, random_id)
    except VkError as error:
        failure = {"code": error.code, "description": error.message}
        return {"peer_id": peer_id, "message_id": 0, "conversation_message_id": 0, "error": failure}
    return {
        "peer_id": peer_id,
        "message_id": message.message_id,
        "conversation_message_id": message.conversation_message_id,
    }


def _last_message_id(dialog: Dialog) -> int:
    return dialog.messages[-1].message_id


def _passes(dialog: Dialog, wanted: str) -> bool:
    match wanted:
        case "unread":
            return bool(dialog.unread)
        case "unanswered":
            return dialog.is_unanswered
        case "important":
            return False
        case _:
            return True


def _conversation(dialog: Dialog) -> VkObject:
    last = dialog.messages[-1]
    outgoing = [message.message_id for message in dialog.messages if message.is_outgoing]
    return {
        "peer": {"id": dialog.peer_id, "type": "user", "local_id": dialog.peer_id},
        "last_message_id": last.message_id,
        "last_conversation_message_id": last.conversation_message_id,
        "in_read": dialog.read_upto,
        "out_read": max(outgoing, default=0),
        "unread_count": dialog.unread,
        "important": False,
        "unanswered": dialog.is_unanswered,
        "can_write": {"allowed": True},
    }


def _profile(user_id: int) -> VkObject:
    first, last = user_name(user_id)
    return {"id": user_id, "first_name": first, "last_name": last}
