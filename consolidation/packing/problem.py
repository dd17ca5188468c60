"""From a sized estate and planned platforms to a packing problem in whole numbers."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from consolidation.errors import InputProblems, Problem
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.servers import HostType
from consolidation.packing.model import Guest, HostOption, PackingProblem
from consolidation.sizing.model import Demand, Sizing
from consolidation.sizing.platform import ClusterPlan, PlatformPlan
from consolidation.text import Text
from consolidation.units import CENTICORES_PER_CORE

DIMENSIONS = ("cpu_centicores", "memory_mib")
"""What is packed: hundredths of a core and MiB."""


def packing_problem(
    estate: Estate, sizing: Sizing, platforms: tuple[PlatformPlan, ...], cost_years: int
) -> PackingProblem:
    """Return the problem of placing every demand of the sizing on the planned platforms.

    A guest goes to the first cluster of its platform that takes its zone. A host's capacity is
    what ceilings, overcommit and the hypervisor leave, rounded down; its price is purchase and
    ``cost_years`` years of maintenance. The stock of a limited host type is shared by all
    clusters.

    Raises `InputProblems` naming the servers whose platform or zone no cluster takes, the host
    types that the inventory does not know or has no price of, and names used twice.
    """
    problems = [*_plan_problems(estate, platforms), *_demand_problems(sizing.demands, platforms)]
    if problems:
        raise InputProblems("platforms", problems)
    homes = _homes(platforms)
    guests = tuple(
        _guest(estate, demand, homes[demand.platform, demand.zone]) for demand in sizing.demands
    )
    clusters = [cluster for platform in platforms for cluster in platform.clusters]
    options = tuple(
        _option(estate.host_type[name], cluster, cost_years)
        for cluster in clusters
        for name in cluster.host_types
    )
    return PackingProblem(
        dimensions=DIMENSIONS,
        guests=tuple(sorted(guests, key=lambda guest: guest.id)),
        options=tuple(sorted(options, key=lambda option: (option.cluster, option.id))),
        spares=tuple(sorted((cluster.id, cluster.spare_hosts) for cluster in clusters)),
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


def _option(host_type: HostType, cluster: ClusterPlan, cost_years: int) -> HostOption:
    assert host_type.price_yen is not None, f"{host_type.id}: refused above"
    return HostOption(
        id=host_type.id,
        cluster=cluster.id,
        capacity=capacity(host_type, cluster),
        price_yen=host_type.price_yen + host_type.maintenance_yen_year * cost_years,
        limit=host_type.num_available,
    )


def _guest(estate: Estate, demand: Demand, cluster: str) -> Guest:
    return Guest(
        id=demand.server,
        cluster=cluster,
        zone=str(demand.zone),
        demand=(demand.cpu_centicores, demand.memory_mib),
        keep_apart=estate.server[demand.server].keep_apart,
    )


def _homes(platforms: Sequence[PlatformPlan]) -> Mapping[tuple[str, str], str]:
    """For each platform and zone the cluster that takes it: the first one listed."""
    homes: dict[tuple[str, str], str] = {}
    for platform in platforms:
        for cluster in platform.clusters:
            for zone in cluster.zones:
                homes.setdefault((platform.id, zone), cluster.id)
    return homes


def _plan_problems(estate: Estate, platforms: Sequence[PlatformPlan]) -> Iterator[Problem]:
    """Find cluster names used twice or by existing hosts, and host types not in the inventory."""
    clusters = [cluster for platform in platforms for cluster in platform.clusters]
    for name, num in sorted(Counter(cluster.id for cluster in clusters).items()):
        if num > 1:
            yield _problem(
                name, Text("クラスタIDが重複している", "two clusters have this id"), "clusters"
            )
        taken = [h.id for h in estate.hosts if h.id.startswith((f"{name}-host-", f"{name}-spare-"))]
        if taken:
            yield _problem(
                name,
                Text(
                    f"既存ホスト{taken[0]}と同じ名前のホストができてしまう",
                    f"its hosts would be named like the existing host {taken[0]}",
                ),
                "clusters",
            )
    for cluster in clusters:
        for unknown in sorted(set(cluster.host_types) - set(estate.host_type)):
            yield _problem(
                cluster.id,
                Text(
                    f"ホスト機種{unknown}が台帳にない",
                    f"host type {unknown} is not in the inventory",
                ),
                "host_types",
            )
        for name in cluster.host_types:
            if name in estate.host_type and estate.host_type[name].price_yen is None:
                yield _problem(
                    cluster.id,
                    Text(
                        f"ホスト機種{name}の価格が不明で、調達の候補にできない",
                        f"host type {name} has no price, so it cannot be bought",
                    ),
                    "host_types",
                    Text("host_types の価格を書く", "write its price into host_types"),
                )
        if len(set(cluster.host_types)) < len(cluster.host_types):
            yield _problem(
                cluster.id,
                Text("ホスト機種が重複している", "a host type is listed twice"),
                "host_types",
            )


def _demand_problems(
    demands: Sequence[Demand], platforms: Sequence[PlatformPlan]
) -> Iterator[Problem]:
    """Find the servers whose platform is not planned or whose zone no cluster takes."""
    homes = _homes(platforms)
    known = {platform.id for platform in platforms}
    homeless: dict[tuple[str, str], list[str]] = defaultdict(list)
    for demand in demands:
        if (demand.platform, demand.zone) not in homes:
            homeless[demand.platform, str(demand.zone)].append(demand.server)
    for (platform, zone), servers in sorted(homeless.items()):
        some = ", ".join(sorted(servers)[:10]) + (", ..." if len(servers) > 10 else "")
        if platform not in known:
            what = Text(
                f"計画にない基盤へ移すサーバがある: {some}",
                f"servers are to go to a platform that is not planned: {some}",
            )
        else:
            what = Text(
                f"区分{zone}を載せるクラスタがない。該当サーバ: {some}",
                f"no cluster takes zone {zone}; servers: {some}",
            )
        yield _problem(platform, what, "zones")


MEND_PLATFORMS = Text("シナリオの platforms を直す", "mend platforms in the scenario")


def _problem(name: str, what: Text, column: str, fix: Text = MEND_PLATFORMS) -> Problem:
    return Problem(f"platforms: {name}", None, column, what, fix)
