"""The owner's console: its sections with their use cases."""

from litestar.handlers import HTTPRouteHandler, WebsocketRouteHandler

from adapters.inbound.console.console import create_console
from adapters.inbound.console.conversation import ConversationPages, ConversationServices
from adapters.inbound.console.inbox import InboxPages, inbox_section
from adapters.inbound.console.pages import Section
from adapters.inbound.console.times import Times
from adapters.inbound.web.static_assets import site_assets
from application.accounts.log_in_operator import LogInOperator
from application.accounts.recognise_operator import RecogniseOperator
from application.conversations.answer_as_operator import AnswerAsOperator
from application.conversations.read_conversation import ReadConversation
from application.inbox.list_inbox import ListInbox
from application.inbox.search_inbox import SearchInbox
from configuration.container import Container
from configuration.owner_pages import owner_sections
from configuration.settings import Settings
from domain.balance import Payer


def create_console_handlers(container: Container, settings: Settings) -> list[HTTPRouteHandler | WebsocketRouteHandler]:
    storage, clock = container.storage(), container.clock()
    return create_console(
        [*_sections(container), *owner_sections(container, settings)],
        assets=site_assets(),
        recognise=RecogniseOperator(storage=storage, clock=clock),
        log_in=LogInOperator(
            storage=storage,
            clock=clock,
            ids=container.ids(),
            randomness=container.randomness(),
            log_in=container.log_in(),
            sign_in=container.sign_in(),
            new_chat=container.new_chat(),
            note=container.note_act(),
        ),
        log_out=container.log_out(),
        prove=container.prove(),
        clock=clock,
        log=container.log(),
    )


def _sections(container: Container) -> list[Section]:
    """Each section is made from its use cases here; what it shows is its own business."""
    storage, clock, rules = container.storage(), container.clock(), container.rules()
    times = Times(clock=clock, zone=rules.timezone)
    inbox = InboxPages(
        list_inbox=ListInbox(storage=storage, clock=clock, rules=rules),
        search=SearchInbox(storage=storage),
        name_people=container.name_people(),
        times=times,
    )
    conversations = ConversationPages(
        _conversation_services(container),
        times=times,
        ids=container.ids(),
        group_id=rules.group_id,
        accounts=rules.payer is Payer.PERSON,
    )
    return [inbox_section(inbox, conversations)]


def _conversation_services(container: Container) -> ConversationServices:
    storage = container.storage()
    return ConversationServices(
        read=ReadConversation(storage=storage),
        name_people=container.name_people(),
        answer=AnswerAsOperator(
            storage=storage,
            take_over=container.take_over(),
            owe_text=container.owe_text(),
            clock=container.clock(),
            feed=container.feed(),
            wakeup=container.wakeup(),
            note=container.note_act(),
        ),
        take_over=container.take_over(),
        hand_back=container.hand_back(),
        block=container.block_person(),
        unblock=container.unblock_person(),
        retry=container.retry_turn(),
        dismiss=container.dismiss_turn(),
        approve=container.approve_draft(),
        edit=container.edit_draft(),
        reject=container.reject_draft(),
    )
