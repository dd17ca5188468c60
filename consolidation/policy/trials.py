"""What P2 would say if states or steps went or came: tried without building the graph anew.

Controls counted one by one come from labels kept once (`ways.relabel`). Independent ones are
counted anew only where it is not plain from what holds with nothing changed.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from consolidation.policy.case import Case
from consolidation.policy.model import Outcome
from consolidation.policy.ways.losses import Entered, enter
from consolidation.policy.ways.relabel import Alteration, Labels
from consolidation.policy.ways.roads import Roads
from consolidation.policy.ways.spread import spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What P2 says of one state of the network."""

    outcome: Outcome
    num_controls: int | None
    """Independent controls on the weakest way, at most k; ``None``: there is no way."""
    num_plain: int | None
    """The same, counted one by one."""


class Trials:
    """Changes tried one after the other on one state of the estate.

    ``absent`` are states that are not there at first; a change may bring them up.
    """

    def __init__(self, case: Case, absent: Collection[int] = ()) -> None:
        self.case, self.absent = case, frozenset(absent)
        self._badly = _Reading(case, case.all_roads, self.absent)
        self._well = self._badly if case.certain else _Reading(case, case.sure_roads, self.absent)

    def after(self, change: Alteration) -> Answer:
        """Return what P2 says after a change."""
        k = self.case.k
        independent, plain = self._badly.counts(change)
        if independent is None or independent >= k:
            outcome = Outcome.UNDETERMINED if self.case.unconnected else Outcome.HOLDS
        elif self._well is self._badly:
            outcome = Outcome.VIOLATED
        else:
            surely, surely_plain = self._well.counts(change)
            outcome = Outcome.UNDETERMINED
            if surely is not None and surely < k:
                outcome, independent, plain = Outcome.VIOLATED, surely, surely_plain
        return Answer(outcome=outcome, num_controls=independent, num_plain=plain)

    def way(self, change: Alteration) -> tuple[str, ...]:
        """Return a way with fewest controls after a change that breaks the rule."""
        return self._well.way(change)


class _Reading:
    """The trials under one reading of the facts."""

    def __init__(self, case: Case, roads: Roads, absent: frozenset[int]) -> None:
        self.case, self.roads, self.absent = case, roads, absent
        self.sources, self.targets = roads.numbers(case.sources), roads.numbers(case.targets)
        self.labels = Labels(roads, self.sources, self.targets, absent)

    @cached_property
    def _all_up_holds(self) -> bool:
        is_bad = self.roads is self.case.all_roads
        worst = self.case.worst_entered if is_bad else self.case.entered
        return worst.complete and not worst.fewest

    @cached_property
    def _present_holds(self) -> bool:
        if not self.absent:
            return self._all_up_holds
        entered = self._entered(Alteration())
        return entered.complete and not entered.fewest

    def counts(self, change: Alteration) -> tuple[int | None, int | None]:
        """Return the controls of the weakest way: independent ones, at most k, and one by one."""
        k = self.case.k
        plain = self.labels.after(change).nearest
        if plain is None:
            return None, None
        if plain < min(k, 2):  # one control is independent of itself
            return plain, plain
        if not change.added and (self._all_up_holds or (not change.come and self._present_holds)):
            return k, plain
        most = min(k, plain)  # there are never more independent ones than there are in all
        weakest = self._entered(change, most).weakest
        return (most if weakest is None else weakest), plain

    def way(self, change: Alteration) -> tuple[str, ...]:
        """Return a way to the weakest target after a change."""
        entered = self._entered(change)
        roads, away = self._altered(change), self._away(change)
        lost = min(
            (x for x in entered.lost if any(t in x.reached for t in entered.fewest)),
            key=lambda x: len(x.groups),
        )
        sources = [roads.names[s] for s in self.sources if s not in away]
        free = spread(roads, sources, lost.groups, below=1)
        near = [roads.names[t] for t in entered.fewest if t in lost.reached]
        return free.way(free.nearest(near, self.case.is_place))

    def _away(self, change: Alteration) -> frozenset[int]:
        return self.absent.difference(change.come).union(change.gone)

    def _altered(self, change: Alteration) -> Roads:
        return self.roads.altered(self._away(change), change.cut, change.added)

    def _entered(self, change: Alteration, k: int | None = None) -> Entered:
        away = self._away(change)
        sources = [s for s in self.sources if s not in away]
        targets = [t for t in self.targets if t not in away]
        return enter(self._altered(change), sources, targets, k or self.case.k)
