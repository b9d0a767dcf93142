"""What a frame about the visitor's account leads to: one use case, one reply."""

from collections.abc import Mapping

from adapters.inbound.chat import frames
from adapters.inbound.chat.decode import parse_id
from adapters.inbound.chat.encode import FrameEncoder, export_info
from adapters.inbound.chat.reply import Answer, Reply
from adapters.inbound.chat.services import ChatServices
from application.chat.visitor import Visitor
from domain.identifiers import MessageId


class AccountReplies:
    def __init__(self, *, services: ChatServices, encoder: FrameEncoder) -> None:
        self._services = services
        self._encoder = encoder
        self.answers: Mapping[type[frames.ClientFrame], Answer] = {
            frames.Register: self._register,
            frames.Login: self._login,
            frames.Logout: self._logout,
            frames.LogoutEverywhere: self._logout_everywhere,
            frames.ChangePassword: self._change_password,
            frames.ExportMe: self._export,
            frames.EraseMe: self._erase,
        }

    async def signed_in(self, ref: str | None, visitor: Visitor) -> Reply:
        """What is told of a session that has a new token."""
        opened = await self._services.open_session.execute(token=visitor.token, conversation_id=None)
        return Reply(frame=self._encoder.signed_in(visitor, opened.conversation, ref), visitor=visitor)

    async def _register(self, frame: frames.Register, visitor: Visitor) -> Reply:
        signed = await self._services.register.execute(visitor, login=frame.login, password=frame.password)
        return await self.signed_in(frame.ref, signed)

    async def _login(self, frame: frames.Login, visitor: Visitor) -> Reply:
        signed = await self._services.log_in.execute(visitor, login=frame.login, password=frame.password)
        return await self.signed_in(frame.ref, signed)

    async def _logout(self, frame: frames.Logout, visitor: Visitor) -> Reply:
        await self._services.log_out.execute(visitor)
        return Reply(frame=frames.SignedOut(ref=frame.ref), visitor=visitor, signed_out=True)

    async def _logout_everywhere(self, frame: frames.LogoutEverywhere, visitor: Visitor) -> Reply:
        await self._services.log_out_everywhere.execute(visitor)
        return Reply(frame=frames.SignedOut(ref=frame.ref), visitor=visitor, signed_out=True)

    async def _change_password(self, frame: frames.ChangePassword, visitor: Visitor) -> Reply:
        changed = await self._services.change_password.execute(
            visitor, password=frame.password, new_password=frame.new_password
        )
        return await self.signed_in(frame.ref, changed)

    async def _export(self, frame: frames.ExportMe, visitor: Visitor) -> Reply:
        after = None if frame.after is None else MessageId(parse_id(frame.after, "message"))
        page = await self._services.export_person.execute(visitor.person.id, after=after)
        next_after = None if page.next_after is None else str(page.next_after)
        told = frames.Exported(ref=frame.ref, export=export_info(page), next_after=next_after)
        return Reply(frame=told, visitor=visitor)

    async def _erase(self, frame: frames.EraseMe, visitor: Visitor) -> Reply:
        await self._services.erase_me.execute(visitor, password=frame.password)
        return Reply(frame=frames.Erased(ref=frame.ref), visitor=visitor, signed_out=True)
