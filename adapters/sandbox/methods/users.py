from adapters.sandbox.errors import InvalidParameterError
from adapters.sandbox.methods.call import Call
from adapters.sandbox.people import user_name

_IDS_LIMIT = 1000


def get(call: Call) -> object:
    """`users.get`: ids only, no screen names; without ids an empty list, as a community is no user."""
    ids = call.integers("user_ids")
    if len(ids) > _IDS_LIMIT:
        raise InvalidParameterError("user_ids", f"at most {_IDS_LIMIT} ids")
    return [
        {
            "id": user_id,
            "first_name": user_name(user_id)[0],
            "last_name": user_name(user_id)[1],
            "can_access_closed": True,
            "is_closed": False,
        }
        for user_id in ids
        if user_id > 0
    ]
