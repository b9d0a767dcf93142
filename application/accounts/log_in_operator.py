"""An operator signs in to the console."""

from application.accounts.log_in import LogIn
from application.accounts.sign_in import SignIn
from application.audit.note_act import NoteAct
from application.chat.new_chat import NewChat
from application.chat.visitor import Visitor
from domain.act import Deed
from domain.errors import BadCredentialsError
from domain.identifiers import SessionId
from domain.person import Person, PersonKind
from domain.session import Session, hash_token
from ports.clock import Clock
from ports.ids import Ids
from ports.randomness import Randomness
from ports.storage import Storage, UnitOfWork


class LogInOperator:
    """
    - The password is compared, and the tries are counted, as everywhere else.
    - A user's right password is as wrong as any other here: the console tells nobody who they are.
    - Each sign-in is a session of its own, in the operator's own latest chat.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        clock: Clock,
        ids: Ids,
        randomness: Randomness,
        log_in: LogIn,
        sign_in: SignIn,
        new_chat: NewChat,
        note: NoteAct,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._ids = ids
        self._randomness = randomness
        self._log_in = log_in
        self._sign_in = sign_in
        self._new_chat = new_chat
        self._note = note

    async def execute(self, *, login: str, password: str) -> Visitor:
        """Raises BadCredentialsError, BlockedError, TooManyTriesError, StorageUnavailableError."""
        person = await self._log_in.prove(login=login, password=password)
        if person.kind is not PersonKind.OPERATOR:
            raise BadCredentialsError
        token = self._randomness.token()
        return await self._storage.run(lambda uow: self._open(uow, person, token))

    async def _open(self, uow: UnitOfWork, person: Person, token: str) -> Visitor:
        await self._sign_in.make_sure(uow, person)
        chats = await uow.conversations.of_person(person.id, limit=1)
        chat = chats[0] if chats else await self._new_chat.execute(uow, person.id)
        now = self._clock.now()
        session = Session(
            id=SessionId(self._ids.new()),
            token_hash=hash_token(token),
            person_id=person.id,
            conversation_id=chat.id,
            opened_at=now,
            seen_at=now,
        )
        await uow.sessions.add(session)
        await self._note.execute(uow, Deed.SIGNED_IN, by=person.login or str(person.id), on=person.id)
        return Visitor(session=session, person=person, token=token)
