"""What a record can be, and which act takes it from one state to the next: a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from corridor.core.problems import Conflict
from corridor.core.text import N_, Sentence, listing, sentence


@dataclass(frozen=True, slots=True)
class Move:
    """The act ``act`` takes a record from state ``frm`` to state ``to``."""

    frm: str
    act: str
    to: str


@dataclass(frozen=True)
class Lifecycle:
    """States by name with their English label, the first being where a record begins.

    ``acts`` gives the acts an English label; one without is shown by its own name. Labels are
    templates marked with ``N_``. Raises ``ValueError`` when the table contradicts itself.
    """

    name: str
    states: Mapping[str, str | Sentence]
    moves: Sequence[Move]
    acts: Mapping[str, str | Sentence] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a table with unknown states, double moves or states no move touches."""
        seen: dict[tuple[str, str], str] = {}
        for move in self.moves:
            for state in (move.frm, move.to):
                if state not in self.states:
                    raise ValueError(f"{self.name}: {move.act} names the unknown state {state}")
            if (move.frm, move.act) in seen:
                raise ValueError(f"{self.name}: {move.act} leaves {move.frm} twice")
            seen[move.frm, move.act] = move.to
        idle = self.states.keys() - {state for move in self.moves for state in (move.frm, move.to)}
        if idle and len(self.states) > 1:
            raise ValueError(f"{self.name}: no move touches {', '.join(sorted(idle))}")

    @property
    def start(self) -> str:
        """The state a new record is in."""
        return next(iter(self.states))

    def label(self, state: str) -> Sentence:
        """How a state is called."""
        return _label(self.states[state])

    def act_label(self, act: str) -> Sentence:
        """How an act is called."""
        return _label(self.acts.get(act, act))

    def possible(self, state: str) -> tuple[str, ...]:
        """The acts that can be done in ``state``; none in a last state."""
        return tuple(move.act for move in self.moves if move.frm == state)

    def move(self, state: str, act: str) -> str:
        """The state that ``act`` leads to. Raises ``Conflict`` ``lifecycle.move``."""
        for move in self.moves:
            if (move.frm, move.act) == (state, act):
                return move.to
        possible = self.possible(state)
        raise Conflict(
            "lifecycle.move",
            sentence(
                N_("“{act}” is not possible while the state is “{state}”."),
                act=self.act_label(act),
                state=self.label(state),
            ),
            remedy=sentence(
                N_("Possible now: {acts}."), acts=listing(*map(self.act_label, possible))
            )
            if possible
            else sentence(N_("This is the last state; nothing more can be done.")),
            expected=list(possible),
            found=act,
        )

    def diagram(self, translate: Callable[[str], str] = str) -> str:
        """The table as a Mermaid state diagram."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.start}"]
        lines += [
            f"    {state} : {self.label(state).say(translate)}"
            for state in self.states
            if self.label(state).template != state
        ]
        lines += [
            f"    {move.frm} --> {move.to} : {self.act_label(move.act).say(translate)}"
            for move in self.moves
        ]
        lines += [f"    {state} --> [*]" for state in self.states if not self.possible(state)]
        return "\n".join(lines) + "\n"


def _label(text: str | Sentence) -> Sentence:
    return text if isinstance(text, Sentence) else Sentence(text)
