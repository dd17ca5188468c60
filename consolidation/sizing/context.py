"""What the disposition rules may look at besides the server itself."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from consolidation.fiscal import first_day, last_day
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Cloud, Zone
from consolidation.inventory.tables.places import System
from consolidation.inventory.tables.servers import Server
from consolidation.sizing.model import SizingOptions
from consolidation.sizing.platform import PlatformPlan
from consolidation.sizing.trace import span_minutes


@dataclass(frozen=True)
class Context:
    """The estate, the platforms to build, the options and the fiscal years of the plan."""

    estate: Estate
    platforms: tuple[PlatformPlan, ...]
    options: SizingOptions
    years: tuple[int, int]

    @property
    def ends_on(self) -> date:
        """The last day of the plan."""
        return last_day(self.years[1])

    @cached_property
    def replaced(self) -> frozenset[str]:
        """Ids of the existing platforms that a planned one takes over."""
        return frozenset(p for platform in self.platforms for p in platform.replaces)

    @cached_property
    def longest_minutes(self) -> int:
        """The length of the longest trace: how long the estate was measured."""
        return max((span_minutes(trace) for trace in self.estate.traces), default=0)

    def system(self, server: Server) -> System | None:
        """Return the system a server serves, if the inventory says."""
        return self.estate.system[server.system] if server.system else None

    def zone(self, server: Server) -> Zone | None:
        """Return the trust zone of a server: its system's, else that of all its segments.

        Segments of different zones give no answer; then, as for a server with neither, the
        option ``default_zone`` decides, and may be ``None`` too.
        """
        system = self.system(server)
        if system is not None:
            return system.zone
        zones = self.estate.zones_of(server.segments)
        if len(zones) == 1:
            return zones.pop()
        return self.options.default_zone

    def zone_is_inferred(self, server: Server) -> bool:
        """Say whether a server's zone is known only by its segments or by the default."""
        return self.system(server) is None and self.zone(server) is not None

    def target(self, server: Server, zone: Zone) -> PlatformPlan | None:
        """Return the planned platform that takes a server of a zone.

        The first that has a cluster for the zone and replaces the server's platform; else the
        first that has a cluster for the zone.
        """
        able = [p for p in self.platforms if any(zone in c.zones for c in p.clusters)]
        heirs = [p for p in able if server.platform in p.replaces]
        return next(iter(heirs + able), None)

    def loses_its_platform_before(self, server: Server, day: date) -> bool:
        """Say whether the server's platform is replaced and at its end of life before a day."""
        if server.platform is None or server.platform not in self.replaced:
            return False
        end = self.estate.platform[server.platform].end_of_life
        return end is not None and end < day

    def cloud_day(self, server: Server) -> date | None:
        """Return the first day of the year in which the server's system goes to the cloud.

        ``None`` where the scenario builds nothing or forbids it, where the system is not marked
        ``yes``, or where its replacement year is not known or outside the plan.
        """
        system = self.system(server)
        if system is None or system.cloud is not Cloud.YES:
            return None
        year = system.replacement_fiscal_year
        if not self.platforms or not self.options.allow_cloud or year is None:
            return None
        return first_day(year) if self.years[0] <= year <= self.years[1] else None
