"""What every call of the VK API goes through before and after the method itself."""

import hmac
import time
from typing import TypeAlias

from litestar.types import ASGIApp

from adapters.sandbox.asgi import Cut, Hang, Reply, json_reply
from adapters.sandbox.errors import MissingParameterError, VkError
from adapters.sandbox.faults import Fault, FaultKind
from adapters.sandbox.methods import execute
from adapters.sandbox.methods.call import Call
from adapters.sandbox.methods.registry import run_method
from adapters.sandbox.sandbox import ApiCall, Sandbox

Body: TypeAlias = dict[str, object]

_CAPTCHA = 14
_NOT_JSON = b"<html><head><title>VK</title></head><body><h1>502 Bad Gateway</h1></body></html>"


class VkGate:
    def __init__(self, sandbox: Sandbox, base_url: str) -> None:
        self._sandbox = sandbox
        self._base_url = base_url

    async def answer(self, method: str, params: dict[str, str], token: str | None) -> ASGIApp:
        """Checks the token, the version and the rate, in this order, then lets a scripted fault strike."""
        entry = self._sandbox.api_calls.add(ApiCall(at=self._sandbox.clock(), method=method, params=params))
        try:
            self._admit(params, token)
        except VkError as error:
            return json_reply(self._error(entry, error))
        fault = self._sandbox.faults.of_method(method)
        if fault is None:
            return json_reply(await self._run(entry))
        entry.fault = fault.kind.value
        if fault.kind is FaultKind.ERROR and not fault.does_work:
            return json_reply(self._error(entry, VkError(fault.code)))
        body = await self._run(entry) if fault.does_work else self._error(entry, VkError(10))
        return fault_reply(fault, body)

    def _admit(self, params: dict[str, str], token: str | None) -> None:
        if token is None:
            raise VkError(5, ": no access_token passed.")
        if not hmac.compare_digest(token.encode(), self._sandbox.config.access_token.encode()):
            raise VkError(5, ": invalid access_token (4).")
        if not params.get("v"):
            raise MissingParameterError("v")
        if not self._sandbox.rate_limit.take(time.monotonic()):
            raise VkError(6)

    async def _run(self, entry: ApiCall) -> Body:
        try:
            if entry.method == "execute":
                body = await self._execute(entry)
            else:
                body = {"response": await self._call(entry.method, entry.params)}
        except VkError as error:
            return self._error(entry, error)
        entry.response = body["response"]
        self._sandbox.api_calls.touch()
        return body

    async def _call(self, method: str, params: dict[str, str]) -> object:
        return await run_method(method, Call(sandbox=self._sandbox, params=params, base_url=self._base_url))

    async def _execute(self, entry: ApiCall) -> Body:
        batch, is_list = execute.parse(entry.params.get("code", ""))
        results: list[object] = []
        failures: list[Body] = []
        for method, params in batch:
            try:
                results.append(await self._call_in_batch(method, params))
            except VkError as error:
                results.append(False)
                failures.append({"method": method, "error_code": error.code, "error_msg": error.message})
        body: Body = {"response": results if is_list else results[0]}
        return body | {"execute_errors": failures} if failures else body

    async def _call_in_batch(self, method: str, params: dict[str, str]) -> object:
        """Of the faults only an error can hit one call of a batch; the others hit `execute` itself."""
        fault = self._sandbox.faults.of_method(method)
        if fault is not None:
            raise VkError(fault.code)
        return await self._call(method, params)

    def _error(self, entry: ApiCall, error: VkError) -> Body:
        entry.error_code = error.code
        self._sandbox.api_calls.touch()
        given = {"method": entry.method, "oauth": "1"} | entry.params
        shape: Body = {
            "error_code": error.code,
            "error_msg": error.message,
            "request_params": [{"key": key, "value": value} for key, value in given.items()],
        }
        if error.code == _CAPTCHA:
            shape["redirect_uri"] = "https://id.vk.com/not_robot_captcha?domain=vk.com&session_token=sandbox"
        return {"error": shape}


def fault_reply(fault: Fault, body: Body) -> ASGIApp:
    """How a fault looks from outside; `body` is what would have been answered."""
    match fault.kind:
        case FaultKind.HTTP:
            return Reply(_NOT_JSON, status=fault.status, content_type="text/html; charset=utf-8")
        case FaultKind.NOT_JSON:
            return Reply(_NOT_JSON, content_type="text/html; charset=utf-8")
        case FaultKind.DROP_REPLY:
            return Cut()
        case FaultKind.HANG:
            return Hang(fault.seconds, json_reply(body))
        case _:
            return json_reply(body)
