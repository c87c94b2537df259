"""The last look before a release: an attack on every withheld figure, and what it learnt.

The release fails when a figure could be worked out exactly, or nearer than its protection allows,
from this release and all earlier ones; and when two releases differ by a handful of people.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from random import Random

import numpy as np

from corridor.engines.statistics.disclosure.attack import NEAR, Attack
from corridor.engines.statistics.disclosure.knowledge import Knowledge, agreeing, gather
from corridor.engines.statistics.disclosure.learnt import (
    CONTRADICTION,
    DIFFERENCE,
    EXACT,
    HIDDEN,
    NARROW,
    Audit,
    Claim,
    Learnt,
)
from corridor.engines.statistics.disclosure.linked import (
    Links,
    before,
    between,
    link,
    links,
    withheld,
)
from corridor.engines.statistics.disclosure.model import TOTAL
from corridor.engines.statistics.disclosure.released import Key, Released

MOST = 50
"""So many figures that are worked out are told of one measure; a release fails by one of them."""
TURNS, FEW, HALF = 12, 8, 0.5
"""Turns in which many insiders are looked at together; fewer claims are looked at one by one."""


def audit(
    now: Released,
    claims: Sequence[Claim] = (),
    earlier: Sequence[Released] = (),
    whole: Mapping[str, bool] | None = None,
    hidden: int | None = None,
    thorough: bool = True,
    other_data: Mapping[str, Collection[str]] | None = None,
) -> Audit:
    """Attack every withheld figure of every measure of ``now``.

    ``claims`` say how far the sensitive ones must be hidden; every other withheld figure must at
    least not be known exactly. ``whole`` says which measures are whole numbers (by default those
    that count). ``hidden`` limits the unpublished finest breakdown that is thought of. Without
    ``thorough`` the attack stops at the first figure it works out. ``other_data`` names, by
    measure, the earlier releases whose data were corrected since.
    """
    found = Audit()
    names = now.frame["measure"].unique(maintain_order=True).to_list()
    counts = {one.id: one.counts for one in now.spec.measures}
    most = now.spec.hidden_cells if hidden is None else hidden
    for name in names:
        aside = (other_data or {}).get(name, ())
        mine = [one for one in claims if one.measure == name]
        integral = (whole or counts).get(name, counts.get(name, True))
        known, how = _joined(now, earlier, name, most, aside, integral)
        old = _Old(agreeing(now, earlier, name, aside), how)
        try:
            _Round(found, now, name, known, mine, integral, thorough, old).run()
        except _EnoughError:
            break
    return found


def _joined(
    now: Released,
    earlier: Sequence[Released],
    name: str,
    most: int,
    aside: Collection[str],
    whole: bool,
) -> tuple[Knowledge, Links | None]:
    """Everything known, and how the releases cut each other.

    Releases that cannot all be true were made of data that were corrected between them: then they
    are compared by twos only.
    """
    together = (now, *agreeing(now, earlier, name, aside))
    how = links(together, name)
    if how is not None:
        known = gather(now, earlier, name, most, aside)
        link(known, together, name, how)
        if Attack(known, whole, usual(now, name, whole)).possible():
            return known, how
    return gather(now, earlier, name, most, aside), None


def usual(now: Released, measure: str, whole: bool) -> float:
    """The usual size of a figure, in which sums are measured; counts are counted."""
    figures = [figure for figure in now.values(measure).values() if figure]
    return sum(figures) / len(figures) if figures and not whole else 1.0


@dataclass(frozen=True)
class _Old:
    """The earlier releases of the same data, and how they and the newest cut each other."""

    releases: Sequence[Released]
    how: Links | None


class _EnoughError(Exception):
    """No more failures need to be told."""


@dataclass
class _Round:
    """One measure."""

    found: Audit
    now: Released
    measure: str
    known: Knowledge
    claims: Sequence[Claim]
    whole: bool
    thorough: bool
    old: _Old
    failed: int = 0

    def run(self) -> None:
        values = self.now.values(self.measure)
        closed = {key for key, figure in values.items() if figure is None}
        size = usual(self.now, self.measure, self.whole)
        attack = Attack(self.known, self.whole, size)
        if not attack.possible():
            self._tell({}, 0.0, np.inf, CONTRADICTION)
            return
        wide = [one for one in self.claims if one.low < one.high]
        self._claimed(attack, [one for one in wide if one.given is None])
        sensitive = {self.now.key(one.codes) for one in wide}
        closed |= {self.now.key(one.codes) for one in self.claims}
        self._unclaimed(attack, sorted(closed - sensitive, key=sorted))
        self._insiders(size, [one for one in wide if one.given is not None])
        self._differences(attack)
        self._elsewhere(attack)
        self.found.questions += attack.questions

    def _at(self, codes: Mapping[str, str]) -> int:
        return self.known.at[(self.now.scope, self.now.key(codes))]

    def _claimed(self, attack: Attack, claims: Sequence[Claim], beside: str = "") -> None:
        """Push every sensitive cell to both ends; what does not get there is asked for alone."""
        if not claims:
            return
        cells = np.array([self._at(one.codes) for one in claims])
        high = np.array([one.high for one in claims]) / attack.scale
        low = np.array([one.low for one in claims]) / attack.scale
        short = set(attack.spread(cells, high, 1)) | set(attack.spread(cells, low, -1))
        for place, claim in enumerate(claims):
            cell = int(cells[place])
            if place in short:
                attack.alone(cell, 1), attack.alone(cell, -1)
            seen = attack.low[cell], attack.high[cell]
            fits = seen[0] <= low[place] + NEAR and seen[1] >= high[place] - NEAR
            verdict = HIDDEN if fits else EXACT if seen[1] - seen[0] < NEAR else NARROW
            self._tell(claim.codes, *seen, verdict, attack.scale, (claim.low, claim.high), beside)

    def _unclaimed(self, attack: Attack, keys: Sequence[Key]) -> None:
        """What is withheld for others' sake must have two possible figures."""
        cells = np.array([self.known.at[(self.now.scope, key)] for key in keys], dtype=np.int64)
        for key, (cell, known) in zip(keys, self._judged(attack, cells), strict=True):
            verdict = EXACT if known else HIDDEN
            self._tell(self._codes(key), attack.low[cell], attack.high[cell], verdict, attack.scale)

    def _judged(self, attack: Attack, cells: np.ndarray) -> Iterator[tuple[int, bool]]:
        """Each of the cells, and whether it can have one figure only."""
        if not len(cells):
            return
        step = 1.0 if self.whole else 1e-5
        start = np.where(np.isfinite(attack.low[cells]), attack.low[cells], attack.least[cells])
        for side in (1, -1):
            stuck = cells[~(attack.high[cells] - attack.low[cells] >= step - NEAR)]
            if len(stuck):
                ends = attack.low[stuck] + step if side > 0 else attack.high[stuck] - step
                ends = np.where(np.isfinite(ends), ends, start[np.isin(cells, stuck)] + step)
                attack.spread(stuck, ends, side)
        for cell in cells.tolist():
            if not attack.high[cell] - attack.low[cell] >= step - NEAR:
                attack.alone(cell, 1), attack.alone(cell, -1)
            yield cell, bool(attack.high[cell] - attack.low[cell] < step - NEAR)

    def _known(self, attack: Attack, cells: np.ndarray) -> list[int]:
        """Those of the cells that can have one figure only; so many as are told."""
        return list(islice((cell for cell, sure in self._judged(attack, cells) if sure), MOST))

    def _elsewhere(self, attack: Attack) -> None:
        """What this release would tell of what is not in it: cells that an earlier release
        withheld, and groups between several releases. What could be told before is not its doing.
        """
        old = self.old
        hidden = withheld(self.known, self.now, old.releases, self.measure)
        known = self._known(attack, np.array(sorted(hidden), dtype=np.int64))
        groups = between(self.known, self.now, self.measure, old.how) if old.how else {}
        few = self._few(attack, np.array(sorted(groups), dtype=np.int64))
        if not known and not few:
            return
        names = {cell: place for place, cell in self.known.at.items()}
        past = before(old.releases, self.measure, old.how)
        then = Attack(past, self.whole, attack.scale)
        then.possible()
        for cell in known:
            key, one = hidden[cell]
            if not self._known(then, np.array([past.at[names[cell]]])):
                seen = attack.low[cell], attack.high[cell]
                codes = dict(sorted(key - one.whom))
                self._tell(codes, *seen, EXACT, attack.scale, beside=one.id)
        for cell in few:
            if names[cell] in past.at and self._few(then, np.array([past.at[names[cell]]])):
                continue
            rest, others = groups[cell]
            seen = attack.low[cell], attack.high[cell]
            asked = (0.0, float(self.now.spec.rules.threshold))
            self._tell(self._codes(rest), *seen, DIFFERENCE, 1.0, asked, others)

    def _insiders(self, usual: float, claims: Sequence[Claim]) -> None:
        """The same attack by people who are alone in a cell and know their own figure.

        Figures that are possible although many such people put together what they know are
        possible for each of them; what is left is looked at one by one.
        """
        left = list(claims)
        for turn in range(TURNS):
            if len(left) < FEW:
                break
            knowing = _half(left, turn)
            pushed = [
                one for one in left if _given(one) in knowing and _plain(one.codes) not in knowing
            ]
            fine = self._pushed(usual, knowing, pushed)
            left = [one for one in left if id(one) not in fine]
        own: dict[Key, list[Claim]] = {}
        for one in left:
            own.setdefault(_given(one), []).append(one)
        for key in sorted(own, key=sorted):
            with self._told({key: own[key][0]}):
                attack = Attack(self.known, self.whole, usual)
                self._claimed(attack, own[key], _called(key))
                self.found.questions += attack.questions

    def _pushed(self, usual: float, knowing: Mapping[Key, Claim], claims: list[Claim]) -> set[int]:
        """Which of the claims hold although all who are ``knowing`` put their figures together."""
        if not claims:
            return set()
        with self._told(knowing):
            attack = Attack(self.known, self.whole, usual)
            cells = np.array([self._at(one.codes) for one in claims])
            high = np.array([one.high for one in claims]) / usual
            low = np.array([one.low for one in claims]) / usual
            short = {*attack.spread(cells, high, 1), *attack.spread(cells, low, -1)}
            self.found.questions += attack.questions
        for place, one in enumerate(claims):
            if place not in short:
                seen = attack.low[cells[place]], attack.high[cells[place]]
                ends, beside = (one.low, one.high), _called(_given(one))
                self._tell(one.codes, *seen, HIDDEN, usual, ends, beside)
        return {id(one) for place, one in enumerate(claims) if place not in short}

    @contextmanager
    def _told(self, knowing: Mapping[Key, Claim]) -> Iterator[None]:
        """While it lasts, the figures of some cells are known."""
        low, high = list(self.known.low), list(self.known.high)
        for key, one in knowing.items():
            cell = self.known.at[(self.now.scope, self.now.whom | key)]
            figure = one.given[1] if one.given else 0.0
            self.known.low[cell] = self.known.high[cell] = figure
        try:
            yield
        finally:
            self.known.low, self.known.high = low, high

    def _differences(self, attack: Attack) -> None:
        """Groups that one release counts and another does not must not be certainly few."""
        threshold = float(self.now.spec.rules.threshold)
        for cell in self._few(attack, np.array(sorted(self.known.differences), dtype=np.int64)):
            (_, key), other = self.known.differences[cell]
            seen = attack.low[cell], attack.high[cell]
            self._tell(self._codes(key), *seen, DIFFERENCE, 1.0, (0.0, threshold), other)

    def _few(self, attack: Attack, cells: np.ndarray) -> list[int]:
        """Those of the cells that are certainly about somebody, and about a handful only."""
        if not self.whole or not len(cells):
            return []
        few = float(self.now.spec.rules.threshold)
        attack.spread(cells, np.full(len(cells), few), 1)
        left = cells[attack.high[cells] < few - NEAR]
        attack.spread(left, np.zeros(len(left)), -1)
        left = left[attack.low[left] > NEAR]
        for cell in left.tolist():
            attack.alone(cell, 1), attack.alone(cell, -1)
        sure = (attack.low[left] > NEAR) & (attack.high[left] < few - NEAR)
        return [int(cell) for cell in left[sure]]

    def _codes(self, key: Key) -> dict[str, str]:
        own = dict(key - self.now.whom)
        return {name: own.get(name, TOTAL) for name in self.now.spec.names}

    def _tell(
        self,
        codes: Mapping[str, str],
        low: float,
        high: float,
        verdict: str,
        scale: float = 1.0,
        asked: tuple[float, float] | None = None,
        beside: str = "",
    ) -> None:
        bounds = float(low) * scale, float(high) * scale
        self.found.learnt.append(Learnt(self.measure, codes, *bounds, verdict, asked, beside))
        if verdict != HIDDEN:
            self.failed += 1
            if not self.thorough or self.failed >= MOST:
                raise _EnoughError


def _given(one: Claim) -> Key:
    """The cell whose figure the attacker of a claim knows, without totals."""
    return _plain(one.given[0] if one.given else {})


def _plain(codes: Mapping[str, str]) -> Key:
    return frozenset((name, code) for name, code in codes.items() if code != TOTAL)


def _half(claims: Sequence[Claim], turn: int) -> dict[Key, Claim]:
    """Half of the people who know a figure, another half each turn."""
    draw = Random(turn)
    people = {_given(one): one for one in claims}
    return {key: people[key] for key in sorted(people, key=sorted) if draw.random() < HALF}


def _called(key: Key) -> str:
    return ", ".join(f"{name} {code}" for name, code in sorted(key))
