"""What cannot be made into a packing problem, each with the name of the row at fault."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from consolidation.errors import Problem
from consolidation.inventory.estate import Estate
from consolidation.sizing.model import Demand
from consolidation.sizing.platform import ClusterPlan, PlatformPlan
from consolidation.text import Text

MEND_PLATFORMS = Text("シナリオの platforms を直す", "mend platforms in the scenario")
MOST_NAMED = 10


def homes_of(platforms: Sequence[PlatformPlan]) -> Mapping[tuple[str, str], ClusterPlan]:
    """Return for each platform and zone the cluster that takes it: the first one listed."""
    homes: dict[tuple[str, str], ClusterPlan] = {}
    for platform in platforms:
        for cluster in platform.clusters:
            for zone in cluster.zones:
                homes.setdefault((platform.id, zone), cluster)
    return homes


def refusals(
    estate: Estate, demands: Sequence[Demand], platforms: Sequence[PlatformPlan]
) -> Iterator[Problem]:
    """Yield everything that keeps the packing problem from being made."""
    clusters = [cluster for platform in platforms for cluster in platform.clusters]
    yield from _cluster_names(estate, clusters)
    for cluster in clusters:
        yield from _host_types(estate, cluster)
    yield from _homeless(demands, platforms)
    yield from _pinned_elsewhere(demands, platforms)
    yield from _torn_apart(estate, demands, platforms)


def _cluster_names(estate: Estate, clusters: Sequence[ClusterPlan]) -> Iterator[Problem]:
    """Find cluster names used twice or by existing hosts."""
    for name, num in sorted(Counter(cluster.id for cluster in clusters).items()):
        if num > 1:
            what = Text("クラスタIDが重複している", "two clusters have this id")
            yield _problem(name, what, "clusters")
        taken = [h.id for h in estate.hosts if h.id.startswith((f"{name}-host-", f"{name}-spare-"))]
        if taken:
            what = Text(
                f"既存ホスト{taken[0]}と同じ名前のホストができてしまう",
                f"its hosts would be named like the existing host {taken[0]}",
            )
            yield _problem(name, what, "clusters")


def _host_types(estate: Estate, cluster: ClusterPlan) -> Iterator[Problem]:
    """Find host types that the inventory does not hold or has no price of, or listed twice."""
    for unknown in sorted(set(cluster.host_types) - set(estate.host_type)):
        what = Text(
            f"ホスト機種{unknown}が台帳にない", f"host type {unknown} is not in the inventory"
        )
        yield _problem(cluster.id, what, "host_types")
    for name in cluster.host_types:
        if name in estate.host_type and estate.host_type[name].price_yen is None:
            what = Text(
                f"ホスト機種{name}の価格が不明で、調達の候補にできない",
                f"host type {name} has no price, so it cannot be bought",
            )
            fix = Text("host_types の価格を書く", "write its price into host_types")
            yield _problem(cluster.id, what, "host_types", fix)
    if len(set(cluster.host_types)) < len(cluster.host_types):
        what = Text("ホスト機種が重複している", "a host type is listed twice")
        yield _problem(cluster.id, what, "host_types")


def _homeless(demands: Sequence[Demand], platforms: Sequence[PlatformPlan]) -> Iterator[Problem]:
    """Find the servers whose platform is not planned or whose zone no cluster takes."""
    homes = homes_of(platforms)
    known = {platform.id for platform in platforms}
    homeless: dict[tuple[str, str], list[str]] = defaultdict(list)
    for demand in demands:
        if (demand.platform, demand.zone) not in homes:
            homeless[demand.platform, str(demand.zone)].append(demand.server)
    for (platform, zone), servers in sorted(homeless.items()):
        some = _named(servers)
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


def _pinned_elsewhere(
    demands: Sequence[Demand], platforms: Sequence[PlatformPlan]
) -> Iterator[Problem]:
    """Find pins and bans of servers that the cluster does not get: none is ignored."""
    homes = homes_of(platforms)
    placed: dict[str, set[str]] = defaultdict(set)
    for demand in demands:
        home = homes.get((demand.platform, demand.zone))
        if home is not None:
            placed[home.id].add(demand.server)
    clusters = [cluster for platform in platforms for cluster in platform.clusters]
    fix = Text("載るクラスタに書くか、外す", "write it in the cluster it goes to, or drop it")
    for cluster in clusters:
        for key, rules in (("pin", cluster.pin), ("ban", cluster.ban)):
            for server in sorted(n for n in rules if rules[n] and n not in placed[cluster.id]):
                what = Text(
                    f"サーバ{server}はこのクラスタに配置されない",
                    f"server {server} is not placed in this cluster",
                )
                yield _problem(cluster.id, what, key, fix)


def _torn_apart(
    estate: Estate, demands: Sequence[Demand], platforms: Sequence[PlatformPlan]
) -> Iterator[Problem]:
    """Find keep-together groups whose guests go to several clusters or zones."""
    homes = homes_of(platforms)
    groups: dict[str, dict[tuple[str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for demand in demands:
        home = homes.get((demand.platform, demand.zone))
        group = estate.server[demand.server].keep_together if home else None
        if group is not None and home is not None:
            groups[group][home.id, str(demand.zone)].append(demand.server)
    for group, parts in sorted(groups.items()):
        if len(parts) > 1:
            where = "; ".join(
                f"{cluster}/{zone}: {_named(servers)}"
                for (cluster, zone), servers in sorted(parts.items())
            )
            yield Problem(
                "servers",
                None,
                "keep_together",
                Text(
                    f"同居グループ{group}が複数のクラスタか情報系区分に分かれる: {where}",
                    f"keep-together group {group} goes to several clusters or zones: {where}",
                ),
                Text(
                    "1台のホストに載るのは同じクラスタ・同じ区分のサーバだけ。グループを分ける",
                    "a host carries servers of one cluster and zone only; split the group",
                ),
            )


def _named(servers: Sequence[str]) -> str:
    more = ", ..." if len(servers) > MOST_NAMED else ""
    return ", ".join(sorted(servers)[:MOST_NAMED]) + more


def _problem(name: str, what: Text, column: str, fix: Text = MEND_PLATFORMS) -> Problem:
    return Problem(f"platforms: {name}", None, column, what, fix)
