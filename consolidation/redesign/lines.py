"""The line study: all four merge options, sized for the traffic after consolidation.

For each option the network is rewired (`rewire`), the flows are routed over it (`traffic`) and
every line between sites gets the cheapest capacity that carries its busy-hour load, grown to the
end of the study, at no more than the utilisation asked for (`sizing_lines`, `modules`). For given
routes the lines are independent of each other, so the sum of the exact minima of the lines is
the minimum of the option.
"""

from dataclasses import replace

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Medium, Zone
from consolidation.packing.model import Packing
from consolidation.redesign.choices import choices
from consolidation.redesign.contracts import MONTHS_PER_YEAR, device_yen, ladder, present
from consolidation.redesign.inter_site import Pair, pairs
from consolidation.redesign.model import LineDesign, LineOptions, LineStudy, Merge
from consolidation.redesign.modules import grown, required_mbit_s
from consolidation.redesign.placing import place
from consolidation.redesign.reasons import NOT_YET, unpriced_reasons
from consolidation.redesign.rewire import INTER_SITE, Rewired, rewire, with_merged_facilities
from consolidation.redesign.sizing_lines import Sized, size_line
from consolidation.redesign.topology import Line, device_zones, lines, segment_zones
from consolidation.redesign.traffic import Load, traffic
from consolidation.sizing.model import Sizing
from consolidation.sizing.platform import PlatformPlan
from consolidation.solving.status import Status
from consolidation.text import Text


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
    said = (*NOT_YET, *unpriced_reasons(estate, designs))
    return LineStudy(chosen=options.merge, options=designs, not_yet=said)


def _design(
    estate: Estate, placed: Estate, merge: Merge, options: LineOptions, *, as_it_is: bool
) -> LineDesign:
    rewired, apart = _rewired(placed, merge, options)
    sized = _sized(rewired.estate, options, as_it_is=as_it_is)
    found = choices(estate, placed, rewired, sized, apart, options.change_on)
    months = options.years * MONTHS_PER_YEAR
    extra = (
        len(rewired.routers) * options.merged_router_yen
        + len(rewired.reworked) * options.in_facility_rework_yen
    )
    yen_month = sum(c.yen_month_after for c in found)
    one_off = sum(c.one_off_yen for c in found) + extra
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
        choices=found,
        devices_removed=tuple(sorted(placed.device.keys() - rewired.estate.device.keys())),
        devices_added=rewired.routers,
        sites_with_both=sites_with_both(rewired.estate),
        sites_reworked=rewired.reworked,
        device_yen=device_yen(rewired.estate, options.years),
        change_on=options.change_on,
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
                removed.update(set(pair.links) - {survivor})
            elif pair.reason is not None:
                apart |= dict.fromkeys(pair.links, pair.reason)
    rewired = rewire(placed, merge, removed)
    while rewired.cut_off:
        for pair in rewired.cut_off:
            removed -= set(pair.links)
            apart |= dict.fromkeys(pair.links, _no_way(pair))
        rewired = rewire(placed, merge, removed)
    return rewired, apart


def _no_way(pair: Pair) -> Text:
    return Text(
        f"2本の回線の行き先が違い ({pair.resident.far_site}、{pair.administrative.far_site})、"
        "その間に有線の経路がないため統合しない",
        f"the two lines end at different sites ({pair.resident.far_site}, "
        f"{pair.administrative.far_site}) with no wired way between; they stay apart",
    )


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
    leaving = present(estate, gone.link, options.change_on).termination_yen
    return not sized.enough, sized.cost(months) + leaving


def _outward(estate: Estate, line: Line, loads: dict[str, Load]) -> Load:
    """Return a line's load with the end at the site it serves first."""
    load = loads[line.link.id]
    return load if estate.device[line.link.a_device].site == line.site else load.turned()


def _grown(load: Load, options: LineOptions) -> int:
    return grown(load.busy_kbit_s, options.growth_percent_per_year, options.years)


def _size(estate: Estate, line: Line, load: Load, options: LineOptions, *, as_it_is: bool) -> Sized:
    need = required_mbit_s(_grown(load, options), options.max_utilisation_percent)
    bought = line.link.circuit is not None or line.link.medium is Medium.CARRIER
    return size_line(
        present(estate, line.link, options.change_on),
        need,
        ladder(estate, line.site, line.far_site) if bought else (),
        options.years * MONTHS_PER_YEAR,
        as_it_is=as_it_is or line.link.backup,
    )


def _sized(estate: Estate, options: LineOptions, *, as_it_is: bool) -> dict[str, tuple[Sized, int]]:
    """Return what becomes of every line between sites, with its grown busy-hour load.

    Between equally short ways traffic takes the wider one, so new capacities may shift it: the
    lines are sized for the larger of the loads before and after, until nothing outgrows its line.
    Loads only grow in this, so it ends; without parallel ways it ends at once. The bound is that
    of the final loads.
    """
    found = lines(estate)
    loads = traffic(estate).loads
    while True:
        sized = {
            line.link.id: _size(estate, line, loads[line.link.id], options, as_it_is=as_it_is)
            for line in found
        }
        final = traffic(_resized(estate, sized)).loads
        if all(_covers(loads[name], final[name]) for name in sized):
            break
        loads = {name: loads[name].larger(final[name]) for name in loads}
    return {
        line.link.id: (
            _for_final(estate, line, sized[line.link.id], loads, final, options, as_it_is=as_it_is),
            _grown(final[line.link.id], options),
        )
        for line in found
    }


def _resized(estate: Estate, sized: dict[str, Sized]) -> Estate:
    links = tuple(
        replace(x, capacity_mbit_s=sized[x.id].capacity_mbit_s) if x.id in sized else x
        for x in estate.links
    )
    return replace(estate, links=links)


def _covers(loads: Load, final: Load) -> bool:
    return loads.larger(final) == loads


def _for_final(
    estate: Estate,
    line: Line,
    sized: Sized,
    loads: dict[str, Load],
    final: dict[str, Load],
    options: LineOptions,
    *,
    as_it_is: bool,
) -> Sized:
    """Return what was sized, judged by the final load: its bound, and whether that fits."""
    load = final[line.link.id]
    if load == loads[line.link.id]:
        return sized
    least = _size(estate, line, load, options, as_it_is=as_it_is)
    need = required_mbit_s(_grown(load, options), options.max_utilisation_percent)
    fits = sized.enough or (sized.capacity_mbit_s or 0) >= need
    return replace(sized, bound_yen=min(sized.bound_yen, least.bound_yen), enough=fits)
