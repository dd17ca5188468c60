"""Where VMs run: datacenters as sites, clusters as platforms, hosts with their make and model."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from consolidation.errors import Problem
from consolidation.inventory.importers import rows
from consolidation.inventory.importers.cells import Identities, whole_up
from consolidation.inventory.importers.rvtools_sheets import Record, Sheets
from consolidation.inventory.importers.rvtools_vms import Vm
from consolidation.inventory.tables.places import Site
from consolidation.inventory.tables.servers import Host, HostType, Platform
from consolidation.text import Text

MHZ_PER_GHZ = 1000
NO_PRICE = "価格は取込元にない。書き入れるまで調達の候補にならない (price not known; it cannot be \
bought until one is written)"


@dataclass(frozen=True, slots=True)
class Places:
    """Sites, platforms and hosts, and how to find those of a VM."""

    sites: tuple[Site, ...]
    platforms: tuple[Platform, ...]
    hosts: tuple[Host, ...]
    host_types: tuple[HostType, ...]
    num_hosts: int
    """Rows of vHost, whether enough is known of them or not."""
    unused: tuple[Problem, ...]
    assumptions: tuple[Problem, ...]
    _site_ids: dict[str, str]
    _platform_ids: dict[tuple[str, str], str]
    _host_rows: dict[str, Host]

    def site_of(self, vm: Vm) -> str:
        """Return the site of a VM: its datacenter."""
        return self._site_ids[vm.text("datacenter").casefold()]

    def platform_of(self, vm: Vm) -> str:
        """Return the platform of a VM: its cluster in its datacenter."""
        return self._platform_ids[_platform_key(vm.text("datacenter"), vm.text("cluster"))]

    def host_of(self, vm: Vm) -> str | None:
        """Return the host of a VM, if it is known and of the VM's platform."""
        host = self._host_rows.get(vm.text("host").casefold())
        return host.id if host is not None and host.platform == self.platform_of(vm) else None


def _platform_key(datacenter: str, cluster: str) -> tuple[str, str]:
    return (datacenter.casefold(), cluster.casefold())


def places(sheets: Sheets, vms: Sequence[Vm], source: str) -> Places:
    """Return sites, platforms and hosts for the VMs of a workbook."""
    pairs = {
        _platform_key(d, c): (d, c)
        for d, c in [
            *((vm.text("datacenter"), vm.text("cluster")) for vm in vms),
            *((r.text("datacenter"), r.text("cluster")) for r in sheets.of("vHost")),
        ]
    }
    pairs = _without_strays(pairs, vms)
    site_ids, sites = _sites([d for d, _ in pairs.values()], source)
    identities = Identities()
    platform_ids: dict[tuple[str, str], str] = {}
    platforms = []
    for key, (datacenter, cluster) in pairs.items():
        name = cluster or "クラスタ名なし (no cluster)"
        platform_ids[key] = identities.give(f"EXISTING-{cluster or 'UNNAMED'}")
        at = site_ids[datacenter.casefold()]
        platforms.append(rows.platform(platform_ids[key], name, at, source))
    hosts, types, unused = _hosts(sheets, platform_ids, source)
    return Places(
        sites,
        tuple(platforms),
        tuple(hosts.values()),
        tuple(types),
        len(sheets.of("vHost")),
        tuple(unused),
        (_no_prices(source, len(types)),) if types else (),
        site_ids,
        platform_ids,
        hosts,
    )


def _without_strays(
    pairs: dict[tuple[str, str], tuple[str, str]], vms: Sequence[Vm]
) -> dict[tuple[str, str], tuple[str, str]]:
    """Return the pairs without those that only hosts without datacenter and cluster make."""
    used = {_platform_key(vm.text("datacenter"), vm.text("cluster")) for vm in vms}
    return {key: pair for key, pair in pairs.items() if key in used or any(pair)}


def _sites(datacenters: Sequence[str], source: str) -> tuple[dict[str, str], tuple[Site, ...]]:
    identities = Identities()
    ids: dict[str, str] = {}
    found = []
    for name in datacenters:
        if name.casefold() not in ids:
            identity = identities.give(name, rows.NO_SITE)
            ids[name.casefold()] = identity
            found.append(rows.site(identity, name or "取込分 (imported)", source))
    return ids, tuple(found)


def _hosts(
    sheets: Sheets, platform_ids: dict[tuple[str, str], str], source: str
) -> tuple[dict[str, Host], list[HostType], list[Problem]]:
    types: dict[tuple[str, int, int, str], HostType] = {}
    identities, type_ids = Identities(), Identities()
    hosts: dict[str, Host] = {}
    unused = []
    for record in sheets.of("vHost"):
        name = record.text("host")
        cores, memory = record.number("cores"), record.mib("memory")
        key = _platform_key(record.text("datacenter"), record.text("cluster"))
        if not name or not cores or not memory or key not in platform_ids:
            unused.append(_not_enough(record))
            continue
        if name.casefold() in hosts:
            unused.append(_twice(record))
            continue
        model = " ".join(t for t in (record.text("vendor"), record.text("model")) if t)
        kind = (model, whole_up(cores), whole_up(memory), record.text("mhz"))
        if kind not in types:
            identity = type_ids.give(model, "EXISTING-HOST")
            types[kind] = _host_type(record, identity, model, source)
        hosts[name.casefold()] = Host(
            id=identities.give(name),
            platform=platform_ids[key],
            host_type=types[kind].id,
            source=f"{source} vHost {record.line}行目 (row {record.line})",
        )
    return hosts, list(types.values()), unused


def _host_type(record: Record, identity: str, model: str, source: str) -> HostType:
    cores, memory, mhz = record.number("cores"), record.mib("memory"), record.number("mhz")
    return HostType(
        id=identity,
        name=model or identity,
        cpu_cores=whole_up(cores) if cores else 1,
        cpu_ghz=Decimal(round(mhz)) / MHZ_PER_GHZ if mhz else None,
        memory_mib=whole_up(memory) if memory else 1,
        source=source,
        note=NO_PRICE,
    )


def _not_enough(record: Record) -> Problem:
    what = Text(
        "コア数かメモリかクラスタがないため、ホストとして取り込まない",
        "cores, memory or cluster is missing; not imported as a host",
    )
    return Problem(record.source, record.line, record.header("host"), what, warning=True)


def _twice(record: Record) -> Problem:
    what = Text("同じ名前のホストが先にある", "a host of that name stands above")
    return Problem(record.source, record.line, record.header("host"), what, warning=True)


def _no_prices(source: str, num_types: int) -> Problem:
    return Problem(
        source,
        None,
        None,
        Text(
            f"既存ホスト{num_types}機種の価格は取込元にない。書き入れるまで調達の候補にならない",
            f"the export has no price for {num_types} models of existing hosts; they cannot be "
            "bought until one is written",
        ),
        Text("host_types.csv に価格を書く", "write the prices into host_types.csv"),
        warning=True,
    )
