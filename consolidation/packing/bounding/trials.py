"""Close parts of a proof tree that rows cannot: try where the guests of a small compartment stand.

Rows know placement costs only guest by guest; which guests can have their cheapest places together
is seen by placing them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from consolidation.packing.bounding.numbers import Box, Number, numbers_of
from consolidation.packing.certificate import Refuted, Worth
from consolidation.packing.compact.compartments import Lot
from consolidation.packing.compact.mix import Counts, hosts_of
from consolidation.packing.compiled.arrays import Real
from consolidation.packing.placing.assignment import least_placing
from consolidation.solving.deadline import Deadline
from consolidation.solving.status import Status

MOST_TRIED, MOST_PLACED = 12, 12
"""Bundles that the checker is left to place in every way: onto few hosts, and at least cost."""

Answer = tuple[Status, int]


@dataclass(frozen=True, slots=True)
class Trials:
    """What placing all bundles of a compartment onto hosts costs at least, as far as known."""

    lot: Lot
    known: dict[tuple[int, Counts], Answer]

    def closed(
        self, box: Box, x: Real, target: int, deadline: Deadline
    ) -> tuple[Refuted | None, tuple[int, int] | None]:
        """Return what closes a part in which ``x`` is whole, or which number to split (or neither).

        The part is narrowed to no more hosts than ``x`` has, then to no fewer.
        """
        numbers = list(numbers_of(self.lot))
        floor = sum(n.cost * low for n, (low, _) in zip(numbers, box, strict=True))
        for c, part in enumerate(self.lot.compartments):
            if part.num_guests > (MOST_PLACED if part.with_costs else MOST_TRIED):
                continue
            own = [j for j, n in enumerate(numbers) if not n.spare and n.place == c]
            whole = {j: round(float(x[j])) for j in own}
            over = next((j for j in own if box[j][1] > whole[j]), None)
            if over is not None:
                return None, (over, whole[over])
            status, least = self._least(c, tuple(whole[j] for j in own), deadline)
            impossible = status is Status.INFEASIBLE
            if impossible or (status is Status.OPTIMAL and part.with_costs):
                if impossible or floor + least >= target:
                    return self._refuted(c, own, whole, None if impossible else least), None
                under = _to_raise(numbers, box, floor, target - least)
                if under is not None:
                    return None, (under, box[under][1] - 1)
        return None, None

    def _least(self, c: int, counts: Counts, deadline: Deadline) -> Answer:
        if (c, counts) not in self.known:
            part = self.lot.compartments[c]
            hosts = hosts_of(part, counts)
            self.known[c, counts] = least_placing(part, hosts, deadline.left_s)
        return self.known[c, counts]

    def _refuted(
        self, c: int, own: Sequence[int], whole: dict[int, int], least: int | None
    ) -> Refuted:
        part = self.lot.compartments[c]
        return Refuted(
            cluster=part.cluster,
            zone=part.zone,
            hosts=tuple(
                Worth(option=setting.option.id, levels=setting.levels, worth=whole[j])
                for setting, j in zip(part.settings, own, strict=True)
                if whole[j]
            ),
            least=least,
        )


def _to_raise(numbers: Sequence[Number], box: Box, floor: int, enough: int) -> int | None:
    """Return a number whose least may be raised, if raising all of them is enough."""
    open_ = [j for j, (low, high) in enumerate(box) if low < high and numbers[j].cost]
    gain = sum(numbers[j].cost * (box[j][1] - box[j][0]) for j in open_)
    return open_[0] if open_ and floor + gain >= enough else None
