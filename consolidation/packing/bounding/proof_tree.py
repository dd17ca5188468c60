"""A tree over the numbers of hosts whose leaves show, by multipliers, that nothing costs less.

Branch and bound on the host-mix program (Land and Doig 1960). Every leaf is checked here in
exact arithmetic before it counts; the independent checker does so again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

import numpy as np

from consolidation.packing.bounding.cover import CoverRow
from consolidation.packing.bounding.host_mix import price_step
from consolidation.packing.bounding.numbers import Box, Number, numbers_of
from consolidation.packing.bounding.trials import Trials
from consolidation.packing.certificate import Leaf, Refuted, Split, Worth
from consolidation.packing.compact.compartments import Lot
from consolidation.packing.compact.mix import Limit, large_enough
from consolidation.packing.compiled.arrays import Real
from consolidation.solving.deadline import Deadline
from consolidation.solving.linear import LinearProgram, LinearSolver

UNIT = 10**12
"""Denominator of multipliers."""

MOST_NODES = 8000

WHOLE = 1e-6
"""A number that is no further from a whole one is whole."""

DEAR = 1e4
"""What a unit of unmet need costs, in dearest hosts, where infeasibility is to be shown."""

Node = Split | Leaf | Refuted


@dataclass(frozen=True, slots=True)
class Tree:
    """Nodes in the order of `LotCertificate.nodes`; rows are numbered over all compartments."""

    nodes: tuple[Node, ...]

    @staticmethod
    def nothing() -> Leaf:
        """Return the leaf that shows a bound of 0."""
        return Leaf(rows=(), stocks=(), spares=(), unit=1)

    def used_rows(self) -> list[int]:
        """Return the rows that some leaf uses, in order."""
        leaves = (node for node in self.nodes if isinstance(node, Leaf))
        return sorted({place for leaf in leaves for place, _ in leaf.rows})


@dataclass(frozen=True, slots=True)
class _Row:
    """``sum of factors * numbers + scale * placement costs`` against a limit."""

    factors: dict[int, int]
    limit: int
    kind: str
    """``cover`` (at least), ``stock`` (at most) or ``spares`` (equal)."""
    name: str
    scale: int = 0
    place: int = -1


class _Program:
    """The host-mix program in exact numbers."""

    def __init__(self, lot: Lot, rows: Sequence[Sequence[CoverRow]]) -> None:
        self.lot = lot
        self.step = price_step(lot)
        self.numbers = list(numbers_of(lot))
        self.rows = [*_cover(lot, rows, self.numbers), *_stock(lot, self.numbers)]
        self.rows += _asked(lot, self.numbers)
        self.placing = [c for c, part in enumerate(lot.compartments) if part.with_costs]
        self.shunned = self._shunned()

    def _shunned(self) -> dict[int, list[int]]:
        """For each number those that must be 0 when it is not: spares smaller than hosts."""
        shunned: dict[int, list[int]] = {j: [] for j in range(len(self.numbers))}
        for j, n in enumerate(self.numbers):
            if n.spare:
                continue
            part = self.lot.compartments[n.place]
            used = part.settings[n.at].option
            for k, m in enumerate(self.numbers):
                if m.spare and self.lot.clusters[m.place] == part.cluster:
                    options = self.lot.cluster_options[part.cluster]
                    if not large_enough(options[m.at], used):
                        shunned[j].append(k)
                        shunned[k].append(j)
        return shunned

    def narrowed(self, box: Box) -> Box | None:
        """Set to 0 what a number above 0 rules out; ``None`` if a range is then empty."""
        left = list(box)
        for j, (low, _) in enumerate(box):
            if low > 0:
                for k in self.shunned[j]:
                    left[k] = (left[k][0], 0)
        return tuple(left) if all(low <= high for low, high in left) else None

    def linear(self, *, elastic: bool) -> LinearProgram:
        """Return the program for the solver, each row divided by its largest factor.

        Columns: numbers, placement costs; with ``elastic`` what rows lack, and no other cost.
        """
        n, extra = len(self.numbers), len(self.placing)
        lacking = len(self.rows) if elastic else 0
        matrix = np.zeros((len(self.rows), n + extra + lacking))
        low, high = np.full(len(self.rows), -np.inf), np.full(len(self.rows), np.inf)
        for r, row in enumerate(self.rows):
            whole = self.whole(row)
            for j, factor in row.factors.items():
                matrix[r, j] = factor / whole
            if row.scale:
                matrix[r, n + self.placing.index(row.place)] = row.scale / whole
            if row.kind != "stock":
                low[r] = row.limit / whole
            if row.kind != "cover":
                high[r] = row.limit / whole
            if elastic:
                matrix[r, n + extra + r] = -1.0 if row.kind == "stock" else 1.0
        costs = [0.0 if elastic else float(number.cost) for number in self.numbers]
        costs += [0.0 if elastic else 1.0] * extra + [1.0] * lacking
        return LinearProgram(np.array(costs), matrix, low, high)

    @staticmethod
    def whole(row: _Row) -> int:
        """Return the largest factor of a row."""
        return max(1, row.scale, *row.factors.values())

    def leaf(self, duals: Real, box: Box, *, impossible: bool) -> tuple[int, Leaf] | None:
        """Return the leaf with these multipliers and what it shows in exact numbers.

        ``None`` if placement costs are not covered, or if nothing is shown to be impossible.
        """
        y = []
        for row, dual in zip(self.rows, duals, strict=True):
            share = int(abs(dual) * (1 - 1e-9) * UNIT / self.whole(row))
            sign = 1 if dual > 0 else -1
            if row.kind == "cover":
                y.append(share if sign > 0 else 0)
            elif row.kind == "stock":
                y.append(share if sign < 0 else 0)
            else:
                y.append(share * sign)
        unit = 0 if impossible else UNIT
        factors = [unit * number.cost for number in self.numbers]
        total = 0
        for row, num in zip(self.rows, y, strict=True):
            sign = -1 if row.kind == "stock" else 1
            total += sign * num * row.limit
            if num:
                for j, factor in row.factors.items():
                    factors[j] -= sign * num * factor
        for c in self.placing:
            if (
                sum(n * row.scale for row, n in zip(self.rows, y, strict=True) if row.place == c)
                > unit
            ):
                return None
        total += sum(
            factor * (low if factor > 0 else high)
            for factor, (low, high) in zip(factors, box, strict=True)
        )
        if impossible and total <= 0:
            return None
        named = list(zip(self.rows, y, strict=True))
        leaf = Leaf(
            rows=tuple(
                (r, num) for r, (row, num) in enumerate(named) if row.kind == "cover" and num
            ),
            stocks=tuple((row.name, num) for row, num in named if row.kind == "stock" and num),
            spares=tuple((row.name, num) for row, num in named if row.kind == "spares" and num),
            unit=UNIT,
            impossible=impossible,
        )
        return -(-total // (UNIT * self.step)) * self.step, leaf


def _cover(
    lot: Lot, rows: Sequence[Sequence[CoverRow]], numbers: Sequence[Number]
) -> Iterator[_Row]:
    place = {(n.place, n.at): j for j, n in enumerate(numbers) if not n.spare}
    for c in range(len(lot.compartments)):
        for row in rows[c]:
            factors = {place[c, s]: worth for s, worth in enumerate(row.worths) if worth}
            yield _Row(factors, row.need, "cover", row.by, row.scale, c)


def _stock(lot: Lot, numbers: Sequence[Number]) -> Iterator[_Row]:
    for name, limit in lot.stock:
        yield _Row(
            {j: 1 for j, n in enumerate(numbers) if _option(lot, n) == name}, limit, "stock", name
        )


def _asked(lot: Lot, numbers: Sequence[Number]) -> Iterator[_Row]:
    for cluster, num in lot.spares:
        k = lot.clusters.index(cluster)
        own = {j: 1 for j, n in enumerate(numbers) if n.spare and n.place == k}
        yield _Row(own, num, "spares", cluster)


def _option(lot: Lot, number: Number) -> str:
    if number.spare:
        return lot.cluster_options[lot.clusters[number.place]][number.at].id
    return lot.compartments[number.place].settings[number.at].option.id


@dataclass(frozen=True, slots=True, order=True)
class _Open:
    """A part of the tree that does not show the target yet, those that show least first."""

    value: int
    at: int
    leaf: Leaf = field(compare=False)
    box: Box = field(compare=False)
    left: Box = field(compare=False)
    """The box without what it rules out."""
    x: Real = field(compare=False)


def grow(
    lot: Lot,
    rows: Sequence[Sequence[CoverRow]],
    limits: Sequence[Limit],
    target: int,
    deadline: Deadline,
) -> tuple[int, Tree]:
    """Return a tree and what it shows: ``target``, or as much as could be shown in the time.

    The part that shows least is split first, so that the tree is right whenever it is left.
    """
    growing = _Growing(_Program(lot, rows), Trials(lot, {}), limits, target, deadline)
    whole = tuple((0, n.most) for n in growing.program.numbers)
    growing.look(0, whole, (0, Tree.nothing()))
    while growing.open and len(growing.nodes) < MOST_NODES and not deadline.passed:
        if not growing.split_least():
            break
    for part in growing.open:
        growing.nodes[part.at] = part.leaf
    shown = min((part.value for part in growing.open), default=target)
    nodes = [growing.nodes[at] for at in range(len(growing.nodes))]
    return min(shown, growing.most), Tree(tuple(nodes))


class _Growing:
    """A tree while it grows."""

    def __init__(
        self,
        program: _Program,
        trials: Trials,
        limits: Sequence[Limit],
        target: int,
        deadline: Deadline,
    ) -> None:
        self.program, self.trials, self.limits = program, trials, limits
        self.target, self.deadline = target, deadline
        self.priced = LinearSolver(program.linear(elastic=False))
        self.elastic = LinearSolver(program.linear(elastic=True))
        self.nodes: dict[int, Node] = {}
        self.open: list[_Open] = []
        self.most = target
        """No more is shown, whatever becomes of the open parts."""

    def look(self, at: int, box: Box, known: tuple[int, Leaf]) -> None:
        """Close a part if the rows do it; else leave it open with what they show.

        ``known`` is the leaf of the larger part that it was split from, with what that shows: it
        holds here too, where the time or the arithmetic yields nothing better.
        """
        self.nodes[at] = known[1]
        left = self.program.narrowed(box)
        if left is None:
            return
        extra, lacking = len(self.program.placing), len(self.program.rows)
        least = [float(low) for low, _ in left] + [0.0] * extra
        most = [float(high) for _, high in left] + [np.inf] * extra
        answer = self.priced.solve(least, most, self._limit_s)
        if answer is not None:
            shown = self.program.leaf(answer.duals, left, impossible=False)
            value, leaf = shown if shown is not None and shown[0] >= known[0] else known
            if value < self.target:
                heappush(self.open, _Open(value, at, leaf, box, left, answer.x))
            self.nodes[at] = leaf
            return
        more = [0.0] * lacking, [np.inf] * lacking
        answer = self.elastic.solve(least + more[0], most + more[1], self._limit_s)
        proof = None
        if answer is not None:
            proof = self.program.leaf(answer.duals, left, impossible=True)
        if proof is None:
            self.most = min(self.most, known[0])
        else:
            self.nodes[at] = proof[1]

    @property
    def _limit_s(self) -> float:
        """Seconds for a small linear program: the first is solved even when time is up."""
        return max(0.1, self.deadline.left_s)

    def split_least(self) -> bool:
        """Close or split the open part that shows least; tell whether that was possible."""
        part = heappop(self.open)
        known = _refuted(self.program, self.limits, part.left, part.x)
        split = None if known else _branch(self.program, part.left, part.x)
        if known is None and split is None:
            known = self.trials.closed(part.left, part.x, self.target, self.deadline)
        node, split = known or (None, split)
        if node is not None:
            self.nodes[part.at] = node
            return True
        if split is None:
            heappush(self.open, part)
            return False
        j, most = split
        low, high = len(self.nodes), len(self.nodes) + 1
        self.nodes[part.at] = _split(self.program, j, most, low, high)
        box = part.box
        for place, limit in ((low, (box[j][0], most)), (high, (most + 1, box[j][1]))):
            self.look(place, (*box[:j], limit, *box[j + 1 :]), (part.value, part.leaf))
        return True


def _refuted(
    program: _Program, limits: Sequence[Limit], box: Box, x: Real
) -> tuple[Node | None, tuple[int, int] | None] | None:
    """Close a part by a mix known not to do, or split towards one that the solution is within."""
    for limit in limits:
        own = {
            n.at: j
            for j, n in enumerate(program.numbers)
            if not n.spare and n.place == limit.compartment
        }
        if any(x[j] > limit.hosts[s] + 1e-6 for s, j in own.items()):
            continue
        over = [(j, limit.hosts[s]) for s, j in own.items() if box[j][1] > limit.hosts[s]]
        if over:
            return None, over[0]
        part = program.lot.compartments[limit.compartment]
        hosts = tuple(
            Worth(option=setting.option.id, levels=setting.levels, worth=num)
            for setting, num in zip(part.settings, limit.hosts, strict=True)
            if num
        )
        return Refuted(cluster=part.cluster, zone=part.zone, hosts=hosts), None
    return None


def _branch(program: _Program, box: Box, x: Real) -> tuple[int, int] | None:
    """Return the number whose rounding would cost most, or one that rules out what another has."""
    parts = [abs(x[j] - round(x[j])) for j in range(len(box))]
    costs = [1 + number.cost for number in program.numbers]
    worst = max(range(len(box)), key=lambda j: (parts[j] > WHOLE, parts[j] * costs[j], -j))
    if parts[worst] > WHOLE:
        return worst, int(x[worst])
    for j, (low, high) in enumerate(box):
        if x[j] > 0.5 and low == 0 and high > 0 and any(x[k] > 0.5 for k in program.shunned[j]):
            return j, 0
    return None


def _split(program: _Program, j: int, most: int, low: int, high: int) -> Split:
    number, lot = program.numbers[j], program.lot
    if number.spare:
        cluster = lot.clusters[number.place]
        option = lot.cluster_options[cluster][number.at].id
        return Split(
            spare=True, cluster=cluster, zone="", option=option, levels=(),
            at_most=most, low=low, high=high,
        )  # fmt: skip
    part = lot.compartments[number.place]
    setting = part.settings[number.at]
    return Split(
        spare=False, cluster=part.cluster, zone=part.zone, option=setting.option.id,
        levels=setting.levels, at_most=most, low=low, high=high,
    )  # fmt: skip
