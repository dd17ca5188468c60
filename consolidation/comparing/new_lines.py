"""What a line that is leased anew carries, and what it ends on.

It carries what the line beside it does, or the first that touches its outer site, and ends on the
same devices. Where it leads to a site that no line of its network touched before, traffic only
passes through there: each line then carries, of what its own end has, what another end has, too.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import DeviceKind, Medium, Zone
from consolidation.inventory.tables.network import ALL_SEGMENTS, Device, Link
from consolidation.redesign.leasing.demands import NETWORKS, is_shared
from consolidation.redesign.leasing.model import (
    Candidate,
    LineNetwork,
    Term,
    network_of_node,
    node,
    site_of,
)
from consolidation.redesign.topology import carried_zones, device_zones, lines
from consolidation.redesign.wiring import PLANNED, with_segments
from consolidation.units import KBIT_PER_MBIT

JOINING = frozenset({DeviceKind.ROUTER, DeviceKind.SWITCH})
"""What a line ends on best."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A line that is there between two nodes, with the row that stands for it in the option."""

    id: str
    a: str
    b: str
    site: str
    row: Link

    @property
    def ends(self) -> frozenset[str]:
        """Both nodes."""
        return frozenset((self.a, self.b))


@dataclass(frozen=True, slots=True)
class Beside:
    """What new lines of an option have beside them."""

    estate: Estate
    there: tuple[Standing, ...]
    through: Mapping[str, tuple[str, ...]]
    """What new lines carry that lead to sites which traffic only passes through, by candidate."""
    passed: frozenset[str]
    """Such nodes."""

    def line(self, own: Candidate, name: str, term: Term) -> Link:
        """Return a new line."""
        beside = self._beside(own)
        segments = self.through.get(own.id)
        if segments is None:
            first = beside[0].segments if beside else None
            segments = _on_lines_of(self.estate, own) if first is None else first
        return Link(
            id=name,
            a_device=self._device(own.a, beside),
            b_device=self._device(own.b, beside),
            medium=Medium.CARRIER,
            capacity_mbit_s=term.capacity_kbit_s // KBIT_PER_MBIT,
            segments=segments,
            circuit=name,
            carrier=own.carrier,
            source=PLANNED,
        )

    def _beside(self, own: Candidate) -> tuple[Link, ...]:
        """Return the lines beside a new one, then those that touch its outer site, its other."""
        ends = {own.a, own.b}
        inner = next(iter(n for n in (own.a, own.b) if site_of(n) != own.site), own.b)
        order = sorted(
            self.there,
            key=lambda c: (c.ends != ends, c.site != own.site, inner not in c.ends, c.id),
        )
        return tuple(c.row for c in order if ends & c.ends)

    def _device(self, at: str, beside: tuple[Link, ...]) -> str:
        site = site_of(at)
        ends = (d for link in beside for d in (link.a_device, link.b_device))
        there = (device for device in ends if self.estate.device[device].site == site)
        return next(there, None) or _device_of(self.estate, network_of_node(at), site).id


def beside(estate: Estate, new: Sequence[Candidate], there: tuple[Standing, ...]) -> Beside:
    """Return what the new lines of an option have beside them."""
    joined = {n for line in there for n in line.ends}
    passed = frozenset(n for own in new for n in (own.a, own.b) if n not in joined)
    return Beside(estate, there, dict(_through(estate, new, there, passed)), passed)


def _through(
    estate: Estate, new: Sequence[Candidate], there: Iterable[Standing], passed: frozenset[str]
) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Yield what each new line carries that leads to nodes that traffic only passes through."""
    at: dict[str, set[str]] = {}
    for line in there:
        for end in line.ends:
            at.setdefault(end, set()).update(_of_network(estate, line.row, end))
    for inner in sorted(passed):
        here = [own for own in new if inner in (own.a, own.b)]
        around = {n for own in here for n in (own.a, own.b)} - {inner}
        found = Counter(name for n in around for name in at.get(n, ()))
        shared = {name for name, num in found.items() if num > 1}
        for own in here:
            outer = own.b if own.a == inner else own.a
            carried = at.get(outer, set())
            yield own.id, tuple(sorted(carried & shared or carried or found))


def _of_network(estate: Estate, row: Link, end: str) -> Iterable[str]:
    network = network_of_node(end)
    wanted = {zone for zone in NETWORKS if network in ("both", zone.value)}
    return (name for name in named(estate, row) if estate.segment[name].zone in wanted)


def named(estate: Estate, row: Link) -> tuple[str, ...]:
    """Return the segments a line carries by name: its own, else those its ends list.

    Of these, those that both list, or either where they have none in common.
    """
    if row.segments and ALL_SEGMENTS not in row.segments:
        return row.segments
    a, b = (set(estate.device[d].segments) - {ALL_SEGMENTS} for d in (row.a_device, row.b_device))
    return tuple(sorted(a & b or a | b))


def apart(
    estate: Estate, placed: Estate, network: LineNetwork
) -> tuple[Estate, tuple[Standing, ...]]:
    """Return the estate with each line carrying its own network alone.

    A line that carries both today is administrative; the resident part of it is told as a line of
    the resident network, where new ones may stand.
    """
    rows, taken = dict(estate.link), []
    shared = {line.link.id for line in lines(placed) if is_shared(line)}
    for own in network.all_candidates:
        row = rows.get(own.link or "")
        if row is None or not carried_zones(estate, row) >= set(NETWORKS):
            continue
        names = named(estate, row)
        resident = tuple(s for s in names if estate.segment[s].zone is Zone.RESIDENT)
        rest = tuple(s for s in names if s not in resident)
        mine = resident if network_of_node(own.a) == Zone.RESIDENT.value else rest
        if not mine:
            continue  # what is on it is not known by name
        rows[row.id] = replace(row, segments=mine)
        if row.id in shared:
            a, b = (node(Zone.RESIDENT.value, site_of(end)) for end in (own.a, own.b))
            taken.append(Standing(row.id, a, b, own.site, replace(row, segments=resident)))
    return replace(estate, links=tuple(rows.values())), tuple(taken)


def passing(estate: Estate, sites: Collection[str]) -> Estate:
    """Return the estate with what lines carry through these sites listed on the devices there."""
    carried: dict[str, set[str]] = {}
    for line in lines(estate):
        if line.link.source == PLANNED:
            for device in (line.link.a_device, line.link.b_device):
                if estate.device[device].site in sites:
                    carried.setdefault(device, set()).update(line.link.segments)
    return replace(
        estate,
        devices=tuple(
            replace(row, segments=with_segments(row.segments, carried.get(row.id, ())))
            for row in estate.devices
        ),
    )


def _device_of(estate: Estate, network: str, site: str) -> Device:
    """Return the device of a site that fits a network best, where none of its lines ends there."""
    return min(
        (device for device in estate.devices if device.site == site),
        key=lambda device: (
            network not in {zone.value for zone in device_zones(estate, device)},
            device.kind not in JOINING,
            device.id,
        ),
    )


def _on_lines_of(estate: Estate, own: Candidate) -> tuple[str, ...]:
    """Return the segments of a network on the lines of a new line's sites, which others share."""
    sites, network = {site_of(own.a), site_of(own.b)}, network_of_node(own.a)
    return tuple(
        sorted(
            {
                name
                for line in lines(estate)
                for name in line.link.segments
                if sites & {line.site, line.far_site}
                and name != ALL_SEGMENTS
                and estate.segment[name].zone.value == network
            }
        )
    )
