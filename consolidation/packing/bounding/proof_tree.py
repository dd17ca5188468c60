"""A tree over the numbers of hosts whose leaves show, by multipliers, that nothing costs less.

Branch and bound on the host-mix program (Land and Doig 1960). Every leaf is checked here in
exact arithmetic before it counts; the independent checker does so again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
from consolidation.solving.linear import LinearProgram, solve_linear

UNIT = 10**12
"""Denominator of multipliers."""

MOST_NODES = 4000

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

    def leaf(self, duals: Real, box: Box, target: int, *, impossible: bool) -> Leaf | None:
        """Return the leaf with these multipliers, if in exact numbers it shows the target."""
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
        shown = total > 0 if impossible else -(-total // (UNIT * self.step)) * self.step >= target
        if not shown:
            return None
        named = list(zip(self.rows, y, strict=True))
        return Leaf(
            rows=tuple(
                (r, num) for r, (row, num) in enumerate(named) if row.kind == "cover" and num
            ),
            stocks=tuple((row.name, num) for row, num in named if row.kind == "stock" and num),
            spares=tuple((row.name, num) for row, num in named if row.kind == "spares" and num),
            unit=UNIT,
            impossible=impossible,
        )


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


def grow(
    lot: Lot,
    rows: Sequence[Sequence[CoverRow]],
    limits: Sequence[Limit],
    target: int,
    deadline: Deadline,
) -> Tree | None:
    """Return a tree that shows ``target``; ``None`` if it cannot, or not with so much work."""
    program, trials = _Program(lot, rows), Trials(lot, {})
    priced, elastic = program.linear(elastic=False), program.linear(elastic=True)
    nodes: list[Node | None] = [None]
    todo: list[tuple[int, Box]] = [(0, tuple((0, n.most) for n in program.numbers))]
    while todo:
        at, box = todo.pop()
        if len(nodes) > MOST_NODES or deadline.passed:
            return None
        node, split = _node(program, trials, priced, elastic, limits, target, box, deadline)
        if node is not None:
            nodes[at] = node
            continue
        if split is None:
            return None
        j, most = split
        low, high = len(nodes), len(nodes) + 1
        nodes += [None, None]
        nodes[at] = _split(program, j, most, low, high)
        for place, limit in ((low, (box[j][0], most)), (high, (most + 1, box[j][1]))):
            todo.append((place, (*box[:j], limit, *box[j + 1 :])))
    return Tree(tuple(node for node in nodes if node is not None))


def _node(
    program: _Program,
    trials: Trials,
    priced: LinearProgram,
    elastic: LinearProgram,
    limits: Sequence[Limit],
    target: int,
    box: Box,
    deadline: Deadline,
) -> tuple[Node | None, tuple[int, int] | None]:
    """Return what closes a part, or which number to split at which value (or neither)."""
    left = program.narrowed(box)
    if left is None:
        return Tree.nothing(), None
    extra, lacking = len(program.placing), len(program.rows)
    least = [float(low) for low, _ in left] + [0.0] * extra
    most = [float(high) for _, high in left] + [np.inf] * extra
    answer = solve_linear(priced, least, most, deadline.left_s)
    if answer is None:
        shown = solve_linear(
            elastic, [*least, *[0.0] * lacking], [*most, *[np.inf] * lacking], deadline.left_s
        )
        return (
            None if shown is None else program.leaf(shown.duals, left, target, impossible=True),
            None,
        )
    leaf = program.leaf(answer.duals, left, target, impossible=False)
    if leaf is not None:
        return leaf, None
    known = _refuted(program, limits, left, answer.x)
    if known is not None:
        return known
    split = _branch(program, left, answer.x)
    if split is not None:
        return None, split
    return trials.closed(left, answer.x, target, deadline)


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
    """Return the number that is least whole, or one that rules out what another has."""
    parts = [abs(x[j] - round(x[j])) for j in range(len(box))]
    worst = max(range(len(box)), key=lambda j: (parts[j], -j))
    if parts[worst] > 1e-6:
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
