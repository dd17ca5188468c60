"""Network design: the least cost of capacity that routes all demands in every state.

``design_network`` names the stages: the problem in arrays, the relaxation tightened by
inequalities (`tightening`), a tree of what is left open (`tree`), and better designs near the best
one (`improving`), turn by turn until cost and bound meet or the time is up.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from math import floor, gcd, inf, isfinite

import numpy as np
from numpy.typing import NDArray

from consolidation.redesign.designing.answer import NetworkDesign, Purchase
from consolidation.redesign.designing.certify import certificate
from consolidation.redesign.designing.completing import Completing
from consolidation.redesign.designing.flow_model import (
    is_bought_by_many,
    is_routed_at_cost,
    is_small,
    solve_flows,
    tight,
)
from consolidation.redesign.designing.impossible import culprit
from consolidation.redesign.designing.improving import Improving
from consolidation.redesign.designing.inequalities import Inequality, Variables
from consolidation.redesign.designing.master import Master, Rebuilding, is_apt
from consolidation.redesign.designing.network import Network, network
from consolidation.redesign.designing.problem import DesignProblem
from consolidation.redesign.designing.tightening import Tightening
from consolidation.redesign.designing.tree import Tree
from consolidation.solving.deadline import Deadline
from consolidation.solving.rows import RowsAnswer
from consolidation.solving.status import Status

Real = NDArray[np.float64]

ROOT_SHARE = 0.4
"""Of the time, for tightening before the tree grows."""
GROUPS_SHARE = 0.25
"""Of the time then left, for inequalities of groups where parts are solved anew."""
QUICK_SHARE = 0.25
QUICK_NODES = 1500
"""Many networks are done by so many nodes without inequalities of groups, which take time."""
FIRST_NODES = 300
FAR = 0.1
"""Where cost and bound are farther apart after the first nodes, a small network is better solved
with flows."""
NEAR = 0.03
MORE_NODES = 9000
"""Where cost and bound are so close after the quick nodes, more of them are likely to do."""
FLOWS_SHARE = 0.95
ROUTED_SHARE = 0.5
"""Of the time that is left, for flows where routing costs."""
MANY_SHARE = 0.8
"""Of the time that is left, for flows where many modules are bought per link."""
VERIFYING_S = 60.0
SMALL_TURN, LARGE_TURN = (30, 12), (6, 60)
"""Nodes of the tree between tries to better the design at hand, and so many tries, in small and in
large networks (where nodes take long)."""
TURNS = 14
"""Turns of one length, two, and four of solving all and solving parts take up this many."""
FEW_TRIES = 2
"""Tries between turns once all were fruitless."""
CLOSE = 1e-7
"""A share of the cost that counts as nothing where costs or modules are not whole."""


def design_network(problem: DesignProblem, limit_s: float) -> NetworkDesign:
    """Return the best design found within a time and what no design can undercut.

    Deterministic as long as the time does not run out.

    >>> from consolidation.redesign.designing.problem import Demand, DesignLink, Module
    >>> link = DesignLink(id="L", a="x", b="y", modules=(Module(Fraction(10), Fraction(3)),))
    >>> demand = Demand(id="d", source="x", target="y", amounts=(Fraction(25),))
    >>> problem = DesignProblem(name="p", nodes=("x", "y"), links=(link,), demands=(demand,))
    >>> design = design_network(problem, 10)
    >>> design.status.value, int(design.cost), int(design.bound), design.purchases[0].counts
    ('optimal', 9, 9, (Fraction(3, 1),))
    """
    deadline = Deadline.after(limit_s)
    search = _Search(network(problem), deadline)
    try:
        reason = culprit(problem, search.tight.routing, deadline)
        if reason is not None:
            infeasible = Status.INFEASIBLE
            return NetworkDesign(status=infeasible, cost=None, bound=Fraction(0), culprit=reason)
        search.run()
    except KeyboardInterrupt:
        return search.answer(problem, interrupted=True)
    return search.answer(problem)


def carries(problem: DesignProblem, design: NetworkDesign) -> bool:
    """Return whether what a design buys carries all demands of a problem in every state.

    By the routing of the search; `verify_design` checks anew. The problem has the links and
    modules that the design is of, with capacities of its own.
    """
    net = network(problem)
    variables = Variables(net)
    bought = {own.link: own.counts for own in design.purchases}
    x = np.zeros(variables.num)
    for j, column in enumerate(net.columns):
        counts = bought.get(problem.links[column.link].id)
        x[j] = 0.0 if counts is None else float(counts[column.place])
    dropped = sum(x[: len(net.columns)]) < sum(float(sum(own)) for own in bought.values())
    return not dropped and not Tightening(variables).over_states(x, Deadline.after(inf), 1)


class _Search:
    """The state of one search, so that it can be told whenever it ends."""

    def __init__(self, net: Network, deadline: Deadline) -> None:
        self.net = net
        self.deadline = deadline
        self.variables = Variables(net)
        self.tight = Tightening(self.variables)
        costs = [int(cost) for cost in self.variables.costs if cost]
        self.step = gcd(*costs) if net.whole else 0
        self.tree = Tree(self.tight, self.step)
        self.before = self.tree
        """The tree before this one, which shows more until this one has caught up."""
        self.root: RowsAnswer | None = None
        self.bound = 0.0

    def run(self) -> None:
        """Search until cost and bound meet or the time is up."""
        deadline = self.deadline
        self._begin()
        self._root(deadline.within(deadline.left_s * ROOT_SHARE), grouped=False)
        small, apt = is_small(self.variables), is_apt(self.variables)
        quickly = deadline.within(deadline.left_s * QUICK_SHARE)
        if apt and self.net.is_large:
            self._prove(deadline)
            if self.root is not None and is_bought_by_many(self.variables, self.root.x):
                known = tight(self.tight.relaxation.pool, self.root.x)
                self._solve_flows(deadline.left_s * MANY_SHARE, known)
        else:
            self._grow(quickly, FIRST_NODES)
            # close to trees, inequalities of groups tell more than the tree
            if not self.tight.cuts.are_of_one and (self._is_within(FAR) or not small):
                self._grow(quickly, QUICK_NODES)
        if apt and not small and not self.is_done:
            if not self.net.has_failures:
                self._root(deadline.within(deadline.left_s * GROUPS_SHARE), grouped=True)
                self._prove(deadline)
            self._rebuild(deadline)
        if self._is_within(NEAR):
            self._grow(deadline.within(deadline.left_s / 2), MORE_NODES)
        if not self.is_done and small:
            self._solve_flows(deadline.left_s * FLOWS_SHARE)
        if not self.is_done:
            self._root(deadline.within(deadline.left_s * ROOT_SHARE), grouped=True)
            if self.root is not None and is_routed_at_cost(self.variables):
                known = tight(self.tight.relaxation.pool, self.root.x)
                self._solve_flows(deadline.left_s * ROUTED_SHARE, known)
            self._grow(deadline, inf)

    @property
    def is_done(self) -> bool:
        """Whether the best design is proved to be the cheapest."""
        return self.tree.is_finished or self._have_met

    @property
    def _have_met(self) -> bool:
        best = self.tree.best_value
        return isfinite(best) and self.bound >= best * (1 - CLOSE / 10)

    def _is_within(self, share: float) -> bool:
        """Whether cost and bound are so close."""
        return self.bound >= self.tree.best_value * (1 - share)

    def _begin(self) -> None:
        """Take in what the lines of each node cost at least; buy them all for a first design."""
        rows, together = self.tight.cuts.of_nodes()
        self.tight.relaxation.add(rows)
        if rows:
            self._complete(together, lean=not self.net.is_large)

    def _root(self, deadline: Deadline, *, grouped: bool) -> None:
        """Tighten the relaxation and plant a tree in it that knows the best design."""
        num = self.variables.num
        least, most = np.zeros(num), np.full(num, inf)
        self.tight.relaxation.limit(least, most)
        enough = self.tree.best_value * (1 - CLOSE / 10)
        root = self.tight.root(deadline, grouped=grouped, enough=enough)
        self.before = self.tree
        self.tree = Tree(self.tight, self.step)
        self.tree.begin(least, most)
        if self.before.best is not None:
            self.tree.offer(self.before.best, self.before.best_value)
        if root is not None:
            self.root = root
            self.bound = max(self.bound, root.value)
            self._complete(root.x)

    def _complete(self, x: Real, *, lean: bool = True) -> None:
        """Make a design of a point of the relaxation, if the time allows."""
        with suppress(TimeoutError):
            design = Completing(self.tight).completed(x.copy(), self.deadline, lean=lean)
            if design is not None:
                self.tree.accept(design, self.deadline)

    def _grow(self, deadline: Deadline, most_nodes: float) -> None:
        """Grow the tree, and in turns look for designs near the best one."""
        improving = Improving(self.tight, self.step)
        turn, patience = LARGE_TURN if self.net.is_large else SMALL_TURN
        fruitless = 0
        while not deadline.passed and self.tree.num_nodes < most_nodes:
            tries = patience if fruitless < patience else FEW_TRIES
            for _ in range(tries if self.tree.best is not None else 0):
                assert self.tree.best is not None
                near = improving.better(self.tree.best, self.tree.best_value, deadline)
                if near is None:
                    fruitless += 1
                else:
                    fruitless = 0
                    self.tree.offer(*near)
            self.tree.run(deadline, turn)
            self.bound = max(self.bound, self.tree.bound)
            if self.is_done:
                break

    def _prove(self, deadline: Deadline) -> None:
        """Put the root's bound on record; looking for more there takes long in large networks."""
        self.tree.run(deadline, 1, cutting=False)
        self.bound = max(self.bound, self.tree.bound)

    def _rebuild(self, deadline: Deadline) -> None:
        """Better the design in parts, and raise the bound, in turns.

        The solver of all in whole numbers raises it, or, without failures, the tree: whichever got
        farther in the first turn.
        """
        master, rebuilding = Master(self.tight, self.bound), Rebuilding(self.tight, self.step)
        turn_s = deadline.left_s / TURNS
        by_tree, by_master = not self.net.has_failures, True
        while not self.is_done and not deadline.passed:
            soon = deadline.within(turn_s)
            while not (self.is_done or soon.passed or rebuilding.is_done):
                if self.tree.best is None:
                    break
                with suppress(TimeoutError):
                    better = rebuilding.better(self.tree.best, self.tree.best_value, soon)
                    if better is not None:
                        self.tree.offer(*better)
            if by_tree:
                self.tree.run(deadline.within(turn_s), cutting=True)
                self.bound = max(self.bound, self.tree.bound)
            if by_master:
                self._raise(master, deadline.within(turn_s))
            by_tree = by_tree and self.tree.bound >= self.tree.lowest(master.reached)
            by_master = not by_tree
            turn_s *= 2

    def _raise(self, master: Master, deadline: Deadline) -> None:
        """Solve all in whole numbers for a bound, and learn from the points found."""
        if self.root is not None:
            master.take(self.root.x)
        while not (self.is_done or deadline.passed):
            found = master.whole(deadline, self.tree.best_value)
            self.bound = max(self.bound, self.tree.lowest(found.bound))
            if found.x is not None:
                self._learn(found.x)

    def _learn(self, x: Real) -> None:
        """Take in a design; of what is none yet, what it violates and a design near it."""
        with suppress(TimeoutError):
            rows = self.tight.over_states(x, self.deadline)
            self.tight.relaxation.add(rows)
            if not rows:
                self.tree.offer(x, float(self.variables.costs @ x))
            else:
                self._complete(x, lean=not self.net.is_large)

    def _solve_flows(self, limit_s: float, known: Sequence[Inequality] = ()) -> None:
        """Try the program with flows; designs to begin with were seen to slow it down."""
        result = solve_flows(self.variables, limit_s, known)
        if result.bound is not None:
            self.bound = max(self.bound, self.tree.lowest(result.bound))
        if result.values is not None:
            x = np.array(result.values)
            x = np.where(self.variables.whole, np.round(x), x)
            self.tree.accept(x, Deadline.after(VERIFYING_S))

    def answer(self, problem: DesignProblem, *, interrupted: bool = False) -> NetworkDesign:
        """Return what is known."""
        net = self.net
        best = self.tree.best
        bound = min(self.bound, self.tree.best_value)
        if best is None:
            return NetworkDesign(
                status=Status.UNKNOWN,
                cost=None,
                bound=self._exact(bound * (1 - CLOSE)),
                stopped_by="interrupt" if interrupted else "time",
            )
        purchases, cost = purchased(problem, net, best)
        if net.has_routing:
            routed = Fraction(float(best[list(self.variables.routing)].sum()))
            routed = routed.limit_denominator(10**6)
            cost += routed / net.cost_factor
        # a case that was being worked on when Ctrl-C came is in no list of open ones
        met = self._have_met if interrupted else self.is_done
        lower = cost if met else min(cost, self._exact(bound * (1 - CLOSE)))
        done = lower == cost
        shown = certificate(self.variables, max(self.tree, self.before, key=lambda t: t.bound))
        if shown is not None and shown.bound > lower:
            shown = replace(shown, bound=lower)
        return NetworkDesign(
            status=Status.OPTIMAL if done else Status.FEASIBLE,
            cost=cost,
            bound=lower,
            purchases=purchases,
            stopped_by="done" if done else "interrupt" if interrupted else "time",
            certificate=shown,
        )

    def _exact(self, value: float) -> Fraction:
        """Return a bound in the problem's costs, rounded down."""
        if self.step:
            value = -(-max(0, floor(value)) // self.step) * self.step if value > 0 else 0
        return (Fraction(value) + self.net.fixed_cost) / self.net.cost_factor


def purchased(
    problem: DesignProblem, net: Network, x: Real
) -> tuple[tuple[Purchase, ...], Fraction]:
    """Return what a solution buys, and its exact cost without that of routing."""
    counts = [[Fraction(0)] * len(link.modules) for link in problem.links]
    for column, number in zip(net.columns, x[: len(net.columns)], strict=True):
        exact = Fraction(round(number)) if net.whole else Fraction(float(number))
        counts[column.link][column.place] = max(Fraction(0), exact)
    cost = Fraction(0)
    found = []
    for link, own in zip(problem.links, counts, strict=True):
        cost += link.installed_cost
        cost += sum((n * m.cost for n, m in zip(own, link.modules, strict=True)), Fraction(0))
        if any(own):
            cost += link.setup_cost
            found.append(Purchase(link=link.id, counts=tuple(own)))
    return tuple(found), cost
