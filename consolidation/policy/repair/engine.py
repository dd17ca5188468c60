"""The cheapest set of changes after which the rules say what is wanted: implicit hitting set.

The changes that break a way are known, the ways are not: there may be thousands. So a master
chooses the cheapest changes against the ways found so far, the estate is really changed and
judged anew, and the ways that are still there become new demands on the master. When the judge
has nothing left to say, no cheaper choice can do: every demand is one that any repair must meet.
"""

import itertools
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from consolidation.inventory.tables.kinds import Certainty
from consolidation.network.attributes import edge_of
from consolidation.network.graph import build_graph
from consolidation.policy.model import Finding, Outcome
from consolidation.policy.repair.actions import Action, Key
from consolidation.policy.repair.cut import Cut, FreeWays, minimum_cut
from consolidation.policy.repair.demands import Demands
from consolidation.policy.repair.edits import OffDevice
from consolidation.policy.repair.joined import Spot
from consolidation.policy.repair.offers import Offers
from consolidation.policy.repair.rejudge import Bench, GivenUp
from consolidation.policy.repair.services import Services
from consolidation.policy.repair.shown import (
    ENTRY,
    STRICT,
    Shown,
    filling,
    of_findings,
    rows_at_fault,
)

MOST_ROUNDS = 90
"""How many times the estate is changed and judged before a search is given up."""
PROVING_ROUNDS = 30
"""After so many rounds the bound stays as it is and any repair will do: cuts that were tried in
vain cost more and more, and ways that changes have opened are taken for ways that were there."""
MOST_REFUSALS = 200
"""How many choices in a row may be refused in one round because they cut somebody off."""
FindingKey = tuple[str, str]
Method = Literal["minimum-cut", "hitting-set", "greedy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What a repair is to reach."""

    rules: frozenset[int]
    """Places of the rules to judge by in each round; the last word is with all of them."""
    violated: frozenset[FindingKey]
    """Breaches that may stay."""
    undetermined: frozenset[FindingKey] | None
    """Open questions that may stay; ``None``: all."""
    keep_services: bool

    def unmet(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return the findings that must not be."""
        return tuple(f for f in findings if not self._may_stay(f))

    def _may_stay(self, finding: Finding) -> bool:
        key = finding.rule, finding.subject
        if finding.outcome is Outcome.VIOLATED:
            return key in self.violated
        if finding.outcome is Outcome.UNDETERMINED and self.undetermined is not None:
            worse = all(rule != finding.rule for rule, _ in self.violated)
            return key in self.undetermined or not worse  # a breach that may stay is no better
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """Changes that reach a goal, and what no others that do so are cheaper than."""

    actions: tuple[Action, ...]
    bound_yen: int
    method: Method
    cuts_off: bool = False
    """Whether somebody is cut off from what he uses."""

    @property
    def yen(self) -> int:
        """What they cost."""
        return sum(action.yen for action in self.actions)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of a search, and what stood in its way."""

    mended: Mended | None
    open_question: bool = False
    """Whether changes were tried that left something undetermined which was not before."""
    refused: bool = False
    """Whether changes were refused because they cut somebody off."""
    used_up: bool = False
    """Whether the work that is allowed was used up, so that there may be changes all the same."""
    bound_yen: int = 0
    """What no changes that reach the goal are cheaper than, where none were found."""

    @property
    def least_yen(self) -> int:
        """What no changes that reach the goal are cheaper than."""
        return self.bound_yen if self.mended is None else self.mended.bound_yen


class Engine:
    """Searches for repairs of one estate; what has been judged is kept for the next search."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.offers = Offers(bench.estate, bench.edition, bench.options.repair_prices)
        self.services = Services(bench.estate, bench.edition.protected)
        self._cut_off: dict[frozenset[Key], tuple[Spot, ...] | None] = {}

    def mend(self, goal: Goal, found: Sequence[Finding]) -> Attempt:
        """Look for the cheapest changes that reach a goal.

        ``found`` are the findings on the estate as it is.
        """
        unmet = goal.unmet(found)
        told = {(f.outcome, f.rule, f.subject) for f in found} if goal.violated else None
        demands = Demands(self.offers, self.bench.before, told, rows_at_fault(unmet))
        try:
            by_cut = self._by_cut(goal, unmet)
            if by_cut is not None:
                return Attempt(by_cut)
            return self._by_rounds(goal, unmet, demands)
        except GivenUp:
            return Attempt(None, used_up=True, bound_yen=demands.bound_yen)

    def _by_rounds(self, goal: Goal, unmet: tuple[Finding, ...], demands: Demands) -> Attempt:
        actions = tuple[Action, ...]()
        open_question = refused = used_up = False
        for number in range(MOST_ROUNDS):
            open_question |= any(f.outcome is Outcome.UNDETERMINED for f in unmet)
            demands.proving = number < PROVING_ROUNDS
            shown = self.shown(goal, actions, unmet, demands.refused)
            if not demands.learn(actions, shown, self._world):
                break
            choice = self._choice(goal, demands)
            if choice is not None:
                unmet = self.unmet(goal, choice)
                if not unmet and demands.proving:
                    choice = self._choice(goal, demands, first=True) or choice
                    unmet = self.unmet(goal, choice)
            refused |= demands.has_refused
            if choice is None:
                used_up = demands.num_refused >= MOST_REFUSALS
                break
            actions = choice
            if not unmet:
                if not demands.proving:
                    actions = self.needed(goal, actions)
                mended = self.mended(goal, actions, demands.bound_yen, "hitting-set")
                return Attempt(mended, open_question, refused)
        else:
            used_up = True
        return Attempt(None, open_question, refused, used_up, demands.bound_yen)

    def mended(self, goal: Goal, actions: tuple[Action, ...], bound: int, method: Method) -> Mended:
        """Return changes that reach a goal, with what no others that do so are cheaper than."""
        cuts_off = not goal.keep_services and self.cut_off(actions) is not None
        return Mended(actions=actions, bound_yen=bound, method=method, cuts_off=cuts_off)

    def _choice(
        self, goal: Goal, demands: Demands, *, first: bool = False
    ) -> tuple[Action, ...] | None:
        """Return the cheapest changes that cut nobody off; ``first``: of these the first."""
        demands.num_refused = 0
        while demands.num_refused < MOST_REFUSALS:
            choice = demands.choose(first=first)
            self.bench.spend(demands.nodes)
            if choice is None or not (goal.keep_services and self._refuse(demands, choice)):
                return choice
            demands.num_refused += 1
            demands.has_refused = True
        return None

    def unmet(self, goal: Goal, actions: Sequence[Action]) -> tuple[Finding, ...]:
        """Return what must not be with changes made, of the rules concerned, else of all."""
        first = goal.unmet(self.bench.judged(actions, goal.rules))
        return first or goal.unmet(self.bench.judged(actions))

    def needed(self, goal: Goal, actions: Sequence[Action]) -> tuple[Action, ...]:
        """Return changes that reach a goal without those that it is reached without."""
        left = tuple(actions)
        for action in sorted(actions, key=lambda a: (-a.yen, a.key)):
            fewer = tuple(a for a in left if a is not action)
            cuts = goal.keep_services and self.cut_off(fewer) is not None
            if fewer and not cuts and not self.unmet(goal, fewer):
                left = fewer
        return left

    def _by_cut(self, goal: Goal, unmet: Sequence[Finding]) -> Mended | None:
        """Return a minimum cut that reaches a goal, where P2 asks for one control or none at all.

        It is taken only where no changes on offer can be cheaper: each of them breaks the ways in
        one place, and none takes away what they stand on.
        """
        rules = {finding.rule for finding in unmet if finding.outcome is Outcome.VIOLATED}
        case = self.bench.before
        if any(rule in (ENTRY, STRICT) for rule, _ in goal.violated):
            return None
        if STRICT in rules:
            lost, adds = case.sure_roads.groups, False
        elif ENTRY in rules and case.k == 1:
            lost, adds = (), True
        else:
            return None
        ways = FreeWays(case.sure_roads, case.sources, case.targets, lost)
        against = self.offers.against
        cut = minimum_cut(
            ways, lambda way: (a for a in against(way) if adds or not a.adds), rows_at_fault(unmet)
        )
        if cut is None or not cut.single or not self._stands_alone(ways, cut):
            return None
        if goal.keep_services and self.cut_off(cut.actions) is not None:
            return None
        if goal.unmet(self.bench.judged(cut.actions)):
            return None
        return self.mended(goal, cut.actions, cut.yen, "minimum-cut")

    def _stands_alone(self, ways: FreeWays, cut: Cut) -> bool:
        """Return whether all free ways stand without whatever lies behind them."""
        straight = {a.key for state in cut.states for a in self.offers.against((state,))}
        behind = [a for a in self.offers.behind(cut.states) if a.key not in straight]
        if any(action.writes for action in behind):
            return False
        graph = build_graph(self.bench.changed(behind))
        return all(graph.has_edge(*ways.named((a, b))) for a, b in ways.elements() if a != b)

    def cut_off(self, actions: Sequence[Action]) -> tuple[Spot, ...] | None:
        """Return users whom changes cut off from others of their segment; ``None``: nobody.

        Empty where a flow of the inventory has no way any more.
        """
        keys = frozenset(action.key for action in actions)
        if keys not in self._cut_off:
            given_up = {
                (action.edit.segment, action.edit.device)
                for action in actions
                if isinstance(action.edit, OffDevice)
            }
            after = Services(self.bench.changed(actions), self.bench.edition.protected)
            self._cut_off[keys] = self.services.cut_off(after, given_up)
        return self._cut_off[keys]

    def _refuse(self, demands: Demands, actions: Sequence[Action]) -> bool:
        """Demand that changes which cut somebody off are not all made; return if they do."""
        if self.cut_off(actions) is None:
            return False
        few = list(actions)
        for action in actions:
            fewer = [a for a in few if a is not action]
            if fewer and self.cut_off(fewer) is not None:
                few = fewer
        leaving = self._leaving(few)
        if any(action in leaving for action in actions):
            few, leaving = list(actions), self._leaving(actions)
        demands.refuse(few, [action for action in leaving if action not in actions])
        return True

    def _leaving(self, actions: Sequence[Action]) -> list[Action]:
        """Return changes after which those whom some changes cut off are there no more."""
        alone = self.cut_off(actions) or ()
        if len(alone) == 1:
            return list(self.offers.unplugging(*alone[0]))
        own = [spot for spot in alone if self.services.gives_up(spot)]
        return [action for spot in own for action in self.offers.leaving(*spot)]

    def shown(
        self,
        goal: Goal,
        actions: Sequence[Action],
        unmet: Sequence[Finding],
        refused: Container[Key],
    ) -> list[Shown]:
        """Return what is shown by findings that must not be, with further ways if none may be."""
        case = self.bench.case(actions)
        found = of_findings(unmet, case.k, others=not goal.violated)
        if not goal.violated:
            open_too = goal.undetermined is not None and not goal.undetermined
            found += filling(
                case,
                unmet,
                lambda step: (a for a in self.offers.against(step) if a.key not in refused),
                open_too=open_too,
            )
        return found

    def _world(self, actions: Sequence[Action]) -> Callable[[Shown], bool]:
        """Return what tells whether evidence is there, and as sure, with changes made."""
        estate = self.bench.changed(actions)
        graph = self.bench.graph(estate)

        def stands(shown: Shown) -> bool:
            if not shown.is_way:
                said = self.bench.shown(estate, shown.rule)
                return (shown.outcome, shown.subject, shown.nodes) in said
            sure = shown.outcome is Outcome.VIOLATED
            return all(
                graph.has_edge(a, b)
                and (not sure or edge_of(graph, a, b).certainty is Certainty.KNOWN)
                for a, b in itertools.pairwise(shown.nodes)
            )

        return stands
