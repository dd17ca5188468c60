"""What each way that is still there demands of a repair, and the cheapest changes that meet all.

A way with too few controls demands that it is cut, or that as many controls are bought on it as
it lacks: with ``need`` controls missing, ``need * (cuts made) + (controls bought) >= need``. A
way that only the changes tried have opened, or brought to light, demands that, or that not all
of these are made.
"""

import itertools
from collections.abc import Callable, Container, Iterable, Sequence

from consolidation.inventory.tables.kinds import Certainty
from consolidation.network.attributes import StateGraph, edge_of, state_of
from consolidation.policy.case import Case
from consolidation.policy.model import Outcome
from consolidation.policy.repair.actions import BURDEN_BITS, Action, Key, burden
from consolidation.policy.repair.master import Demand, Search, Term
from consolidation.policy.repair.offers import Offers
from consolidation.policy.repair.shown import Shown

STUBBORN = 2
"""So often cuts may be tried in vain before it is found out one by one which would help."""
Told = tuple[Outcome, str, str]
World = Callable[[Sequence[Action]], Callable[[Shown], bool]]
"""The estate with changes made: tells whether evidence is still there."""


class Demands:
    """The demands found in one search and the changes they speak of.

    ``told`` are the findings on the estate as it is, by outcome, rule and subject, if some of its
    breaches may stay: these may hide other findings on the same ways. ``at_fault`` are the rows
    at fault.
    """

    def __init__(
        self,
        offers: Offers,
        case: Case,
        told: Container[Told] | None,
        at_fault: Container[tuple[str, str]] = (),
    ) -> None:
        self.offers, self.graph, self.told = offers, case.graph, told
        self.places: dict[Key, int] = {}
        self.actions: list[Action] = []
        self.costs: list[int] = []
        self.demands: list[Demand] = []
        self.nodes = 0
        """How many nodes the last search for the cheapest changes looked at."""
        self.num_refused, self.has_refused = 0, False
        """How many choices in a row were refused, and whether any ever was."""
        self.bound = 0
        """What no changes are cheaper than that meet the demands, as they cost in the search."""
        self.proving = True
        """Whether no demand is made that a repair need not meet; else the bound stays as it is."""
        self.in_vain: dict[Key, int] = {}
        """How often cuts were tried in vain since; each time doubles what they cost."""
        self.stubborn: dict[tuple[str, ...], int] = {}
        """How often cuts were tried against evidence that was there all the same."""
        self.at_fault = at_fault
        self.refused: set[Key] = set()
        """Changes that cut somebody off, each by itself."""

    @property
    def bound_yen(self) -> int:
        """What no changes are cheaper than that meet the demands, in yen."""
        return self.bound >> BURDEN_BITS

    def choose(self, *, first: bool = False) -> tuple[Action, ...] | None:
        """Return the cheapest changes against all demands so far; ``None``: none meet them.

        ``first``: of those that cost the same, the first by table and row.
        """
        places = range(len(self.actions))
        costs = [self.costs[n] << self.in_vain.get(self.actions[n].key, 0) for n in places]
        order = sorted(places, key=lambda n: self.actions[n].key)
        rank = {place: number for number, place in enumerate(order)}
        demands = [
            Demand(tuple(Term(rank[t.change], t.weight, t.made) for t in d.terms), d.need)
            for d in self.demands
        ]
        at_least = self.bound if self.proving else 0
        search = Search([costs[place] for place in order], demands, at_least)
        choice = search.run(first=first)
        self.nodes = search.nodes
        if choice is None:
            return None
        if self.proving:
            self.bound = choice.bound
        return tuple(sorted((self.actions[order[n]] for n in choice.changes), key=lambda a: a.key))

    def refuse(self, actions: Sequence[Action], leaving: Sequence[Action]) -> None:
        """Demand that some change be left out, or that those whom all together cut off leave."""
        terms = [self._term(action, 1, made=False) for action in actions]
        if len(actions) == 1 and not leaving:
            self.refused.add(actions[0].key)
        terms += [self._term(action, 1) for action in leaving]
        self._add(Demand(tuple(terms), 1))

    def learn(self, tried: Sequence[Action], shown: Iterable[Shown], world: World) -> bool:
        """Add what evidence that is still there demands; return whether it can be met at all.

        Changes behind a way count only if it does not stand without all of them. Where a change
        was tried against a way that is there all the same, what helps is found out one by one.
        """
        if not self.proving:
            for action in tried:
                self.in_vain[action.key] = self.in_vain.get(action.key, 0) + (not action.adds)
        evidence = list(shown)
        against = [self.offers.against(one.nodes) for one in evidence]
        behind = [self.offers.behind(one.nodes) for one in evidence]
        straight = {a.key for actions in (tried, *against) for a in actions}
        idle = [a for actions in behind for a in actions if not a.writes]
        aside = {action.key: action for action in idle if action.key not in straight}
        stands = world([*tried, *aside.values()])
        met = True
        for one, actions, others in zip(evidence, against, behind, strict=True):
            always = [action for action in others if action.writes]
            if not one.is_entry:
                always += self.offers.besides(one.subject, one.nodes)
            rest = [a for a in others if not a.writes]
            if stands(one):
                rest = [a for a in rest if a.key not in aside]
                if rest and world([*tried, *aside.values(), *rest])(one):
                    rest = []
            met &= self._demand(tried, one, _united(actions, rest), always, world)
        return met

    def _demand(
        self,
        tried: Sequence[Action],
        shown: Shown,
        against: Sequence[Action],
        always: Sequence[Action],
        world: World,
    ) -> bool:
        """Add what evidence demands; of ``always`` it is not asked whether they help."""
        made = {action.key for action in tried}
        kept = {action.key for action in always}
        cuts = [a for a in against if not (a.adds or a.key in made or a.key in kept)]
        adds = [
            a
            for a in (against if shown.can_be_guarded else ())
            if a.adds and (a.key not in made or a.passed(shown.nodes))
        ]
        cuts_made = [a for a in against if a.key in made and not (a.adds or a.writes)]
        in_vain = {a.key: (a.kind, a.table) for a in cuts_made if a.key not in kept}
        if in_vain:
            self.stubborn[shown.nodes] = self.stubborn.get(shown.nodes, 0) + 1
            if self.stubborn[shown.nodes] >= STUBBORN:
                straight = {a.key: (a.kind, a.table) for a in self.offers.against(shown.nodes)}
                doubtful = {kind for key, kind in in_vain.items() if key in straight}
                taken = {key for key, kind in straight.items() if kind not in doubtful}
                cuts = self._helping(tried, shown, cuts, taken, world)
        cuts += [a for a in always if not (a.adds or a.key in made)]
        need = shown.missing + sum(a.key in made for a in adds)
        terms = [self._term(a, need) for a in cuts] + [self._term(a, 1) for a in adds]
        terms += [self._term(a, need, made=False) for a in self._opening(tried, shown)]
        self._in_order(adds)
        self._add(Demand(tuple(terms), need))
        return bool(terms)

    def _opening(self, tried: Sequence[Action], shown: Shown) -> Sequence[Action]:
        """Return those of the changes tried that may have opened a way or brought it to light."""
        if not self.proving:
            return ()
        told = self.told is None or (shown.outcome, shown.rule, shown.subject) in self.told
        if told and was_there(self.graph, shown.nodes, sure=shown.outcome is Outcome.VIOLATED):
            return [action for action in tried if action.writes]
        return tried

    def _helping(
        self,
        tried: Sequence[Action],
        shown: Shown,
        cuts: Sequence[Action],
        taken: Container[Key],
        world: World,
    ) -> list[Action]:
        """Return cuts each of which helps once the others that are left out have been made.

        All that are left out, made together with those tried, leave the way there: so whoever
        repairs must make one of those returned. Those that write out a list are among them, as
        what they state may hold a way open that would be cut without them. Those ``taken`` to help
        are not tried: they break the way itself, and none of their kind was made in vain.
        """
        helping = [cut for cut in cuts if cut.writes or cut.key in taken]
        made, others = list(tried), [cut for cut in cuts if cut not in helping]
        waiting = [sorted(others, key=lambda a: (a.harm, a.key), reverse=True)]
        while waiting:
            some = waiting.pop()
            if some and world([*made, *some])(shown):
                made += some
            elif len(some) == 1:
                helping += some
            elif some:
                half = len(some) // 2
                waiting += [some[half:], some[:half]]
        return helping

    def _in_order(self, adds: Sequence[Action]) -> None:
        """Demand that controls at one joint are bought in order of number."""
        bought = {(a.row, a.number): a for a in adds if a.number}
        for (row, number), action in sorted(bought.items()):
            before = bought.get((row, number - 1))
            if before is not None:
                self._add(Demand((self._term(before, 1), self._term(action, 1, made=False)), 1))

    def _add(self, demand: Demand) -> None:
        if demand not in self.demands:
            self.demands.append(demand)

    def _term(self, action: Action, weight: int, *, made: bool = True) -> Term:
        """Return a change as a term, with the place it is given when first spoken of."""
        if action.key not in self.places:
            self.places[action.key] = len(self.actions)
            self.actions.append(action)
            self.costs.append(burden(action, self.at_fault))
        return Term(self.places[action.key], weight, made)


def _united(some: Sequence[Action], others: Sequence[Action]) -> tuple[Action, ...]:
    by_key = {action.key: action for action in (*some, *others)}
    return tuple(by_key[key] for key in sorted(by_key))


def was_there(graph: StateGraph, way: Sequence[str], *, sure: bool) -> bool:
    """Return whether a way, bought boxes left out, is one of the graph; if ``sure``, for sure."""
    old = [node for node in way if node in graph]
    edges = [edge_of(graph, a, b) for a, b in itertools.pairwise(old) if graph.has_edge(a, b)]
    known = all(state_of(graph, node).certainty is Certainty.KNOWN for node in old) and all(
        edge.certainty is Certainty.KNOWN for edge in edges
    )
    return len(edges) == len(old) - 1 and (known or not sure)
