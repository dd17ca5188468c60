"""The fewest facts to survey: rows which, if they turn out well, leave nothing undetermined.

A way with too few controls that depends on rows not known is harmless as soon as enough of them
turn out well: a cable is not there, a control's administrators are its own. Ways are found one
after the other: the fewest rows that meet every way found so far are taken as well, the ways that
this does not close are found, and so on until there is none. No smaller list would do, as every
way found asks for one of its rows.
"""

from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from consolidation.policy.case import Case
from consolidation.policy.model import Fact
from consolidation.policy.phrases import rows_to_survey
from consolidation.policy.repair.master import Demand, Term, cheapest
from consolidation.policy.repair.survey_words import facts
from consolidation.policy.ways.disjoint import weakest_way, without_steps
from consolidation.policy.ways.joints import Row
from consolidation.policy.ways.roads import Roads
from consolidation.text import Text

MOST_WORK = 500_000
"""States in which ways are looked for, over all ways, before fewer rows are no longer sought."""


@dataclass
class Work:
    """How much may still be looked at; several surveys may share it."""

    left: int = MOST_WORK


class UsedUp(Exception):
    """No more may be looked at."""


@dataclass(frozen=True, slots=True)
class ToSurvey:
    """What to find out."""

    facts: tuple[Fact, ...]
    """In order of table and row. If all turn out well, nothing is left open."""
    fewest: bool = True
    """Whether no fewer rows would do; if not, the search for fewer was given up, or not made."""

    @property
    def rows(self) -> Text:
        """The rows by name, as the way to mend an undetermined answer."""
        named = rows_to_survey([(fact.table, fact.row) for fact in self.facts])
        more = self.caveat
        return Text(
            f"次の行を現地で確認する: {named.ja}{more.ja}",
            f"survey these rows: {named.en}{more.en}",
        )

    @property
    def caveat(self) -> Text:
        """What is not known of the list."""
        if self.fewest:
            return Text("", "")
        return Text(
            "（足りるが、これより少なくて済むかどうかは分からない）",
            " (they are enough; whether fewer would do is not known)",
        )


NOTHING = ToSurvey(())
Ends = Sequence[tuple[Collection[str], Collection[str]]]


def fewest_facts(case: Case, targets: Sequence[str], k: int) -> ToSurvey:
    """Return the fewest rows that leave no way with fewer than ``k`` controls if all turn out well.

    ``targets`` are states that ways with too few independent controls lead to in the bad reading
    of the facts and not in the good one. Protected servers that no row connects to anything are
    facts of their own.
    """
    survey = Survey(case, case.all_roads, [(case.sources, targets)] if targets else [], k)
    loose = {("servers", case.states[node].row) for node in case.unconnected}
    return survey.told(frozenset(loose))


class Survey:
    """The ways that depend on rows not known, and what closes them.

    ``ends`` are pairs of states: ways from any of the first to any of the second are looked for,
    past fewer than ``k`` independent controls of those on ``roads``. Where the work allowed is
    used up, the rows are taken at which ways first depend on what is not known.
    """

    def __init__(
        self, case: Case, roads: Roads, ends: Ends, k: int, work: Work | None = None
    ) -> None:
        self.case, self.roads, self.ends, self.k = case, roads, ends, k
        self.work = Work() if work is None else work
        self.found: list[tuple[str, ...]] = []

    def told(self, besides: frozenset[Row] = frozenset()) -> ToSurvey:
        """Return the fewest rows that close every way, and some besides, in words."""
        try:
            rows, fewest = self.fewest(), True
        except UsedUp:
            rows, fewest = self.first_met(), False
        return ToSurvey(facts(self.case, rows | besides, self.found), fewest)

    def fewest(self) -> frozenset[Row]:
        """Return the fewest rows that close every way. Raises `UsedUp`."""
        asked: list[frozenset[Row]] = []
        well: frozenset[Row] = frozenset()
        while True:
            more = list(self._open(well))
            if not more:
                return well
            asked += more
            rows = sorted({row for either in asked for row in either})
            place = {row: number for number, row in enumerate(rows)}
            demands = [Demand(tuple(Term(place[r], 1) for r in sorted(e)), 1) for e in asked]
            choice = cheapest([1] * len(rows), demands)
            assert choice is not None
            well = frozenset(rows[number] for number in choice.changes)

    def _open(self, well: frozenset[Row]) -> Iterator[frozenset[Row]]:
        """Give the rows of ways still open, no two of which share one.

        A way that is open although some of its rows turned out well asks for one of the others.
        """
        closed = well
        while (way := self._way(closed)) is not None:
            self.found.append(way)
            rows = (self.case.unsure_rows(way) | self._unnamed(way)) - closed
            assert rows, "a way of known rows alone is a breach"
            yield rows
            closed |= rows

    def _way(self, well: frozenset[Row]) -> tuple[str, ...] | None:
        """Return a way with too few controls that is open if some rows turn out well."""
        named = {identity for table, identity in well if table == "controls"}
        roads = without_steps(self.roads, self.case.open_facts.closed_by(well)).settled(named)
        for sources, targets in self.ends:
            if self.work.left <= 0:
                raise UsedUp
            self.work.left -= len(roads.names)
            weakest = weakest_way(roads, sources, targets, self.k)
            if weakest is not None:
                return weakest[0]
        return None

    def _unnamed(self, way: tuple[str, ...]) -> frozenset[Row]:
        """Return the controls on a way of which no row says who can change them."""
        return frozenset(
            ("controls", edge.control)
            for edge in self.case.edges(way)
            if edge.control is not None and edge.unsure_groups
        )

    def first_met(self) -> frozenset[Row]:
        """Return the rows on which ways first depend, and controls without account on the way.

        Every way that depends on rows not known depends on one of these. Linear in the steps.
        """
        closing, names, found = self.case.open_facts.closing, self.roads.names, set[Row]()
        self.found = []
        for sources, targets in self.ends:
            leading = set(_got_to(self.roads.backwards, self.roads.numbers(targets), {}))
            sure = _got_to(self.roads, self.roads.numbers(sources), closing)
            for origin in sure & leading:
                gated = self.roads.gated.get(origin, ())
                onward = [*self.roads.free[origin], *(target for target, _ in gated)]
                for target in onward:
                    if (origin, target) in closing and target in leading:
                        found |= closing[origin, target][0]
                        self.found.append((names[origin], names[target]))
            for origin in leading:
                for _, gate in self.roads.gated.get(origin, ()):
                    if self.roads.gates[gate].unsure:
                        found.add(("controls", self.roads.gates[gate].control))
        return frozenset(found)


def _got_to(roads: Roads, starts: Iterable[int], shut: Container[tuple[int, int]]) -> set[int]:
    """Return the states that steps but some lead to, past controls or not."""
    seen = set(starts)
    stack = list(seen)
    while stack:
        state = stack.pop()
        for target in (*roads.free[state], *(t for t, _ in roads.gated.get(state, ()))):
            if target not in seen and (state, target) not in shut:
                seen.add(target)
                stack.append(target)
    return seen
