"""Everything the cost functions look at, in one hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from consolidation.costs.amounts import Span, YearAmount, power_fee
from consolidation.costs.model import CostOptions
from consolidation.costs.timeline import Timeline, timeline
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import ServerForm
from consolidation.inventory.tables.servers import HostType, Server
from consolidation.migration.model import Schedule
from consolidation.packing.asking.options import LicensedHosts
from consolidation.packing.model import PackedHost, Packing
from consolidation.redesign.model import LineDesign
from consolidation.sizing.model import Demand, Disposition, Sizing
from consolidation.sizing.platform import PlatformPlan


@dataclass(frozen=True)
class Case:
    """The plan's parts that cost money, the options, and when everything starts and stops."""

    estate: Estate
    to_be: Estate
    sizing: Sizing
    packing: Packing
    lines: LineDesign
    schedule: Schedule
    platforms: tuple[PlatformPlan, ...]
    options: CostOptions
    licensed: LicensedHosts = "all"
    """Hosts whose cores a licence per host core must cover."""

    @cached_property
    def time(self) -> Timeline:
        """When everything starts and stops."""
        return timeline(
            self.estate,
            self.sizing,
            self.schedule,
            self.platforms,
            self.options,
            self.lines.change_on,
        )

    @property
    def horizon(self) -> Span:
        """The first and last day that are counted."""
        return self.time.first, self.time.last

    @cached_property
    def disposition(self) -> Mapping[str, Disposition]:
        """Dispositions by server id."""
        return {d.server: d for d in self.sizing.dispositions}

    @cached_property
    def demand(self) -> Mapping[str, Demand]:
        """Demands by server id."""
        return {d.server: d for d in self.sizing.demands}

    @cached_property
    def guests(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of the servers on each new host, in order."""
        found: dict[str, list[str]] = {host.id: [] for host in self.packing.hosts}
        for placement in self.packing.placements:
            found[placement.host].append(placement.server)
        return {host: tuple(sorted(servers)) for host, servers in found.items()}

    @cached_property
    def vms(self) -> Mapping[str, tuple[Server, ...]]:
        """The VMs on each existing platform, in order."""
        found: dict[str, list[Server]] = {p.id: [] for p in self.estate.platforms}
        for server in self.estate.servers:
            if server.form is ServerForm.VM and server.platform is not None:
                found[server.platform].append(server)
        return {platform: tuple(servers) for platform, servers in found.items()}

    def host_type(self, host: PackedHost) -> HostType:
        """Return the make and model of a new host, as the to-be estate has it."""
        return self.to_be.host_type[self.to_be.host[host.id].host_type]

    def power(self, watts: int, span: Span) -> tuple[YearAmount, ...]:
        """Return the price of a draw over some days, at the options' price and overhead."""
        options = self.options
        return power_fee(watts, options.yen_per_kwh, options.power_overhead_percent, span)
