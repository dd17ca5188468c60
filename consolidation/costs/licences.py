"""What licences cost: per server, or per core of every host that a guest may run on.

- Per server: the yearly price for as long as the server serves, wherever it runs; the one-off
  price was paid when the server was put in and is not paid again.
- Per host core: all cores of a machine count once anything on it needs the licence (Microsoft,
  Windows Server core licensing; the same rule for databases). Today that is a physical server's
  own cores, or all hosts of a VM's platform. On the new platform a guest may run on every host
  of its cluster that holds its zone, and on the cluster's spares; with dedicated hosts it is
  bound to its host and fails over to the spares alone. The cores of these hosts are bought once
  at the start, and paid yearly from then on. Old licences end with their machine; none is taken
  over.

Packing minimised what dedicated licences cost on the hosts that carry guests; the number of
spares is fixed, so that theirs was no part of it.
"""

from collections.abc import Iterator

from consolidation.costs.amounts import Span, clip, one_off, yearly_fee
from consolidation.costs.case import Case
from consolidation.costs.model import Category, CostLine, Side
from consolidation.costs.payers import Item, Weights, lines_of, of_guests, of_vms, payer
from consolidation.costs.servers import platform_running, running, serving
from consolidation.inventory.tables.kinds import LicenceMetric, ServerForm
from consolidation.inventory.tables.servers import Licence, Server
from consolidation.packing.model import PackedHost
from consolidation.text import Text


def licence_lines(case: Case, side: Side) -> Iterator[CostLine]:
    """Yield all licence lines of one side."""
    for licence in case.estate.licences:
        holders = [s for s in case.estate.servers if licence.id in s.licences]
        if licence.metric is LicenceMetric.SERVER:
            yield from _per_server(case, side, licence, holders)
        else:
            yield from _cores_of_servers(case, side, licence, holders)
            yield from _cores_of_platforms(case, side, licence, holders)
            if side == "to-be":
                yield from _cores_of_new_hosts(case, licence)


def licensed_hosts(case: Case, licence: Licence) -> tuple[tuple[PackedHost, tuple[str, ...]], ...]:
    """Return the new hosts whose cores a licence must cover, with the guests that need it there.

    A guest needs every host of its cluster and zone (where hosts are dedicated, only its own),
    and the cluster's spares.
    """
    if case.licensed == "dedicated":
        return tuple(_dedicated(case, licence))
    needing: dict[tuple[str, str], list[str]] = {}
    for host in case.packing.hosts:
        if host.zone is not None:
            here = [g for g in case.guests[host.id] if licence.id in case.estate.server[g].licences]
            needing.setdefault((host.cluster, host.zone), []).extend(here)
    found: list[tuple[PackedHost, tuple[str, ...]]] = []
    for host in case.packing.hosts:
        guests = [
            guest
            for (cluster, zone), rows in needing.items()
            if cluster == host.cluster and host.zone in (None, zone)
            for guest in rows
        ]
        if guests:
            found.append((host, tuple(sorted(guests))))
    return tuple(found)


def _dedicated(case: Case, licence: Licence) -> Iterator[tuple[PackedHost, tuple[str, ...]]]:
    """Yield the hosts that carry guests with the licence, and spares of clusters with any."""
    here = {
        host.id: [g for g in case.guests[host.id] if licence.id in case.estate.server[g].licences]
        for host in case.packing.hosts
    }
    in_cluster: dict[str, list[str]] = {}
    for host in case.packing.hosts:
        in_cluster.setdefault(host.cluster, []).extend(here[host.id])
    for host in case.packing.hosts:
        guests = in_cluster[host.cluster] if host.spare else here[host.id]
        if guests:
            yield host, tuple(sorted(guests))


def _per_server(
    case: Case, side: Side, licence: Licence, holders: list[Server]
) -> Iterator[CostLine]:
    for server in holders:
        item = Item(
            side=side, category=Category.LICENCE, subject=server.id, note=_note(licence, None)
        )
        span = serving(case, side, server)
        yield from lines_of(item, yearly_fee(licence.yen_year, span), {payer(case, server): 1})


def _cores_of_servers(
    case: Case, side: Side, licence: Licence, holders: list[Server]
) -> Iterator[CostLine]:
    for server in holders:
        if server.form is ServerForm.PHYSICAL and server.cpu_cores is not None:
            yield from _cores(
                case,
                side,
                licence,
                (server.id, server.cpu_cores),
                running(case, side, server),
                {payer(case, server): 1},
            )


def _cores_of_platforms(
    case: Case, side: Side, licence: Licence, holders: list[Server]
) -> Iterator[CostLine]:
    for platform in case.estate.platforms:
        vms = [s for s in holders if s.form is ServerForm.VM and s.platform == platform.id]
        hosts = [h for h in case.estate.hosts if h.platform == platform.id] if vms else []
        for host in hosts:
            yield from _cores(
                case,
                side,
                licence,
                (host.id, case.estate.host_type[host.host_type].cpu_cores),
                platform_running(case, side, platform.id),
                of_vms(case, vms),
            )


def _cores_of_new_hosts(case: Case, licence: Licence) -> Iterator[CostLine]:
    day, (first, last) = case.time.hosts_on, case.horizon
    for host, guests in licensed_hosts(case, licence):
        num, who = case.host_type(host).cpu_cores, of_guests(case, guests)
        item = Item(
            side="to-be",
            category=Category.LICENCE,
            subject=host.id,
            note=_note(licence, num),
            optimised=case.licensed == "dedicated" and not host.spare,
        )
        if first <= day <= last:
            yield from lines_of(item, [one_off(licence.yen * num, day)], who)
        span = clip((day, last), case.horizon)
        yield from lines_of(item, yearly_fee(licence.yen_year * num, span), who)


def _cores(
    case: Case, side: Side, licence: Licence, machine: tuple[str, int], span: Span, who: Weights
) -> Iterator[CostLine]:
    subject, num = machine
    item = Item(side=side, category=Category.LICENCE, subject=subject, note=_note(licence, num))
    yield from lines_of(item, yearly_fee(licence.yen_year * num, clip(span, case.horizon)), who)


def _note(licence: Licence, num_cores: int | None) -> Text:
    if num_cores is None:
        return Text(licence.id, licence.id)
    return Text(f"{licence.id} {num_cores}コア", f"{licence.id}, {num_cores} cores")
