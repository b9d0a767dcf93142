from adapters.sandbox.callback_servers import CallbackServer
from adapters.sandbox.errors import VkError
from adapters.sandbox.methods.call import Call
from adapters.sandbox.people import COMMUNITY_NAME, SCREEN_NAME
from adapters.sandbox.shapes import API_VERSION

LONG_POLL_PATH = "/longpoll"
_PERMISSIONS = {"messages": 4096, "wall": 8192, "manage": 262144}
# Parameters of groups.setCallbackSettings that are not event types.
_NOT_EVENTS = frozenset({"group_id", "server_id", "api_version", "access_token", "v", "lang"})


def get_by_id(call: Call) -> object:
    group = {
        "id": call.sandbox.config.group_id,
        "name": COMMUNITY_NAME,
        "screen_name": SCREEN_NAME,
        "is_closed": 0,
        "type": "group",
    }
    return {"groups": [group], "profiles": []}


def get_token_permissions(call: Call) -> object:
    del call
    settings = [{"name": name, "setting": bit} for name, bit in _PERMISSIONS.items()]
    return {"mask": sum(_PERMISSIONS.values()), "permissions": settings}


def get_confirmation_code(call: Call) -> object:
    _check_group(call)
    return {"code": call.sandbox.config.confirmation_code}


def get_callback_servers(call: Call) -> object:
    _check_group(call)
    wanted = call.integers("server_ids")
    servers = [s for s in call.sandbox.servers if not wanted or s.server_id in wanted]
    return {"count": len(servers), "items": [_server(server) for server in servers]}


async def add_callback_server(call: Call) -> object:
    """VK asks the new server for the confirmation string at once; here it is done before the answer."""
    _check_group(call)
    server = call.sandbox.servers.add(
        url=call.text("url"), title=call.text("title"), secret=call.params.get("secret_key", "")
    )
    await call.sandbox.sender.confirm(server)
    return {"server_id": server.server_id}


async def edit_callback_server(call: Call) -> object:
    _check_group(call)
    server = call.sandbox.servers.get(call.integer("server_id"))
    server.url, server.title = call.text("url"), call.text("title")
    server.secret = call.params.get("secret_key", "")
    await call.sandbox.sender.confirm(server)
    return 1


def delete_callback_server(call: Call) -> object:
    _check_group(call)
    call.sandbox.servers.remove(call.sandbox.servers.get(call.integer("server_id")).server_id)
    return 1


def set_callback_settings(call: Call) -> object:
    """Event types with `1` are ticked, with `0` unticked, the others stay."""
    _check_group(call)
    server = call.sandbox.servers.get(call.integer("server_id"))
    server.api_version = call.params.get("api_version", API_VERSION)
    flags = {name: value == "1" for name, value in call.params.items() if name not in _NOT_EVENTS}
    if server.events is not None:
        server.events |= {name for name, ticked in flags.items() if ticked}
        server.events -= {name for name, ticked in flags.items() if not ticked}
    return 1


def get_callback_settings(call: Call) -> object:
    _check_group(call)
    server = call.sandbox.servers.get(call.integer("server_id"))
    return {"api_version": server.api_version, "events": dict.fromkeys(sorted(server.events or ()), 1)}


def get_long_poll_server(call: Call) -> object:
    _check_group(call)
    poll = call.sandbox.long_poll
    return {"key": poll.open(), "server": call.base_url + LONG_POLL_PATH, "ts": str(poll.ts)}


def set_long_poll_settings(call: Call) -> object:
    """Accepted and not kept: the long poll here is always on, with every type of event."""
    _check_group(call)
    return 1


def _check_group(call: Call) -> None:
    if call.integer("group_id") != call.sandbox.config.group_id:
        raise VkError(203)


def _server(server: CallbackServer) -> dict[str, object]:
    return {
        "id": server.server_id,
        "title": server.title,
        "creator_id": 0,
        "url": server.url,
        "secret_key": server.secret,
        "status": server.status,
    }
