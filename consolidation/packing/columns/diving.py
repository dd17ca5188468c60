"""Diving: from the linear program's fractions to whole hosts, pricing again on the way down.

Diving with re-pricing (Sadykov, Vanderbeck, Pessoa, Tahiri and Uchoa 2019): fix the fillings that
the linear program uses most, ask it for the rest, and go on until everything stands. A step that
leads nowhere is taken back and what it fixed is banned, a limited number of times.
"""

from dataclasses import dataclass
from math import inf

import numpy as np

from consolidation.packing.columns.generation import LP_SLACK, Generation
from consolidation.packing.columns.pricing import Filling
from consolidation.packing.compact.filled import Filled
from consolidation.packing.compiled.arrays import Whole
from consolidation.solving.master import LpAnswer

SURE = 0.9
"""Fillings used at least this much are fixed along with the best one."""

COLUMNS_PER_TYPE = 3
"""Fillings with which a dive starts, and to which it returns when they grow too many."""

ROUNDS = 30
"""Rounds of pricing after each step."""

TINY = 1e-6


@dataclass(frozen=True, slots=True)
class _Step:
    """Where a dive stood before it fixed a filling, so that it can take that back."""

    num_hosts: int
    paid: int
    rest: Whole
    limits: tuple[float, ...]
    fixed: Filling


class _Dive:
    """What is fixed so far, and what is left to ask for."""

    def __init__(self, generation: Generation, answer: LpAnswer, attempt: int) -> None:
        self.attempt = attempt
        self.generation = generation.narrowed(answer, self._most(generation))
        self.rest = generation.num.copy()
        self.limits = list(generation.limits)
        self.hosts: list[Filling] = []
        self.paid = 0
        self.steps: list[_Step] = []

    @staticmethod
    def _most(generation: Generation) -> int:
        return COLUMNS_PER_TYPE * max(100, generation.num_types)

    def run(self, upper: float, failures: int) -> list[Filling] | None:
        """Fix step by step below ``upper``; ``None`` after so many failures, or when time is up."""
        answer = self._settle(upper)
        while self.rest.any():
            if answer is None:
                return None
            value = answer.value - LP_SLACK * (1 + abs(answer.value))
            hopeless = self.paid + self.generation.pricer.rounded(value) >= upper
            if hopeless or not self._fix(answer):
                failures -= 1
                if failures < 0 or not self._back():
                    return None
            self.generation.ask(self.rest, self.limits)
            if len(self.generation.fillings) > 2 * self._most(self.generation):
                self.generation = self.generation.narrowed(answer, self._most(self.generation))
            answer = self._settle(upper)
        return self.hosts

    def _settle(self, upper: float) -> LpAnswer | None:
        most = upper - self.paid - self.generation.pricer.step
        return self.generation.settle(ROUNDS, most + TINY)

    def _back(self) -> bool:
        """Take the last step back and ban what it fixed; tell whether there was one."""
        if not self.steps:
            return False
        step = self.steps.pop()
        del self.hosts[step.num_hosts :]
        self.paid, self.rest, self.limits = step.paid, step.rest, list(step.limits)
        if step.fixed in self.generation.fillings:
            self.generation.ban(self.generation.fillings.index(step.fixed))
        return True

    def _fix(self, answer: LpAnswer) -> bool:
        """Fix the fillings used most; tell whether any was."""
        used = answer.x[self.generation.num_types :]
        order = np.argsort(-used, kind="stable")
        if not order.size or used[order[0]] <= TINY:
            return False
        fillings = self.generation.fillings
        if self.attempt and not self.steps:
            order = order[min(self.attempt, order.size - 1) :][:1]
        first = fillings[order[0]]
        before = _Step(len(self.hosts), self.paid, self.rest.copy(), tuple(self.limits), first)
        for j in order:
            times = int(used[j] + TINY)
            sure = used[j] >= SURE or len(self.hosts) == before.num_hosts
            if not sure:
                break
            for _ in range(max(1, times)):
                self._take(fillings[j], whole=len(self.hosts) > before.num_hosts)
        self.steps.append(before)
        return len(self.hosts) > before.num_hosts

    def _take(self, filling: Filling, *, whole: bool) -> None:
        """Fix one host with a filling, less what is no longer needed (never, if ``whole``)."""
        counts = tuple(
            (i, min(k, int(self.rest[i]))) for i, k in filling.counts if self.rest[i] > 0
        )
        if not counts or self.limits[filling.setting] < 1 or (whole and counts != filling.counts):
            return
        for i, k in counts:
            self.rest[i] -= k
        host = Filling(filling.setting, counts)
        self.hosts.append(host)
        self.limits[filling.setting] -= 1
        self.paid += self.generation.price(host)


def dive(
    generation: Generation, answer: LpAnswer, upper: int | None, failures: int, attempt: int = 0
) -> Filled | None:
    """Return a packing cheaper than ``upper`` (hosts and placements), or ``None``.

    A dive that can no longer end below it takes the last step back, up to ``failures`` times.
    Attempts after the first begin with a filling that the linear program uses less.
    """
    most = inf if upper is None else float(upper)
    hosts = _Dive(generation, answer, attempt).run(most, failures)
    if hosts is None:
        return None
    filled = filled_of(hosts)
    return filled if filled.complete(generation.part) else None


def filled_of(hosts: list[Filling]) -> Filled:
    """Return the packing that hosts make, in a fixed order."""
    return Filled(tuple(sorted((host.setting, host.counts) for host in hosts)))
