from dataclasses import dataclass, field

from ports.transcript import TranscriptTurn


@dataclass(slots=True)
class FakeTranscript:
    turns: list[TranscriptTurn] = field(default_factory=list)

    def record(self, turn: TranscriptTurn) -> None:
        self.turns.append(turn)
