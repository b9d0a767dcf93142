"""Events as VK sends them, one small body of every type it has."""

import json
from typing import Any, Final

from adapters.outbound.vk_event_reader import VkEventReader
from domain.event import Event
from domain.occurrence import Occurrence
from tests.factories import make_event

GROUP: Final = 229_000_001
PERSON: Final = 555_000_111

COMMENT: Final[dict[str, Any]] = {
    "id": 2_001,
    "from_id": PERSON,
    "date": 1_790_002_001,
    "text": "Сколько стоит доставка?",
    "post_id": 1_001,
    "owner_id": -GROUP,
    "parents_stack": [],
    "thread": {"count": 0},
    "post_owner_id": -GROUP,
}
POST: Final[dict[str, Any]] = {
    "inner_type": "wall_wallpost",
    "id": 1_001,
    "owner_id": -GROUP,
    "from_id": -GROUP,
    "created_by": 100_200_300,
    "date": 1_790_001_001,
    "text": "Ярмарка 12 мая",
    "post_type": "post",
    "comments": {"count": 0},
    "attachments": [],
    "donut": {"is_donut": False},
}
MESSAGE: Final[dict[str, Any]] = {
    "id": 5_001,
    "date": 1_790_000_001,
    "peer_id": PERSON,
    "from_id": PERSON,
    "text": "Здравствуйте! Вы открыты?",
    "conversation_message_id": 301,
    "out": 0,
    "random_id": 0,
    "version": 10_000_001,
    "fwd_messages": [],
    "attachments": [],
    "important": False,
    "is_hidden": False,
}
OWN_MESSAGE: Final[dict[str, Any]] = MESSAGE | {"from_id": -GROUP, "out": 1, "random_id": 123_456_789, "text": "Да"}
_BOARD: Final = {"id": 11, "from_id": PERSON, "date": 1_790_000_500, "text": "Тема", "topic_id": 3, "topic_owner_id": 1}
_PHOTO_COMMENT: Final = COMMENT | {"photo_id": 457_240_001, "photo_owner_id": -GROUP}
_VIDEO_COMMENT: Final = COMMENT | {"video_id": 456_239_100, "video_owner_id": -GROUP}
_MARKET_COMMENT: Final = COMMENT | {"item_id": 9_100_001, "market_owner_id": -GROUP}
_ORDER: Final = {
    "id": 77,
    "group_id": GROUP,
    "user_id": PERSON,
    "date": 1_790_000_700,
    "status": 0,
    "items_count": 1,
    "total_price": {"amount": "150000", "currency": {"id": 643, "name": "RUB"}, "text": "1 500 ₽"},
}
_LIKE: Final = {
    "liker_id": PERSON,
    "object_type": "comment",
    "object_owner_id": -GROUP,
    "object_id": 2_001,
    "thread_reply_id": 0,
}
_DELETED: Final = {"id": 2_001, "owner_id": -GROUP, "deleter_id": PERSON, "user_id": PERSON}
_DONUT: Final = {"user_id": PERSON, "amount": 300, "amount_without_fee": 270.0}

OBJECTS: Final[dict[str, dict[str, Any] | None]] = {
    "confirmation": None,
    "message_new": {"message": MESSAGE, "client_info": {"button_actions": ["text", "unheard_of"], "keyboard": True}},
    "message_reply": OWN_MESSAGE,
    "message_edit": OWN_MESSAGE | {"update_time": 1_790_000_900},
    "message_allow": {"user_id": PERSON, "key": "k"},
    "message_deny": {"user_id": PERSON},
    "message_typing_state": {"from_id": PERSON, "to_id": -GROUP, "state": "typing"},
    "message_event": {"user_id": PERSON, "peer_id": PERSON, "event_id": "e1", "payload": {"cmd": "menu"}},
    "message_read": {"from_id": PERSON, "peer_id": PERSON, "read_message_id": 1, "conversation_message_id": 1},
    "message_reaction_event": {"reacted_id": PERSON, "peer_id": PERSON, "cmid": 301, "reaction_id": 1},
    "wall_post_new": POST,
    "wall_repost": POST | {"owner_id": PERSON, "from_id": PERSON, "copy_history": [POST]},
    "wall_reply_new": COMMENT,
    "wall_reply_edit": COMMENT,
    "wall_reply_restore": COMMENT,
    "wall_reply_delete": _DELETED | {"post_id": 1_001},
    "board_post_new": _BOARD,
    "board_post_edit": _BOARD,
    "board_post_restore": _BOARD,
    "board_post_delete": {"id": 11, "topic_id": 3, "topic_owner_id": -GROUP, "deleter_id": PERSON},
    "photo_comment_new": _PHOTO_COMMENT,
    "photo_comment_edit": _PHOTO_COMMENT,
    "photo_comment_restore": _PHOTO_COMMENT,
    "photo_comment_delete": _DELETED | {"photo_id": 457_240_001},
    "video_comment_new": _VIDEO_COMMENT,
    "video_comment_edit": _VIDEO_COMMENT,
    "video_comment_restore": _VIDEO_COMMENT,
    "video_comment_delete": _DELETED | {"video_id": 456_239_100},
    "market_comment_new": _MARKET_COMMENT,
    "market_comment_edit": _MARKET_COMMENT,
    "market_comment_restore": _MARKET_COMMENT,
    "market_comment_delete": _DELETED | {"item_id": 9_100_001},
    "market_order_new": _ORDER,
    "market_order_edit": _ORDER | {"status": 3},
    "like_add": _LIKE,
    "like_remove": _LIKE,
    "group_join": {"user_id": PERSON, "join_type": "join"},
    "group_leave": {"user_id": PERSON, "self": 1},
    "user_block": {"admin_id": 1, "user_id": PERSON, "unblock_date": 0, "reason": 1, "comment": ""},
    "user_unblock": {"admin_id": 1, "user_id": PERSON, "by_end_date": 0},
    "donut_subscription_create": _DONUT,
    "donut_subscription_prolonged": _DONUT,
    "donut_subscription_expired": {"user_id": PERSON},
    "donut_subscription_cancelled": {"user_id": PERSON},
    "donut_subscription_price_changed": {"user_id": PERSON, "amount_old": 100, "amount_new": 150, "amount_diff": 50.0},
    "donut_money_withdraw": {"amount": 1000.0, "amount_without_fee": 900.0},
    "donut_money_withdraw_error": {"reason": "no money"},
}


def vk_event(kind: str, content: object) -> Event:
    """The event as it was stored; ``content`` None leaves the object out."""
    envelope: dict[str, object] = {"type": kind, "group_id": GROUP, "event_id": "1a5f", "v": "5.199", "secret": "s"}
    if content is not None:
        envelope["object"] = content
    return make_event(group_id=GROUP, type=kind, body=json.dumps(envelope).encode())


MISSING: Final = object()


def read(kind: str, content: object) -> Occurrence:
    return VkEventReader(GROUP).read(vk_event(kind, content))


def changed(content: dict[str, Any], **changes: object) -> dict[str, Any]:
    return {key: value for key, value in (content | changes).items() if value is not MISSING}
