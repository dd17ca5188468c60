"""What is known of the cheapest packing of one lot while it is searched."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from consolidation.errors import SolverTrouble
from consolidation.packing.bounding.cover import CoverRow
from consolidation.packing.columns.generation import Generation
from consolidation.packing.compact.compartments import Compartment, Lot
from consolidation.packing.compact.filled import Filled
from consolidation.packing.compact.mix import Counts, Limit, Mix, price, with_spares
from consolidation.solving.deadline import Deadline
from consolidation.solving.status import Status
from consolidation.text import Text


@dataclass(slots=True)
class Search:
    """What is known so far of the cheapest packing of a lot."""

    lot: Lot
    deadline: Deadline
    rows: list[list[CoverRow]]
    lower: int = 0
    bound_by: str = "host-mix"
    mix: Mix | None = None
    filled: tuple[Filled, ...] = ()
    found_by: str = "none"
    impossible: bool = False
    """Whether it is proved that no packing exists."""
    interrupted: bool = False
    limits: list[Limit] = field(default_factory=list)
    """Mixes proved not to do."""
    tried: list[Limit] = field(default_factory=list)
    """Mixes on which neither a packing nor a proof was found with the present effort."""
    known: dict[tuple[int, Counts], tuple[str, Filled]] = field(default_factory=dict)
    """Packings found, by compartment and hosts."""
    generations: dict[int, Generation] = field(default_factory=dict)
    effort: int = 0
    num_bounded: tuple[int, int] = (-1, -1)
    """How many limits and rows the bound already reckons with."""

    @property
    def upper(self) -> int | None:
        """What the best packing counts in the objective, or ``None``."""
        return None if self.mix is None else self.cost(self.mix, self.filled)

    def cost(self, mix: Mix, filled: tuple[Filled, ...]) -> int:
        """Return what a packing counts in the objective."""
        placed = sum(f.placement_yen(p) for f, p in zip(filled, self.lot.compartments, strict=True))
        return price(self.lot, mix) + placed

    @property
    def shown_by(self) -> str:
        """The strongest method among those whose rows and mixes the bound rests on."""
        kinds = {row.by for rows in self.rows for row in rows}
        if self.limits:
            return "ilp"
        return next((by for by in ("listing", "column-generation") if by in kinds), "host-mix")

    def settle_for(self, shown: int) -> None:
        """Take the bound that the certificate shows where the search alone claims more.

        Bounds of rows and mixes are shown whole or were wrong: a solver's slip in a program of
        extreme prices. What only listing, an assignment program or a refuted mix has proved stays,
        but never above what a packing costs.
        """
        if self.bound_by in ("host-mix", "column-generation"):
            self.lower = min(self.lower, shown)
        if self.upper is not None and self.lower > self.upper:
            self.lower = shown

    @property
    def status(self) -> Status:
        """How good the best packing is known to be."""
        if self.impossible:
            return Status.INFEASIBLE
        if self.upper is None:
            return Status.UNKNOWN
        return Status.OPTIMAL if self.upper <= self.lower else Status.FEASIBLE

    @property
    def over(self) -> bool:
        """Whether there is nothing left to do or no time to do it in."""
        done = self.status in (Status.OPTIMAL, Status.INFEASIBLE)
        return done or self.interrupted or self.deadline.passed


def improve_part(state: Search, index: int, filled: Filled, found_by: str) -> bool:
    """Keep a packing of one compartment if the whole is cheaper with it."""
    if not state.filled:
        return False
    whole = (*state.filled[:index], filled, *state.filled[index + 1 :])
    return improve(state, whole, found_by)


def improve(
    state: Search, filled: tuple[Filled, ...], found_by: str, planned: Mix | None = None
) -> bool:
    """Keep a packing if it is cheaper than the best so far.

    Spares are chosen for it, or are those of the mix that it was planned for.
    """
    carrying = tuple(
        packing.counts(len(part.settings))
        for part, packing in zip(state.lot.compartments, filled, strict=True)
    )
    mixes = [with_spares(state.lot, carrying)]
    if planned is not None and _within(carrying, planned.hosts):
        mixes.append(Mix(carrying, planned.spares))
    for mix in mixes:
        if mix is not None and (state.upper is None or state.cost(mix, filled) < state.upper):
            state.mix, state.filled, state.found_by = mix, filled, found_by
            return True
    return False


def _within(hosts: Sequence[Counts], planned: Sequence[Counts]) -> bool:
    """Tell whether there are no more hosts than planned, for which stock and spares were made."""
    pairs = zip(hosts, planned, strict=True)
    return all(num <= most for own, its in pairs for num, most in zip(own, its, strict=True))


def own_cost(part: Compartment, filled: Filled) -> int:
    """Return what the hosts and placements of one compartment count."""
    hosts = sum(part.settings[setting].price_yen for setting, _ in filled.fillings)
    return hosts + filled.placement_yen(part)


def contradiction() -> SolverTrouble:
    """Return the error for a proof that nothing fits beside a packing that does."""
    return SolverTrouble(
        Text(
            "ソルバーが、現に存在する配置を不可能と答えた",
            "the solver says that there is no packing, yet one stands",
        )
    )
