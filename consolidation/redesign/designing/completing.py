"""A first design: the relaxation rounded, what is missing bought, what is needless left out."""

from math import ceil

import numpy as np
from numpy.typing import NDArray

from consolidation.redesign.designing.bundles import Bundles
from consolidation.redesign.designing.inequalities import Inequality
from consolidation.redesign.designing.routing import FITTING
from consolidation.redesign.designing.tightening import Tightening
from consolidation.solving.deadline import Deadline

Real = NDArray[np.float64]

ROUNDED_UP_FROM = 0.3
MOST_ROUNDS = 400
LEAN_SHARE = 0.1


class Completing:
    """Rounds points of the relaxation into designs."""

    def __init__(self, tightening: Tightening) -> None:
        self._tight = tightening
        self._relaxation = tightening.relaxation
        self._variables = tightening.variables

    def completed(self, x: Real, deadline: Deadline, *, lean: bool = True) -> Real | None:
        """Return a design near a point, or ``None`` if none was found.

        ``lean``: what turns out to be needless is left out, as far as a share of the time allows.
        Raises `TimeoutError` when the time is up.
        """
        if not self._variables.net.whole:
            return None
        whole = self._variables.whole
        near = np.where(whole, np.floor(x + 1 - ROUNDED_UP_FROM), x)
        for _ in range(MOST_ROUNDS):
            if deadline.passed:
                raise TimeoutError
            for row in self._relaxation.pool:
                if not self._satisfied(near, row):
                    return None
            if self._relaxation.violates(near):
                continue  # what a row bought another row asks something of
            if not self._relaxation.add(self._tight.over_states(near, deadline)):
                if self._variables.net.is_large or not lean:
                    near = self._trimmed(near)
                soon = deadline.within(LEAN_SHARE * deadline.left_s)
                return self._lean(near, soon) if lean else near
        return None

    def _trimmed(self, x: Real) -> Real:
        """Return a design that buys on each link the cheapest for what its routes carry."""
        variables = self._variables
        if variables.opened or variables.routing:
            return x
        loads = self._tight.routing.largest_loads() - np.array(variables.net.installed)
        bundles, less = Bundles(variables), x.copy()
        for link in range(variables.net.num_links):
            need = ceil(loads[link] - FITTING)
            own = [b for b in bundles.of(link, need) or () if b.capacity >= need]
            columns = np.flatnonzero(variables.link == link)
            if need <= 0:
                less[columns] = 0.0
            elif own:
                best = min(own, key=lambda b: b.cost)
                less[columns] = 0.0
                for j, times in best.numbers:
                    less[j] = times
        costs = variables.costs
        return less if float(costs @ less) < float(costs @ x) else x

    def _satisfied(self, x: Real, row: Inequality) -> bool:
        """Buy what satisfies an inequality, the cheapest for what is missing first."""
        if self._variables.net.single:
            return self._exchanged(x, row)
        missing = row.least - float(row.factors @ x)
        costs = self._variables.costs.astype(float)
        while missing > 1e-6 * max(1.0, float(np.abs(row.factors).max())):
            helps = np.minimum(row.factors.astype(float), missing)
            useful = (row.factors > 0) & (x < self._most())
            if not useful.any():
                return False
            worth = np.where(useful, helps / np.maximum(costs, 1e-9), -1.0)
            best = int(worth.argmax())
            times = 1.0 if self._variables.whole[best] else missing / row.factors[best]
            x[best] += times
            missing -= row.factors[best] * times
        return True

    def _exchanged(self, x: Real, row: Inequality) -> bool:
        """Do the same where one module per link may be bought: another takes the place of one."""
        num = len(self._variables.net.columns)
        link = self._variables.link
        factors, costs = row.factors.astype(float), self._variables.costs.astype(float)
        while (missing := row.least - float(row.factors @ x)) > 1e-6 * max(1.0, factors.max()):
            now, paid = np.zeros((2, self._variables.net.num_links))
            np.add.at(now, link, factors[:num] * x[:num])
            np.add.at(paid, link, costs[:num] * x[:num])
            gain, price = factors.copy(), costs.copy()
            gain[:num] -= now[link]
            price[:num] -= paid[link]
            useful = (gain > 0) & (x < self._most())
            if not useful.any():
                return False
            worth = np.minimum(gain, missing) / np.maximum(price, 1e-9)
            best = int(np.where(useful, worth, -1.0).argmax())
            if best < num:
                x[:num][link == link[best]] = 0.0
            x[best] += 1.0 if self._variables.whole[best] else missing / factors[best]
        return True

    def _most(self) -> Real:
        """Return the most of each variable: at most one module where only one may be bought."""
        net = self._variables.net
        most = np.full(self._variables.num, np.inf)
        if net.single:
            most[: len(net.columns)] = 1.0
        most[len(net.columns) : len(net.columns) + len(self._variables.opened)] = 1.0
        return most

    def _lean(self, x: Real, deadline: Deadline) -> Real:
        """Return a design with what is needless left out, the dearest first."""
        costs = self._variables.costs
        order = np.argsort(-costs, kind="stable")
        for j in order:
            while self._variables.whole[j] and x[j] >= 1 and not deadline.passed:
                x[j] -= 1
                if self._relaxation.violates(x) or not self._holds(x, deadline):
                    x[j] += 1
                    break
        return x

    def _holds(self, x: Real, deadline: Deadline) -> bool:
        """Whether a point routes all demands, as far as the time allows to see."""
        try:
            return not self._relaxation.add(self._tight.over_states(x, deadline, 1))
        except TimeoutError:
            return False
