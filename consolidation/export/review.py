"""What every sheet, page and figure is drawn from."""

from dataclasses import dataclass
from functools import cached_property

from consolidation.export.contents.provenance import Illustrative, illustrative
from consolidation.export.controls import Controls, known_controls
from consolidation.inventory.estate import Estate
from consolidation.packing.amounts import is_cpu
from consolidation.packing.asking.demands import CPU, MEMORY
from consolidation.packing.checking.account import standing_yen, surcharged_yen
from consolidation.packing.model import Guest, HostOption, PackedHost, PackingProblem, Surcharge
from consolidation.policy.model import Verdict
from consolidation.scenario.model import Plan
from consolidation.text import Language, Text
from consolidation.units import percent


@dataclass(frozen=True, slots=True)
class Filling:
    """Need and usable capacity of one host."""

    cpu_centicores: int
    cpu_usable_centicores: int
    memory_mib: int
    memory_usable_mib: int

    @property
    def cpu_percent(self) -> float:
        """Need of CPU in percent of what may be used."""
        return percent(self.cpu_centicores, self.cpu_usable_centicores)

    @property
    def memory_percent(self) -> float:
        """Need of memory in percent of what may be used."""
        return percent(self.memory_mib, self.memory_usable_mib)


@dataclass(frozen=True)
class Review:
    """A plan with the two states it speaks of and the language it is read in.

    Everything an exporter shows comes from here, so a figure can never show another number than
    the table beside it.
    """

    plan: Plan
    as_is: Estate
    to_be: Estate
    problem: PackingProblem
    language: Language

    def say(self, text: Text) -> str:
        """Return a text in the review's language."""
        return text.in_(self.language)

    @cached_property
    def made_up(self) -> Illustrative:
        """How many rows of the inventory are illustrative."""
        return illustrative(self.as_is)

    @cached_property
    def controls(self) -> Controls:
        """The controls of both states, and what each falls with."""
        return known_controls((self.as_is, self.to_be))

    @property
    def footnote(self) -> str:
        """What stands below every figure: that the inventory is made up; empty where it is not."""
        words = self.made_up.words
        return self.say(words) if words else ""

    @cached_property
    def option(self) -> dict[tuple[str, str], HostOption]:
        """Host options by cluster and host type."""
        return {(option.cluster, option.id): option for option in self.problem.options}

    @cached_property
    def guest(self) -> dict[str, Guest]:
        """Guests of the packing problem by server."""
        return {guest.id: guest for guest in self.problem.guests}

    @cached_property
    def demand(self) -> dict[str, tuple[int, ...]]:
        """Demands by server, one whole number per dimension of the problem."""
        return {name: guest.demand for name, guest in self.guest.items()}

    @cached_property
    def surcharges(self) -> dict[str, list[Surcharge]]:
        """Surcharges of the packing problem by label."""
        found: dict[str, list[Surcharge]] = {}
        for surcharge in self.problem.surcharges:
            found.setdefault(surcharge.label, []).append(surcharge)
        return found

    @cached_property
    def guests(self) -> dict[str, tuple[str, ...]]:
        """Servers by the host they are placed on."""
        found: dict[str, list[str]] = {host.id: [] for host in self.plan.packing.hosts}
        for placement in self.plan.packing.placements:
            found.setdefault(placement.host, []).append(placement.server)
        return {host: tuple(servers) for host, servers in found.items()}

    def used(self, host: str) -> tuple[int, ...]:
        """Return what a host's guests need together, per dimension."""
        demands = [self.demand[server] for server in self.guests.get(host, ())]
        return tuple(
            sum(demand[i] for demand in demands) for i in range(len(self.problem.dimensions))
        )

    def filling(self, host: PackedHost) -> "Filling":
        """Return what a host's guests need, CPU in the busiest hour, against what may be used."""
        option = self.option.get((host.cluster, host.option))
        names = self.problem.dimensions
        used = dict(zip(names, self.used(host.id), strict=True))
        room = dict(zip(names, option.capacity, strict=True)) if option else {}
        cpu = max(filter(is_cpu, names), key=lambda name: used[name], default=CPU)
        return Filling(used.get(cpu, 0), room.get(cpu, 0), used.get(MEMORY, 0), room.get(MEMORY, 0))

    def price(self, host: PackedHost) -> int | None:
        """Return what packing counts for a host and the guests it carries."""
        option = self.option.get((host.cluster, host.option))
        if option is None:
            return None
        guests = [self.guest[server] for server in self.guests.get(host.id, ())]
        standing = sum(standing_yen(guest, option) for guest in guests)
        return option.price_yen + standing + surcharged_yen(self.surcharges, option, guests)

    def verdict(self, state: str) -> Verdict | None:
        """Return the verdict on a state, or ``None`` when it was not judged."""
        return next((v for v in self.plan.verdicts if v.state == state), None)
