"""The line study: all four merge options, sized for the traffic after consolidation.

For each option the network is rewired (`rewire`), the flows are routed over it (`traffic`) and
every line between sites gets the cheapest capacity that carries its busy-hour load, grown to the
end of the study, at no more than the utilisation asked for (`sizing_lines`, `modules`). Routes do
not depend on capacities, so the lines are independent of each other and the sum of the exact
minima of the lines is the minimum of the option.
"""

from dataclasses import replace

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Medium, Zone
from consolidation.inventory.tables.network import Link
from consolidation.packing.model import Packing
from consolidation.redesign.contracts import ladder, present
from consolidation.redesign.inter_site import Pair, pairs
from consolidation.redesign.model import LineChoice, LineDesign, LineOptions, LineStudy, Merge
from consolidation.redesign.modules import grown, required_mbit_s
from consolidation.redesign.placing import place
from consolidation.redesign.reasons import (
    NOT_YET,
    changed_reason,
    facility_reason,
    new_reason,
    removed_reason,
)
from consolidation.redesign.rewire import INTER_SITE, Rewired, rewire, with_merged_facilities
from consolidation.redesign.sizing_lines import Sized, size_line
from consolidation.redesign.topology import Line, device_zones, lines, segment_zones
from consolidation.redesign.traffic import Load, traffic
from consolidation.sizing.model import Sizing
from consolidation.sizing.platform import PlatformPlan
from consolidation.solving.status import Status
from consolidation.text import Text

MONTHS_PER_YEAR = 12


def study_lines(
    estate: Estate,
    sizing: Sizing,
    packing: Packing,
    platforms: tuple[PlatformPlan, ...],
    options: LineOptions,
) -> LineStudy:
    """Return the four merge options, sized, in the order of `Merge`.

    Where nothing is built and the scenario asks for separate networks, the option "separate"
    keeps every line as it is; otherwise it too may exchange a line for a cheaper one that
    suffices, so that the four options are compared on equal terms.
    """
    placed = place(estate, sizing, packing, platforms)
    idle = not platforms and options.merge is Merge.SEPARATE
    designs = tuple(
        _design(estate, placed, merge, options, as_it_is=idle and merge is Merge.SEPARATE)
        for merge in Merge
    )
    return LineStudy(chosen=options.merge, options=designs, not_yet=NOT_YET)


def _design(
    estate: Estate, placed: Estate, merge: Merge, options: LineOptions, *, as_it_is: bool
) -> LineDesign:
    rewired, apart = _rewired(placed, merge, options)
    sized = _sized(rewired.estate, options, as_it_is=as_it_is)
    choices = _choices(estate, placed, rewired, sized, apart)
    months = options.years * MONTHS_PER_YEAR
    extra = (
        len(rewired.routers) * options.merged_router_yen
        + len(rewired.reworked) * options.in_facility_rework_yen
    )
    yen_month = sum(c.yen_month_after for c in choices)
    one_off = sum(c.one_off_yen for c in choices) + extra
    cost = yen_month * months + one_off
    slack = sum(s.cost(months) - s.bound_yen for s, _ in sized.values())
    return LineDesign(
        merge=merge,
        isolation=options.isolation,
        status=_status(sized, slack),
        cost_yen=cost,
        lower_bound_yen=cost - slack,
        yen_month=yen_month,
        one_off_yen=one_off,
        choices=choices,
        devices_removed=tuple(sorted(placed.device.keys() - rewired.estate.device.keys())),
        devices_added=rewired.routers,
        sites_with_both=sites_with_both(rewired.estate),
        sites_reworked=rewired.reworked,
    )


def _status(sized: dict[str, tuple[Sized, int]], slack: int) -> Status:
    if not all(s.enough for s, _ in sized.values()):
        return Status.INFEASIBLE
    return Status.FEASIBLE if slack else Status.OPTIMAL


def sites_with_both(estate: Estate) -> tuple[str, ...]:
    """Return the sites where one device on wires carries both networks' segments by name.

    There a terminal of either network can be used on the same lines. A firewall between the two
    networks is not meant: only switches and routers count.
    """
    found = set()
    for device in estate.devices:
        zones = segment_zones(estate, device.segments) | device_zones(estate, device)
        if device.kind.value in {"switch", "hub", "router"} and zones >= {
            Zone.RESIDENT,
            Zone.ADMINISTRATIVE,
        }:
            found.add(device.site)
    return tuple(sorted(found))


def _rewired(placed: Estate, merge: Merge, options: LineOptions) -> tuple[Rewired, dict[str, Text]]:
    """Return the rewired network, each pair's cheaper line surviving, and why others stay apart."""
    removed: set[str] = set()
    apart: dict[str, Text] = {}
    if merge in INTER_SITE:
        base, _ = with_merged_facilities(placed, merge)
        loads = traffic(base).loads
        for pair in pairs(base):
            if pair.survivors:
                costs = [(_pair_cost(base, pair, s, loads, options), s) for s in pair.survivors]
                survivor = min(costs, key=lambda cost: cost[0])[1]
                removed.update({_links(pair)[0], _links(pair)[1]} - {survivor})
            elif pair.reason is not None:
                apart |= dict.fromkeys(_links(pair), pair.reason)
    rewired = rewire(placed, merge, removed)
    while rewired.cut_off:
        for pair in rewired.cut_off:
            removed -= set(_links(pair))
            apart |= dict.fromkeys(_links(pair), _no_way(pair))
        rewired = rewire(placed, merge, removed)
    return rewired, apart


def _no_way(pair: Pair) -> Text:
    return Text(
        f"2本の回線の行き先が違い ({pair.resident.far_site}、{pair.administrative.far_site})、"
        "その間に有線の経路がないため統合しない",
        f"the two lines end at different sites ({pair.resident.far_site}, "
        f"{pair.administrative.far_site}) with no wired way between; they stay apart",
    )


def _links(pair: Pair) -> tuple[str, str]:
    return (pair.resident.link.id, pair.administrative.link.id)


def _pair_cost(
    estate: Estate, pair: Pair, survivor: str, loads: dict[str, Load], options: LineOptions
) -> tuple[bool, int]:
    """Return what the pair costs if ``survivor`` carries both: first whether it can at all."""
    kept, gone = pair.administrative, pair.resident
    if survivor == gone.link.id:
        kept, gone = gone, kept
    both = _outward(estate, kept, loads).plus(_outward(estate, gone, loads))
    sized = _size(estate, kept, both, options, as_it_is=False)
    months = options.years * MONTHS_PER_YEAR
    leaving = present(estate, gone.link).termination_yen
    return not sized.enough, sized.cost(months) + leaving


def _outward(estate: Estate, line: Line, loads: dict[str, Load]) -> Load:
    """Return a line's load with the end at the site it serves first."""
    load = loads[line.link.id]
    return load if estate.device[line.link.a_device].site == line.site else load.turned()


def _size(estate: Estate, line: Line, load: Load, options: LineOptions, *, as_it_is: bool) -> Sized:
    need = required_mbit_s(
        grown(load.busy_kbit_s, options.growth_percent_per_year, options.years),
        options.max_utilisation_percent,
    )
    bought = line.link.circuit is not None or line.link.medium is Medium.CARRIER
    return size_line(
        present(estate, line.link),
        need,
        ladder(estate, line.site, line.far_site) if bought else (),
        options.years * MONTHS_PER_YEAR,
        as_it_is=as_it_is or line.link.backup,
    )


def _sized(estate: Estate, options: LineOptions, *, as_it_is: bool) -> dict[str, tuple[Sized, int]]:
    """Return what becomes of every line between sites, with its grown busy-hour load."""
    loads = traffic(estate).loads
    found = {}
    for line in lines(estate):
        load = loads[line.link.id]
        grew = grown(load.busy_kbit_s, options.growth_percent_per_year, options.years)
        found[line.link.id] = (_size(estate, line, load, options, as_it_is=as_it_is), grew)
    return found


def _choices(
    estate: Estate,
    placed: Estate,
    rewired: Rewired,
    sized: dict[str, tuple[Sized, int]],
    apart: dict[str, Text],
) -> tuple[LineChoice, ...]:
    """Return a choice for every line, contract and changed link, in order of id."""
    site_of = {line.link.id: line.site for line in (*lines(rewired.estate), *lines(placed))}
    why = {
        link: pair.reason for pair in rewired.pairs for link in _links(pair) if pair.reason
    } | apart
    found = []
    for name in sorted({*estate.link, *rewired.estate.link}):
        before, after = estate.link.get(name), rewired.estate.link.get(name)
        choice: LineChoice | None = None
        if after is None:
            choice = _removed(estate, rewired, estate.link[name], site_of)
        elif name in sized:
            choice = _line(estate, rewired.estate, after, site_of[name], sized[name])
        else:
            choice = _other(rewired.estate, before, after)
        if choice is not None:
            found.append(_with_reason(choice, why.get(name)))
    return tuple(found)


def _with_reason(choice: LineChoice, more: Text | None) -> LineChoice:
    if more is None:
        return choice
    reason = choice.reason
    joined = Text(f"{reason.ja}。{more.ja}", f"{reason.en}; {more.en}")
    return replace(choice, reason=joined)


def _line(
    estate: Estate, after: Estate, link: Link, site: str, sized: tuple[Sized, int]
) -> LineChoice:
    size, load = sized
    old = estate.link.get(link.id)
    return LineChoice(
        link=link.id,
        site=site,
        action="new" if old is None else size.action,
        carries=link.segments,
        load_kbit_s=load,
        tariffs=size.tariffs,
        capacity_mbit_s=size.capacity_mbit_s,
        yen_month_before=present(after, link).yen_month,
        yen_month_after=size.yen_month,
        one_off_yen=size.one_off_yen,
        reason=changed_reason(size.reason, old, link),
    )


def _removed(estate: Estate, rewired: Rewired, link: Link, site_of: dict[str, str]) -> LineChoice:
    contract = present(estate, link)
    others = any(
        row.circuit == link.circuit and link.circuit is not None for row in rewired.estate.links
    )
    merged = link.id in rewired.removed
    return LineChoice(
        link=link.id,
        site=site_of.get(link.id, estate.device[link.a_device].site),
        action="remove",
        carries=(),
        load_kbit_s=0,
        tariffs=(),
        capacity_mbit_s=None,
        yen_month_before=contract.yen_month,
        yen_month_after=contract.yen_month if others else 0,
        one_off_yen=0 if others else contract.termination_yen,
        reason=removed_reason(_survivor(rewired, link.id) if merged else None),
    )


def _survivor(rewired: Rewired, link: str) -> str | None:
    for pair in rewired.pairs:
        resident, office = _links(pair)
        if link in (resident, office):
            return office if link == resident else resident
    return None


def _other(after: Estate, before: Link | None, link: Link) -> LineChoice | None:
    """Return the choice for a link inside a site, or ``None`` where it is free and unchanged."""
    contract = present(after, link)
    if before == link and link.circuit is None:
        return None
    return LineChoice(
        link=link.id,
        site=after.device[link.a_device].site,
        action="new" if before is None else "keep",
        carries=link.segments,
        load_kbit_s=0,
        tariffs=(),
        capacity_mbit_s=link.capacity_mbit_s,
        yen_month_before=contract.yen_month,
        yen_month_after=contract.yen_month,
        one_off_yen=0,
        reason=new_reason(link) if before is None else facility_reason(before, link),
    )
