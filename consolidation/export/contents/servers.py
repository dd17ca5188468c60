"""Tables about servers: what becomes of each, what it needs, where it goes."""

from collections.abc import Mapping

from consolidation.export import labels
from consolidation.export.contents import wording
from consolidation.export.review import Review
from consolidation.export.table import Cell, Table, heading, yes_no
from consolidation.packing.asking.options import Profiles
from consolidation.packing.model import Objective, PackedHost
from consolidation.text import Text
from consolidation.units import CENTICORES_PER_CORE, MIB_PER_GIB

FILLED: Mapping[Profiles, Text] = {
    "peak": Text("載る全サーバのピークの和", "the sum of the peaks of its servers"),
    "hours": Text(
        "1日で最も多い時間の、載る全サーバの和", "the sum over its servers in its busiest hour"
    ),
}
"""What the CPU used of a host is the sum of."""


def dispositions(review: Review) -> Table:
    """Return the table of what becomes of every server, with the reason."""
    return Table(
        "dispositions",
        Text("移行方針", "Dispositions"),
        (
            heading("サーバID", "server", "code"),
            heading("サーバ名", "name"),
            heading("システム", "system"),
            heading("所管", "department"),
            heading("情報系区分", "zone"),
            heading("拠点", "site"),
            heading("方針", "disposition"),
            heading("行き先の基盤", "platform", "code"),
            heading("移設", "moves"),
            heading("判定規則", "rule"),
            heading("理由", "reason", "long"),
        ),
        tuple(
            (
                d.server,
                *server_words(review, d.server),
                labels.DISPOSITION[d.kind],
                d.platform,
                yes_no(d.moves),
                labels.rule(d.rule),
                d.reason,
            )
            for d in review.plan.sizing.dispositions
        ),
        Text(
            "台帳の全サーバを1台ずつ、必ず1つの方針に割り当てる。",
            "Every server of the inventory has exactly one disposition.",
        ),
    )


def server_words(review: Review, server: str) -> tuple[Cell, ...]:
    """Return a server's name, system, department, zone and site as cells."""
    row = review.as_is.server.get(server)
    if row is None:
        return (None, None, None, None, None)
    system = review.as_is.system.get(row.system) if row.system else None
    site = review.as_is.site.get(row.site)
    return (
        row.name,
        system.name if system else None,
        system.department if system else None,
        labels.zone(system.zone) if system else _inferred_zone(review, server),
        site.name if site else row.site,
    )


def _inferred_zone(review: Review, server: str) -> Text | None:
    """Return the zone of a server without a system, marked as inferred; ``None`` if unknown."""
    row = review.as_is.server[server]
    zones = review.as_is.zones_of(row.segments)
    if len(zones) != 1:
        zones = {d.zone for d in review.plan.sizing.demands if d.server == server}
    if not zones:
        return None
    zone = zones.pop()
    return Text(f"{zone.ja}（推定、要確認）", f"{zone.value} (inferred, to be confirmed)")


def demands(review: Review) -> Table:
    """Return the table of what each moving server needs, with its arithmetic."""
    return Table(
        "demands",
        Text("所要資源", "Demands"),
        (
            heading("サーバID", "server", "code"),
            heading("サーバ名", "name"),
            heading("基盤", "platform", "code"),
            heading("情報系区分", "zone"),
            heading("CPU (コア)", "CPU (cores)", "decimal"),
            heading("メモリ (GiB)", "memory (GiB)", "decimal"),
            heading("ディスク (GiB)", "disk (GiB)", "count"),
            heading("根拠", "basis"),
            heading("実測の標本率 (%)", "samples present (%)", "count"),
            heading("算式", "arithmetic", "long"),
        ),
        tuple(
            (
                d.server,
                server_words(review, d.server)[0],
                d.platform,
                labels.zone(d.zone),
                d.cpu_centicores / CENTICORES_PER_CORE,
                d.memory_mib / MIB_PER_GIB,
                d.disk_gib,
                labels.BASIS[d.basis],
                d.sample_percent,
                d.reason,
            )
            for d in review.plan.sizing.demands
        ),
        Text(
            "基盤の耐用年限までの伸びを含み、ホスト側の余裕（上限率）は含まない。",
            "Growth to the platform's end of life is included, host ceilings are not.",
        ),
    )


def hosts(review: Review) -> Table:
    """Return the table of hosts to buy and how full each is."""
    adds_up = FILLED[review.plan.scenario.packing.profiles]
    counted = wording.host_price(review.plan.scenario)
    return Table(
        "hosts",
        Text("ホスト", "Hosts"),
        (
            heading("ホストID", "host", "code"),
            heading("機種", "host type"),
            heading("クラスタ", "cluster", "code"),
            heading("情報系区分", "zone"),
            heading("予備", "spare"),
            heading("サーバ数", "servers", "count"),
            heading("CPU 使用 (コア)", "CPU used (cores)", "decimal"),
            heading("CPU 使用可能 (コア)", "CPU usable (cores)", "decimal"),
            heading("CPU 充填率 (%)", "CPU filling (%)", "percent"),
            heading("メモリ 使用 (GiB)", "memory used (GiB)", "decimal"),
            heading("メモリ 使用可能 (GiB)", "memory usable (GiB)", "decimal"),
            heading("メモリ 充填率 (%)", "memory filling (%)", "percent"),
            heading("期間中の価格 (円)", "price over the plan (yen)", "yen"),
        ),
        tuple(_host_row(review, host) for host in review.plan.packing.hosts),
        Text(
            "使用可能な量は、上限率・オーバーコミット・ハイパーバイザの取り分を差し引いた後の値。"
            f"CPU の使用は、{adds_up.ja}。価格は、{counted.ja}。",
            "Usable is what ceilings, overcommit and the hypervisor's own share leave. CPU used "
            f"is {adds_up.en}. The price is {counted.en}.",
        ),
    )


def _host_row(review: Review, host: PackedHost) -> tuple[Cell, ...]:
    model = review.as_is.host_type.get(host.option)
    filling = review.filling(host)
    return (
        host.id,
        model.name if model else host.option,
        host.cluster,
        labels.zone(host.zone),
        yes_no(host.spare),
        len(review.guests.get(host.id, ())),
        filling.cpu_centicores / CENTICORES_PER_CORE,
        filling.cpu_usable_centicores / CENTICORES_PER_CORE,
        filling.cpu_percent,
        filling.memory_mib / MIB_PER_GIB,
        filling.memory_usable_mib / MIB_PER_GIB,
        filling.memory_percent,
        review.price(host),
    )


def placements(review: Review) -> Table:
    """Return the table of which server goes on which host."""
    need = {demand.server: demand for demand in review.plan.sizing.demands}
    rows = []
    for placement in review.plan.packing.placements:
        name, system, department, zone, _ = server_words(review, placement.server)
        demand = need.get(placement.server)
        rows.append(
            (
                placement.host,
                placement.server,
                name,
                system,
                department,
                zone,
                demand.cpu_centicores / CENTICORES_PER_CORE if demand else None,
                demand.memory_mib / MIB_PER_GIB if demand else None,
            )
        )
    return Table(
        "placements",
        Text("配置", "Placements"),
        (
            heading("ホストID", "host", "code"),
            heading("サーバID", "server", "code"),
            heading("サーバ名", "name"),
            heading("システム", "system"),
            heading("所管", "department"),
            heading("情報系区分", "zone"),
            heading("CPU (コア)", "CPU (cores)", "decimal"),
            heading("メモリ (GiB)", "memory (GiB)", "decimal"),
        ),
        tuple(sorted(rows, key=lambda row: (str(row[0]), str(row[1])))),
    )


def bounds(review: Review) -> Table:
    """Return the table of how good the packing of each cluster is shown to be."""
    by_cost = review.plan.packing.objective is Objective.COST
    return Table(
        "clusters",
        Text("クラスタ別の証明", "Bounds by cluster"),
        (
            heading("クラスタ", "cluster", "code"),
            heading("判定", "status"),
            heading("価格 (円)", "price (yen)", "yen"),
            heading("下界 (円)", "lower bound (yen)", "yen"),
            heading("稼働ホスト数", "hosts with guests", "count"),
            heading("ホスト数の下界", "lower bound of hosts", "count"),
            heading("下界の求め方", "bound by"),
            heading("配置の求め方", "found by"),
        ),
        tuple(
            (
                c.cluster,
                labels.STATUS[c.status],
                c.price_yen,
                c.lower_bound_yen if by_cost else None,
                c.num_hosts,
                c.lower_bound_hosts,
                labels.solved_by(c.bound_by),
                labels.solved_by(c.found_by),
            )
            for c in review.plan.packing.clusters
        ),
        Text(
            "費用も稼働ホスト数も、下界より小さい構成は存在しない。台数を最小にした計画では、"
            "費用の下界を求めない。",
            "Nothing costs less, or uses fewer hosts, than the lower bounds say. Where hosts are "
            "minimised no bound of the cost is sought.",
        ),
    )
