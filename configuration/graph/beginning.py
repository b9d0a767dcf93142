"""The beginning of an answer: what it costs is held, what the model is told is gathered."""

from dependency_injector import providers

from adapters.outbound.turn_room import LocalTurnRoom
from application.balance.give_gift import GiveGift
from application.turns.answer_at_once import AnswerAtOnce
from application.turns.begin_answer import BeginAnswer
from application.turns.fund_turn import FundTurn
from application.turns.gather_context import GatherContext
from application.turns.give_up_turn import GiveUpTurn
from application.turns.hold_price import HoldPrice
from application.turns.look_around import LookAround
from application.turns.owe_text import OweText
from application.turns.tell_refusal import TellRefusal
from application.turns.wait_for_morning import WaitForMorning
from configuration.graph.foundation import Foundation
from configuration.settings import Settings
from ports.turn_room import TurnRoom


def _gift_key(settings: Settings) -> str:
    """Commands of the command line give no gifts, and may be without a key."""
    return settings.secret_key or ""


class Beginning(Foundation):
    """The beginning of an answer: what it costs is held, what the model is told is gathered."""

    turn_room: providers.Provider[TurnRoom] = providers.Singleton(
        LocalTurnRoom, owner=Foundation.resources.provided.owner, lease=Foundation.lease
    )
    owe_text = providers.Singleton(OweText, ids=Foundation.ids, clock=Foundation.clock)
    give_up = providers.Singleton(GiveUpTurn, clock=Foundation.clock, rules=Foundation.rules)
    give_gift = providers.Singleton(
        GiveGift,
        clock=Foundation.clock,
        rules=Foundation.rules,
        log=Foundation.log,
        secret_key=providers.Callable(_gift_key, Foundation.settings),
    )
    hold_price = providers.Singleton(HoldPrice, clock=Foundation.clock, rules=Foundation.rules)
    fund_turn = providers.Singleton(
        FundTurn,
        storage=Foundation.storage,
        hold=hold_price,
        gift=give_gift,
        refusal=providers.Singleton(
            TellRefusal,
            clock=Foundation.clock,
            ids=Foundation.ids,
            owe_text=owe_text,
            rules=Foundation.rules,
        ),
        clock=Foundation.clock,
        ids=Foundation.ids,
        feed=Foundation.feed,
        wakeup=Foundation.wakeup,
        rules=Foundation.rules,
        log=Foundation.log,
    )
    gather_context = providers.Singleton(
        GatherContext, prompts=Foundation.prompts, clock=Foundation.clock, rules=Foundation.rules
    )
    look_around = providers.Singleton(
        LookAround,
        storage=Foundation.storage,
        wall=Foundation.resources.provided.vk.wall,
        profiles=Foundation.resources.provided.vk.profiles,
        clock=Foundation.clock,
        log=Foundation.log,
    )
    wait_for_morning = providers.Singleton(
        WaitForMorning,
        storage=Foundation.storage,
        clock=Foundation.clock,
        rules=Foundation.rules,
        log=Foundation.log,
    )
    begin_answer = providers.Singleton(BeginAnswer, fund=fund_turn, gather_context=gather_context, give_up=give_up)
    answer_at_once = providers.Singleton(
        AnswerAtOnce,
        storage=Foundation.storage,
        room=turn_room,
        begin=begin_answer,
        look_around=look_around,
        wait=wait_for_morning,
        wakeup=Foundation.wakeup,
        log=Foundation.log,
    )
