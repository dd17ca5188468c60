"""What is left open once some rows turn out well: by plain search, with nothing of `Survey`.

A step that is not known is gone once all rows that leave one of its ends open have turned out
well; where both ends are there for sure, once its own row has. A control of which no row says who
can change it falls, once that has turned out well, with what rows state alone.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from consolidation.inventory.tables.kinds import Certainty, ControlKind
from consolidation.network.attributes import Edge, ways
from consolidation.policy.case import Case
from consolidation.policy.ways.joints import Row
from consolidation.policy.ways.roads import guards

Well = frozenset[Row]
NOTHING: Well = frozenset()
NOTHING_LOST: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Facts:
    """The steps of a case, each with the rows that may do away with it."""

    case: Case
    counts: Collection[ControlKind]
    among: Callable[[str], bool] = lambda _: True
    """The states that are looked at."""

    @cached_property
    def steps(self) -> tuple[tuple[str, str, Edge, tuple[Well, ...]], ...]:
        return tuple(
            (a, b, edge, self._gone_with(a, b, edge))
            for a, b, edge in ways(self.case.graph)
            if self.among(a) and self.among(b)
        )

    def _gone_with(self, a: str, b: str, edge: Edge) -> tuple[Well, ...]:
        if edge.certainty is Certainty.KNOWN:
            return ()
        ends = [rows for end in (a, b) if (rows := self.case.unsure_state(end))]
        return tuple(ends) or (frozenset({(edge.table, edge.row)}),)

    @cached_property
    def rows(self) -> Well:
        """Every row that leaves something open."""
        of_steps = {row for *_, sets in self.steps for rows in sets for row in rows}
        return frozenset(of_steps | {("controls", c) for c in self._nobody_named})

    @cached_property
    def _nobody_named(self) -> frozenset[str]:
        edges = (edge for *_, edge, _ in self.steps if guards(edge, self.counts))
        return frozenset(edge.control for edge in edges if edge.control and edge.unsure_groups)

    def left(self, well: Well) -> list[tuple[str, str, Edge]]:
        """The steps that are left."""
        return [
            (a, b, edge)
            for a, b, edge, sets in self.steps
            if not any(rows <= well for rows in sets)
        ]

    def reached(self, well: Well, sources: Collection[str], k: int) -> set[str]:
        """Return what is got to past fewer than ``k`` independent controls."""
        free: dict[str, list[str]] = {}
        gated: dict[str, list[tuple[str, frozenset[str]]]] = {}
        for a, b, edge in self.left(well):
            if guards(edge, self.counts):
                own = ("controls", edge.control) in well
                groups = frozenset(edge.sure_groups if own else edge.groups)
                gated.setdefault(a, []).append((b, groups))
            else:
                free.setdefault(a, []).append(b)
        names = sorted({g for steps in gated.values() for _, groups in steps for g in groups})
        found: set[str] = set()
        for number in range(k):
            for lost in combinations(names, number):
                found |= _free(free, gated, sources, frozenset(lost))
        return found


def _free(
    free: Mapping[str, list[str]],
    gated: Mapping[str, list[tuple[str, frozenset[str]]]],
    sources: Collection[str],
    lost: frozenset[str],
) -> set[str]:
    seen, stack = set(sources), list(sources)
    while stack:
        state = stack.pop()
        onward = [*free.get(state, ()), *(b for b, of in gated.get(state, ()) if of & lost)]
        for other in onward:
            if other not in seen:
                seen.add(other)
                stack.append(other)
    return seen


def fewer(rows: Iterable[Row], number: int) -> Iterable[Well]:
    """Every set of fewer than so many rows, the smallest first."""
    ordered = sorted(rows)
    for size in range(number):
        yield from map(frozenset, combinations(ordered, size))


def connected(steps: Iterable[tuple[str, str]], starts: Collection[str]) -> set[str]:
    """Return what is got to over some steps."""
    free: dict[str, list[str]] = {}
    for a, b in steps:
        free.setdefault(a, []).append(b)
    return _free(free, {}, starts, NOTHING_LOST)
