"""Column generation over host fillings: the linear bound of a compartment, and its columns.

Gilmore and Gomory 1961; for vectors Hessler, Gschwind and Irnich 2018. Minimise the price of
hosts and placements over how often each admissible filling is used, so that every type is covered
and no setting has more hosts than allowed; fillings are made as the duals ask for them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from consolidation.packing.bounding.cover import CoverRow
from consolidation.packing.columns.pricing import Filling, Pricer
from consolidation.packing.compact.compartments import Compartment
from consolidation.packing.compact.filled import Filled
from consolidation.packing.compiled.arrays import Real, Whole
from consolidation.solving.deadline import Deadline
from consolidation.solving.master import LpAnswer, Master

TOLERANCE = 1e-7
"""A filling must be worth more than its host by this share to be taken in."""

FIRST_NODES, MOST_NODES = 1_000_000, 16_000_000
"""Nodes of the first and of the last exact search in a proof; each is four times the one before."""

PLAIN_NODES = 64_000_000
"""Nodes in which the plain search must come to the same proof, for a checker to follow it."""

WEAKER = 3
"""So many lower bounds are tried where the best one cannot be proved."""

NODES_PER_S = 1e7
"""Nodes of the compiled search in a second, on a slow machine."""

PROVE_EVERY = 8
"""Rounds after which a proof is tried although fillings still come."""

BANNED = 1 << 50
"""Stands for the price of a filling that was taken out."""

DEAR = 20
"""A bundle left out costs this many hosts of the dearest setting."""

MOST_COLUMNS, KEPT_COLUMNS = 8, 4
"""Columns per type above which only the best of them are kept, and how many."""

CLEAR, CLEAR_SHARE = 0.1, 0.05
"""A bound must exceed the next lower cost by this share of what the linear program says."""

LP_SLACK = 1e-6
"""Values of the linear program are lowered by this before they are rounded up."""


@dataclass(frozen=True, slots=True)
class Linear:
    """What column generation ends with."""

    answer: LpAnswer
    row: CoverRow | None
    """Proof of the linear bound, or of as much of it as counts after rounding."""
    converged: bool
    """Whether no filling is worth more than its host, as far as was looked."""
    shown: int = 0
    """A cost proved by a search that is too long for a checker, so that no row says it."""


class Generation:
    """The fillings known so far and the linear program over them."""

    def __init__(self, part: Compartment, deadline: Deadline, pricer: Pricer | None = None) -> None:
        self.part = part
        self.deadline = deadline
        self.pricer = pricer or Pricer(part)
        self.fillings: list[Filling] = []
        self.prices: list[int] = []
        self.known: set[Filling] = set()
        """Fillings never to be taken in (again): those in the program and those banned."""
        self.num = part.arrays.num.copy()
        self.limits: list[float] = [inf] * len(part.settings)
        self.dearest = max(1, int(part.arrays.price.max()))
        self.dear = float(DEAR * self.dearest)
        self.most_columns = MOST_COLUMNS * max(100, len(part.types))
        self.shown = 0
        """See `Linear`."""
        self.unsure = False
        """Whether the last exact search came to no end."""
        self._start()

    def _start(self) -> None:
        """Make an empty program: a row per type and setting, a column to leave each type out."""
        n = len(self.part.types)
        low = [*self.num.astype(float).tolist(), *([-inf] * len(self.limits))]
        self.master = Master(low, [inf] * n + self.limits)
        self.master.add_columns([self.dear] * n, [[(i, 1.0)] for i in range(n)])

    @property
    def num_types(self) -> int:
        """Types of the compartment; the first columns leave each of them out."""
        return len(self.part.types)

    def price(self, filling: Filling) -> int:
        """Return what a host with a filling costs, placements included."""
        arrays = self.part.arrays
        placed = sum(int(arrays.cost[i, filling.setting]) * k for i, k in filling.counts)
        return int(arrays.price[filling.setting]) + placed

    def add(self, fillings: Iterable[Filling]) -> int:
        """Take in the fillings that are new; return how many."""
        fresh = [f for f in dict.fromkeys(fillings) if f not in self.known]
        prices = [self.price(f) for f in fresh]
        self.known.update(fresh)
        self.fillings.extend(fresh)
        self.prices.extend(prices)
        n = self.num_types
        self.master.add_columns(
            prices,
            [[*((i, float(k)) for i, k in f.counts), (n + f.setting, 1.0)] for f in fresh],
        )
        return len(fresh)

    def add_packing(self, filled: Filled) -> None:
        """Take in the hosts of a packing."""
        self.add(Filling(setting, counts) for setting, counts in filled.fillings)

    def ask(self, num: Whole, limits: Sequence[float]) -> None:
        """Ask for these numbers of types on at most so many hosts per setting."""
        self.num, self.limits = num.copy(), list(limits)
        n = self.num_types
        self.master.bound_rows(range(n), num.astype(float).tolist(), [inf] * n)
        places = range(n, n + len(self.limits))
        self.master.bound_rows(places, [-inf] * len(self.limits), self.limits)

    def ban(self, place: int) -> None:
        """Take a filling out of the program for good."""
        self.master.bound_columns([self.num_types + place], [0.0])
        self.prices[place] = BANNED

    def narrowed(self, answer: LpAnswer, most: int) -> "Generation":
        """Return a generation of its own with only the fillings of least reduced cost."""
        less = Generation(self.part, self.deadline, self.pricer)
        less.ask(self.num, self.limits)
        less.add(self._best(answer, most))
        less.known |= self._banned()
        return less

    def _banned(self) -> set[Filling]:
        banned = (f for f, p in zip(self.fillings, self.prices, strict=True) if p >= BANNED)
        return self.known.difference(self.fillings).union(banned)

    def _best(self, answer: LpAnswer, most: int) -> list[Filling]:
        """Return the fillings of least reduced cost, banned ones excepted, in their order."""
        n = self.num_types
        worth = [
            sum(answer.duals[i] * k for i, k in f.counts) + answer.duals[n + f.setting]
            for f in self.fillings
        ]
        reduced = np.array(self.prices) - np.array(worth)
        best = np.argsort(reduced, kind="stable")[:most]
        return [self.fillings[j] for j in sorted(best.tolist()) if self.prices[j] < BANNED]

    def _purge(self, answer: LpAnswer) -> None:
        """Forget the worst fillings when there are too many."""
        if len(self.fillings) > self.most_columns:
            self.most_columns += self.most_columns // 2  # else the same ones may come and go
            kept = self._best(answer, KEPT_COLUMNS * max(100, self.num_types))
            self.known = self._banned()
            self.fillings, self.prices = [], []
            self._start()
            self.add(kept)
            self.ask(self.num, self.limits)

    def duals(self, answer: LpAnswer) -> tuple[Whole, Real]:
        """Return whole values of types, and what a host of each setting costs, in grains."""
        n, grain = self.num_types, self.pricer.grain
        values: Whole = np.floor(np.maximum(answer.duals[:n], 0.0) * grain).astype(np.int64)
        more = np.maximum(-answer.duals[n:], 0.0)
        hosts = np.asarray((self.part.arrays.price + more) * grain, dtype=np.float64)
        return values, hosts

    def settle(self, most_rounds: int, enough: float = inf) -> LpAnswer | None:
        """Re-solve after a change of rows, with brief pricing; ``None`` if the time ran out.

        Where the value stays above ``enough``, fillings are looked for more thoroughly.
        """
        answer = self.master.solve(self.deadline.left_s, dual=True)
        for _ in range(most_rounds):
            if answer is None or self.deadline.passed:
                return None
            values, hosts = self.duals(answer)
            added = self._brief(values, hosts)
            if not added and answer.value > enough:
                added = self._thorough(values, hosts)
            if not added:
                break
            answer = self.master.solve(self.deadline.left_s)
        return answer

    def _thorough(self, values: Whole, hosts: Real) -> int:
        added = 0
        for s, host in enumerate(hosts):
            if self.limits[s] > 0 and s not in self.part.dominated:
                floor = int(host * (1 + TOLERANCE)) + 1
                nodes = self._in_time(FIRST_NODES)
                _, _, fillings = self.pricer.exact(s, values, self.num, floor, nodes)
                added += self.add(fillings)
        return added

    def _brief(self, values: Whole, hosts: Real, *, thorough: bool = False) -> int:
        return sum(
            self.add(
                self.pricer.brief(
                    s, values, self.num, int(host * (1 + TOLERANCE)) + 1, thorough=thorough
                )
            )
            for s, host in enumerate(hosts)
            if self.limits[s] > 0 and s not in self.part.dominated
        )

    def _in_time(self, nodes: int) -> int:
        """Return so many nodes, or as many as the time left allows."""
        return min(nodes, 1 + int(self.deadline.left_s * NODES_PER_S))

    def converge(self, lower: int, *, quick: bool = False) -> Linear | None:
        """Generate until the linear bound, rounded up, is proved or can be no use.

        It is no use once it cannot exceed ``lower`` (in the objective's unit, of this compartment
        alone). ``None`` if the time ran out before the first solution. If ``quick``, it ends where
        proving begins to be slow; another call goes on from there.
        """
        answer: LpAnswer | None = None
        last: Linear | None = None
        self.shown = 0
        nodes = FIRST_NODES
        for round_ in range(1, 1_000_000):
            answer = self.master.solve(self.deadline.left_s)
            if answer is None:
                return last
            last = Linear(answer, None, converged=False)
            target = self.pricer.rounded(answer.value - LP_SLACK * (1 + abs(answer.value)))
            if self.deadline.passed or target <= lower:
                return last
            values, hosts = self.duals(answer)
            added = self._brief(values, hosts)
            if added and round_ % PROVE_EVERY:
                self._purge(answer)
                continue
            row, fresh = self._prove(answer, values, hosts, target, FIRST_NODES, plain=True)
            if row is None and not added and self.unsure:
                if quick and not fresh:
                    return last
                fresh += self._brief(values, hosts, thorough=True)
            if row is None and not added and not fresh:
                row, fresh = self._prove(answer, values, hosts, target, nodes)
            if row is not None or self.shown:
                return Linear(answer, row, converged=True, shown=self.shown)
            if not fresh and not added:
                if nodes >= MOST_NODES:
                    row = self._weaker(answer, target, lower)
                    return Linear(answer, row, converged=True, shown=self.shown)
                nodes *= 4
        return last

    def _weaker(self, answer: LpAnswer, target: int, lower: int) -> CoverRow | None:
        """Prove the best bound below ``target`` that can be shown; ``None`` if none is of use."""
        values, hosts = self.duals(answer)
        for _ in range(WEAKER):
            target -= self.pricer.step
            if target <= lower or self.deadline.passed:
                break
            row, _ = self._prove(answer, values, hosts, target, MOST_NODES)
            if row is not None or self.shown:
                return row
        return None

    def _prove(
        self,
        answer: LpAnswer,
        values: Whole,
        hosts: Real,
        target: int,
        nodes: int,
        *,
        plain: bool = False,
    ) -> tuple[CoverRow | None, int]:
        """Try to prove the rounded bound; return the row, or how many fillings speak against it.

        Fillings may be worth more than their host by as much as the rounding forgives.
        """
        before = float(target - self.pricer.step)
        beyond = max(CLEAR, before + CLEAR_SHARE * (answer.value - before))
        forgiven = max(1.0, min(1.5, answer.value / beyond))
        if len(self.part.settings) > 1:
            forgiven = 1.0 + (min(forgiven, 1.0001) - 1.0) / 2
        worths, fresh, followed = [0] * len(hosts), 0, True
        for s, host in enumerate(hosts):
            if s in self.part.dominated:
                continue
            floor = int(host * max(forgiven, 1 + TOLERANCE)) + 1
            best, proved, fillings = self.pricer.exact(
                s, values, self.part.arrays.num, floor, self._in_time(nodes), plain=plain
            )
            self.unsure = not proved
            fresh += self.add(fillings)
            if not proved or best > floor:
                return None, fresh
            worths[s] = best
            followed = followed and (plain or self._followed(s, values, floor))
        if not followed:
            self.shown = target if len(hosts) == 1 else 0
            return None, fresh
        for s, better in self.part.dominated.items():
            worths[s] = worths[better]
        return self.pricer.row(values, worths, "column-generation"), fresh

    def _followed(self, setting: int, values: Whole, floor: int) -> bool:
        """Whether the plain search, too, proves that no filling is worth more."""
        _, proved, _ = self.pricer.exact(
            setting, values, self.part.arrays.num, floor, self._in_time(PLAIN_NODES), plain=True
        )
        return proved
