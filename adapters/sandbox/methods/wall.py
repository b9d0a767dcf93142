from typing import NoReturn

from adapters.sandbox.errors import MissingParameterError, VkError
from adapters.sandbox.methods.call import Call
from adapters.sandbox.shapes import comment_object


def create_comment(call: Call) -> object:
    """`wall.createComment`: with a community's key the author always is the community."""
    community = call.sandbox.community
    post_id = call.integer("post_id")
    if call.integer("owner_id") != community.owner_id:
        raise VkError(15)
    if not call.params.get("message") and not call.params.get("attachments"):
        raise MissingParameterError("message")
    comment, is_new = community.add_comment(
        post_id=post_id,
        from_id=community.owner_id,
        text=call.params.get("message", ""),
        at=call.now,
        reply_to_comment=call.integer("reply_to_comment", 0) or None,
        guid=call.params.get("guid"),
    )
    if is_new:
        call.sandbox.emit("wall_reply_new", comment_object(comment, community), is_own=True)
    return {"comment_id": comment.comment_id, "parents_stack": list(comment.parents_stack)}


def refuse_community_key(call: Call) -> NoReturn:
    """Methods that VK closes to community keys."""
    del call
    raise VkError(27)
