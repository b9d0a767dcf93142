"""The text so far of the answers this process is writing."""

from dataclasses import dataclass, field

from domain.identifiers import TurnId
from domain.live import AnswerRestarted, ConversationNews, FragmentWritten, TurnEnded

MOST = 1_000
"""Answers kept at once; of more, those begun first are forgotten: their turns ended without a word."""


@dataclass(slots=True)
class _Text:
    pieces: list[str] = field(default_factory=list)
    characters: int = 0


class RunningAnswers:
    """A text is known wholly or not at all: a fragment that does not join the last one makes it unknown."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._texts: dict[TurnId, _Text] = {}

    def __len__(self) -> int:
        return len(self._texts)

    def note(self, news: ConversationNews) -> None:
        match news:
            case FragmentWritten():
                self._extend(news)
            case AnswerRestarted():
                self._begin(news.turn_id)
            case TurnEnded():
                self.forget(news.turn_id)

    def text(self, turn_id: TurnId) -> str | None:
        known = self._texts.get(turn_id)
        if known is None:
            return None
        if len(known.pieces) > 1:
            known.pieces = ["".join(known.pieces)]
        return known.pieces[0] if known.pieces else ""

    def forget(self, turn_id: TurnId) -> None:
        self._texts.pop(turn_id, None)

    def _begin(self, turn_id: TurnId) -> _Text:
        self._texts.pop(turn_id, None)
        while len(self._texts) >= self._most:
            del self._texts[next(iter(self._texts))]
        text = self._texts[turn_id] = _Text()
        return text

    def _extend(self, news: FragmentWritten) -> None:
        text = self._begin(news.turn_id) if news.offset == 0 else self._texts.get(news.turn_id)
        if text is None:
            return
        if text.characters != news.offset:
            self.forget(news.turn_id)
            return
        text.pieces.append(news.text)
        text.characters += len(news.text)
