"""What if: one joint more, or one row less, answered at once.

A planner asks what P2 would say if a segment of one device were joined to a segment of another
(a cable, a VLAN added to a trunk, a rule), or if a link, device or control were taken away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from consolidation.errors import InputProblems, Problem
from consolidation.inventory.estate import Estate
from consolidation.nearest import suggestion
from consolidation.network import names
from consolidation.network.carriage import carriage
from consolidation.network.graph import build_graph
from consolidation.policy.case import Case
from consolidation.policy.editions import EDITIONS
from consolidation.policy.model import PolicyOptions
from consolidation.policy.trials import Answer, Trials
from consolidation.policy.ways.relabel import Alteration
from consolidation.text import Text

Place = tuple[str, str]
"""A segment on a device, by their ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What P2 says before and after one change, and by which way if it is then broken."""

    before: Answer
    after: Answer
    way: tuple[str, ...]
    """States of a way with too few controls after the change; empty where the rule holds."""


class Questions:
    """One state of the estate, about which questions are asked one after the other."""

    def __init__(self, estate: Estate, options: PolicyOptions) -> None:
        edition = EDITIONS[options.edition]
        self.case = Case(estate, "what-if", options, edition, build_graph(estate))

    @cached_property
    def _trials(self) -> Trials:
        return Trials(self.case)

    @cached_property
    def before(self) -> Answer:
        """What P2 says while nothing is changed."""
        return self._trials.after(Alteration())

    def joined(self, one: Place, other: Place, *, guarded: bool = False) -> WhatIf:
        """Return what P2 says once two segments on devices are joined, both ways.

        ``guarded``: past a control of its own. Raises `InputProblems` where the
        inventory does not have a segment on a device.
        """
        u, v = (self._number(place) for place in (one, other))
        return self._answer(Alteration(added={(u, v): guarded, (v, u): guarded}))

    def without(self, table: str, row: str) -> WhatIf:
        """Return what P2 says once a row (a link, device, control or server) is taken away."""
        number = self.case.all_roads.number
        gone = [number[n] for n, s in self.case.states.items() if (s.table, s.row) == (table, row)]
        if not gone:
            raise _unknown(table, row, self._rows(table))
        return self._answer(Alteration(gone=gone))

    def _answer(self, change: Alteration) -> WhatIf:
        after = self._trials.after(change)
        broken = after.num_controls is not None and after.num_controls < self.case.k
        way = self._trials.way(change) if broken else ()
        return WhatIf(before=self.before, after=after, way=way)

    def _number(self, place: Place) -> int:
        name = names.domain(*place)
        if name not in self.case.states:
            raise _unknown("devices", " ".join(place), self._places())
        return self.case.all_roads.number[name]

    def _places(self) -> Sequence[str]:
        carried = carriage(self.case.estate)
        return [f"{device} {segment}" for device, held in carried.held.items() for segment in held]

    def _rows(self, table: str) -> Sequence[str]:
        return sorted({s.row for s in self.case.states.values() if s.table == table})


def _unknown(table: str, name: str, known: Sequence[str]) -> InputProblems:
    what = Text(f"{table}に'{name}'はない", f"there is no '{name}' in {table}")
    return InputProblems("what-if", [Problem("what-if", None, None, what, suggestion(name, known))])
