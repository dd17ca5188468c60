"""From a sized estate and planned platforms to a packing problem in whole numbers."""

from collections.abc import Iterable, Iterator

from consolidation.errors import InputProblems
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import LicenceMetric
from consolidation.inventory.tables.servers import HostType, Licence, Server
from consolidation.packing.amounts import APART, LICENCE
from consolidation.packing.asking.demands import dimensions, needed, offered
from consolidation.packing.asking.options import DEFAULT, PackingOptions, Profiles
from consolidation.packing.asking.refusals import homes_of, refusals
from consolidation.packing.model import (
    Apart,
    Guest,
    HostOption,
    PackingProblem,
    Surcharge,
    Then,
)
from consolidation.sizing.model import Demand, Sizing
from consolidation.sizing.platform import ClusterPlan, PlatformPlan
from consolidation.text import Text
from consolidation.units import CENTICORES_PER_CORE

NOT_YET = (
    Text(
        "既存ホストを残して使う計画は、シナリオからはまだ指定できない（割当ての計算自体は扱える）",
        "existing hosts cannot be kept by a scenario yet (the packer itself can use them)",
    ),
)
"""What a plan does not ask of the packing."""


def packing_problem(
    estate: Estate,
    sizing: Sizing,
    platforms: tuple[PlatformPlan, ...],
    cost_years: int,
    options: PackingOptions = DEFAULT,
) -> PackingProblem:
    """Return the problem of placing every demand of the sizing on the planned platforms.

    A guest goes to the first cluster of its platform that takes its zone. A host's capacity is
    what ceilings, overcommit and the hypervisor leave, rounded down; its price is purchase and
    ``cost_years`` years of maintenance. The stock of a limited host type is shared by all
    clusters. Dedicated licences are surcharges on the hosts that carry their guests, priced over
    the same years; those of spares, whose number is fixed, are not in the problem.

    Raises `InputProblems` naming the servers whose platform or zone no cluster takes, the host
    types that the inventory does not know or has no price of, names used twice, pins and bans
    of servers that are not placed there, and groups that cannot stand together.
    """
    problems = [*refusals(estate, sizing.demands, platforms)]
    if problems:
        raise InputProblems("platforms", problems)
    homes = homes_of(platforms)
    licences = _dedicated(estate, sizing, options)
    guests = tuple(
        _guest(
            estate.server[demand.server],
            demand,
            homes[demand.platform, demand.zone],
            licences,
            options.profiles,
        )
        for demand in sizing.demands
    )
    clusters = [cluster for platform in platforms for cluster in platform.clusters]
    host_options = tuple(
        _option(estate.host_type[name], cluster, cost_years, options.profiles)
        for cluster in clusters
        for name in cluster.host_types
    )
    return PackingProblem(
        dimensions=dimensions(options.profiles),
        guests=tuple(sorted(guests, key=lambda guest: guest.id)),
        options=tuple(sorted(host_options, key=lambda option: (option.cluster, option.id))),
        spares=tuple(sorted((cluster.id, cluster.spare_hosts) for cluster in clusters)),
        rules=tuple(_aparts(guests)),
        surcharges=tuple(_surcharges(estate, clusters, licences, cost_years)),
        objective=options.objective,
        then=Then(options.then) if options.then else None,
    )


def capacity(host_type: HostType, cluster: ClusterPlan) -> tuple[int, int]:
    """Return what guests may use of one host: hundredths of a core, MiB.

    CPU: cores x 100 x overcommit x ceiling. Memory: (fitted - hypervisor's own) x ceiling. Both
    rounded down, never negative.

    >>> kind = HostType(id="h", name="h", cpu_cores=32, memory_mib=393216, price_yen=0)
    >>> plan = ClusterPlan(id="c", zones=(), host_types=("h",), cpu_overcommit_percent=200,
    ...                    cpu_ceiling_percent=80, memory_ceiling_percent=90)
    >>> capacity(kind, plan)
    (5120, 346521)
    """
    cores = host_type.cpu_cores * CENTICORES_PER_CORE
    cpu = cores * cluster.cpu_overcommit_percent * cluster.cpu_ceiling_percent // 10_000
    memory = max(0, host_type.memory_mib - cluster.host_memory_overhead_mib)
    return cpu, memory * cluster.memory_ceiling_percent // 100


def _option(
    host_type: HostType, cluster: ClusterPlan, cost_years: int, profiles: Profiles
) -> HostOption:
    assert host_type.price_yen is not None, f"{host_type.id}: refused above"
    return HostOption(
        id=host_type.id,
        cluster=cluster.id,
        capacity=offered(*capacity(host_type, cluster), profiles),
        price_yen=host_type.price_yen + host_type.maintenance_yen_year * cost_years,
        limit=host_type.num_available,
        most_guests=cluster.most_guests_per_host,
    )


def _guest(
    server: Server,
    demand: Demand,
    cluster: ClusterPlan,
    licences: Iterable[Licence],
    profiles: Profiles,
) -> Guest:
    apart = [APART + server.keep_apart] if server.keep_apart is not None else []
    licensed = [LICENCE + row.id for row in licences if row.id in server.licences]
    return Guest(
        id=demand.server,
        cluster=cluster.id,
        zone=str(demand.zone),
        demand=needed(demand, profiles),
        labels=tuple(sorted((*apart, *licensed))),
        together=server.keep_together,
        only=tuple(sorted(cluster.pin.get(server.id, ()))) or None,
        never=tuple(sorted(cluster.ban.get(server.id, ()))),
    )


def _aparts(guests: Iterable[Guest]) -> Iterator[Apart]:
    """Yield one rule per keep-apart group: no host carries two of its guests."""
    labels = {label for guest in guests for label in guest.labels if label.startswith(APART)}
    yield from (Apart(label=label, most=1) for label in sorted(labels))


def _dedicated(estate: Estate, sizing: Sizing, options: PackingOptions) -> tuple[Licence, ...]:
    """Return the priced licences per host core that some guest needs, where dedicated."""
    if options.licensed_hosts != "dedicated":
        return ()
    held = {name for d in sizing.demands for name in estate.server[d.server].licences}
    by_core = (x for x in estate.licences if x.metric is LicenceMetric.HOST_CORE)
    rows = (x for x in by_core if x.id in held and (x.yen or x.yen_year))
    return tuple(sorted(rows, key=lambda row: row.id))


def _surcharges(
    estate: Estate, clusters: Iterable[ClusterPlan], licences: Iterable[Licence], cost_years: int
) -> Iterator[Surcharge]:
    """Yield one surcharge per dedicated licence: all cores of the host."""
    names = sorted({name for cluster in clusters for name in cluster.host_types})
    for licence in licences:
        unit = licence.yen + licence.yen_year * cost_years
        yen = tuple((name, estate.host_type[name].cpu_cores * unit) for name in names)
        yield Surcharge(label=LICENCE + licence.id, yen=yen)
