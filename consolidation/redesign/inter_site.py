"""Merging inter-site lines: one line of a site carries both networks, the other goes.

A site with a resident and an administrative line keeps one of the two. Resident segments never
go onto radio: where one of the two is radio, the other survives; where no wired one is left, the
two stay apart and the reason is said. At each end of a merged line stands a router that keeps
the networks apart; it takes the place of routers and radio bridges that served only merged lines,
and is linked with whatever else the old lines ended on. Where both lines end on one device, that
device serves. Where the two end at different sites, the removed line's segments are led on from
the survivor's far end to where else they live.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import DeviceKind, Medium
from consolidation.inventory.tables.network import ALL_SEGMENTS, Device, Link
from consolidation.redesign.extension import extend, homes
from consolidation.redesign.topology import Line, ends_at, lines
from consolidation.redesign.wiring import PLANNED, Wiring, joined_segments, with_note
from consolidation.text import Text

REPLACED = frozenset({DeviceKind.ROUTER, DeviceKind.RADIO_BRIDGE, DeviceKind.LTE_ROUTER})
"""Devices that are there for a line alone and go when it does."""
NOTE = "拠点間回線統合 (inter-site merge)"
ROUTER = "MERGED-ROUTER-"
"""Begins the ids of routers added for merged lines; their site follows."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A site's resident and administrative line, and which of them may carry both."""

    site: str
    resident: Line
    administrative: Line
    survivors: tuple[str, ...]
    """Links that may carry both; empty where the two must stay apart."""
    reason: Text | None
    """Why they stay apart, or why only one may survive."""

    @property
    def links(self) -> tuple[str, str]:
        """The ids of both: resident, administrative."""
        return self.resident.link.id, self.administrative.link.id


def pairs(estate: Estate) -> tuple[Pair, ...]:
    """Return the pairs of lines that inter-site merging looks at, by site and id.

    The first resident line of a site is paired with its first administrative one, the second
    with the second; backup lines and lines left over stay as they are.
    """
    sites: dict[str, tuple[list[Line], list[Line]]] = {}
    for line in lines(estate):
        if not line.link.backup and (line.is_resident or line.is_administrative):
            kinds = sites.setdefault(line.site, ([], []))
            kinds[0 if line.is_resident else 1].append(line)
    return tuple(
        _pair(site, resident, office)
        for site, (residents, offices) in sorted(sites.items())
        for resident, office in zip(residents, offices, strict=False)
    )


def _pair(site: str, resident: Line, office: Line) -> Pair:
    wired = tuple(line.link.id for line in (office, resident) if not line.is_radio)
    reason = None
    if not wired:
        reason = Text(
            "両回線とも無線である。住民情報系は無線に載せないため統合しない",
            "both lines are radio; resident segments never go onto radio, so they stay apart",
        )
    elif office.is_radio:
        reason = Text(
            f"行政系回線 {office.link.id} は無線のため、有線の {resident.link.id} に集約する",
            f"administrative line {office.link.id} is radio, so {resident.link.id} carries both",
        )
    elif resident.is_radio:
        reason = Text(
            f"住民系回線 {resident.link.id} は無線のため、有線の {office.link.id} に集約する",
            f"the resident line {resident.link.id} is radio, so {office.link.id} carries both",
        )
    return Pair(site, resident, office, wired, reason)


@dataclass(frozen=True, slots=True)
class Merged:
    """What carrying the merge out brought: routers added, and pairs it would have cut off."""

    routers: tuple[str, ...]
    cut_off: tuple[Pair, ...]
    """Pairs whose removed line ended where no wired way leads; they must stay apart."""


def merge_inter_site(
    wiring: Wiring, estate: Estate, chosen: tuple[tuple[Pair, str], ...]
) -> Merged:
    """Carry the merge out for pairs, each with the line that survives."""
    removed: dict[str, Line] = {}
    for pair, survivor in chosen:
        other = pair.resident if survivor == pair.administrative.link.id else pair.administrative
        removed[survivor] = other
    merged_links = {*removed, *(line.link.id for line in removed.values())}
    free = _serving_only(estate, merged_links)
    joints: dict[tuple[str, str], set[str]] = {}
    for _, survivor in chosen:
        _take_over(wiring, estate, survivor, removed[survivor], joints)
    routers = _place_routers(wiring, chosen, joints, free)
    lives_on = homes(estate)
    cut_off = tuple(
        pair
        for pair, survivor in chosen
        if not _reach_other_end(wiring, estate, pair, survivor, lives_on)
    )
    return Merged(routers, cut_off)


def _serving_only(estate: Estate, merged: set[str]) -> frozenset[str]:
    """Return the routers and radio bridges all of whose inter-site lines are merged ones."""
    busy = {
        device
        for line in lines(estate)
        if line.link.id not in merged
        for device in (line.link.a_device, line.link.b_device)
    }
    ends = {
        device
        for name in merged
        for device in (estate.link[name].a_device, estate.link[name].b_device)
    }
    return frozenset(d for d in ends - busy if estate.device[d].kind in REPLACED)


def _take_over(
    wiring: Wiring,
    estate: Estate,
    survivor: str,
    other: Line,
    joints: dict[tuple[str, str], set[str]],
) -> None:
    """Remove one line of a pair, let the other carry its segments, note what must be joined.

    ``joints`` collects (site, device) -> segments that have to reach the router there.
    """
    line = wiring.links[survivor]
    gone = wiring.replace_link(other.link.id, survivor)
    note = f"{NOTE}: {gone.id}"
    wiring.links[survivor] = replace(
        line,
        segments=joined_segments(line.segments, gone.segments),
        note=with_note(line.note, note),
    )
    for row in (line, gone):
        for end in (row.a_device, row.b_device):
            site = wiring.devices[end].site
            joints.setdefault((site, end), set()).update(_listed(estate, row))


def _listed(estate: Estate, link: Link) -> tuple[str, ...]:
    """Return the segments a link lists; for all or not known, those both its ends list."""
    if link.segments and ALL_SEGMENTS not in link.segments:
        return link.segments
    ends = [set(estate.device[d].segments) for d in (link.a_device, link.b_device)]
    return tuple(sorted((ends[0] & ends[1]) - {ALL_SEGMENTS}))


def _place_routers(
    wiring: Wiring,
    chosen: tuple[tuple[Pair, str], ...],
    joints: dict[tuple[str, str], set[str]],
    free: frozenset[str],
) -> tuple[str, ...]:
    """Put a router between the merged lines and what they ended on, at every site with one."""
    added = []
    for site in sorted({site for site, _ in joints}):
        ends = sorted(device for where, device in joints if where == site)
        here = [survivor for _, survivor in chosen if _touches(wiring, survivor, site)]
        if not here:
            for end in ends:
                _drop_if_idle(wiring, end, free)
            continue
        if len(ends) == 1:
            wiring.add_to_device(ends[0], joints[site, ends[0]], NOTE)
            continue
        router = _add_router(wiring, site, set().union(*(joints[site, end] for end in ends)))
        added.append(router)
        for survivor in here:
            _move_end(wiring, survivor, site, router)
        for end in ends:
            if end in free:
                wiring.replace_device(end, router)
            else:
                _join(wiring, router, end, joints[site, end])
    return tuple(added)


def _drop_if_idle(wiring: Wiring, device: str, free: frozenset[str]) -> None:
    """Remove a device that served only lines that are gone, with its links inside the site."""
    if device in free:
        for link in [x for x in wiring.links.values() if device in (x.a_device, x.b_device)]:
            del wiring.links[link.id]
        del wiring.devices[device]


def _touches(wiring: Wiring, link: str, site: str) -> bool:
    row = wiring.links[link]
    return site in {wiring.devices[row.a_device].site, wiring.devices[row.b_device].site}


def _add_router(wiring: Wiring, site: str, segments: set[str]) -> str:
    name = wiring.free_id(f"{ROUTER}{site}")
    wiring.devices[name] = Device(
        id=name,
        name=f"{site} 統合ルータ",
        kind=DeviceKind.ROUTER,
        site=site,
        segments=tuple(sorted(segments)),
        source=PLANNED,
        note="両網を分離して通す (keeps both networks apart)",
    )
    return name


def _move_end(wiring: Wiring, link: str, site: str, router: str) -> None:
    row = wiring.links[link]
    if wiring.devices[row.a_device].site == site:
        wiring.links[link] = replace(row, a_device=router)
    else:
        wiring.links[link] = replace(row, b_device=router)


def _join(wiring: Wiring, router: str, end: str, segments: set[str]) -> None:
    name = wiring.free_id(f"{router}-{end}")
    wiring.links[name] = Link(
        id=name,
        a_device=router,
        b_device=end,
        medium=Medium.COPPER,
        segments=tuple(sorted(segments)),
        source=PLANNED,
    )


def _reach_other_end(
    wiring: Wiring,
    estate: Estate,
    pair: Pair,
    survivor: str,
    lives_on: Mapping[str, frozenset[str]],
) -> bool:
    """Lead the removed line's segments on to where they live, if it ended at another site.

    Returns whether all of them get there.
    """
    other, kept = pair.resident, pair.administrative
    if survivor == other.link.id:
        other, kept = kept, other
    if other.far_site == kept.far_site:
        return True
    far_end = ends_at(wiring.estate(), wiring.links[survivor], kept.far_site)
    for segment in _listed(estate, other.link):
        elsewhere = {d for d in lives_on[segment] if estate.device[d].site != pair.site}
        there = {wiring.current(d) for d in elsewhere} & wiring.devices.keys() - {far_end}
        name = f"{pair.site} {survivor}"
        if there and not extend(wiring, estate, segment, far_end, there, name):
            return False
    return True
