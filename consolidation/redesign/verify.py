"""Re-check of a line study: no solver, and none of the code that made it for loads and modules.

Every field of a design but its reasons is found again: loads (`verify_loads`), what each link
becomes (`verify_choices`), module combinations by enumeration (`verify_ways`), money and bounds,
devices and sites. What is shared is the rewiring itself (`to_be`), whose result is checked for
what must hold of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import DeviceKind, Medium, Zone
from consolidation.inventory.tables.network import ALL_SEGMENTS, Device
from consolidation.packing.model import Packing
from consolidation.redesign.model import LineDesign, LineOptions, LineStudy, Merge
from consolidation.redesign.placing import place
from consolidation.redesign.to_be import to_be
from consolidation.redesign.topology import carried_zones
from consolidation.redesign.verify_choices import between_sites, check_choices, fault
from consolidation.redesign.verify_ways import least_cost, needed, offers
from consolidation.sizing.model import Sizing
from consolidation.sizing.platform import PlatformPlan
from consolidation.solving.status import Status
from consolidation.text import Text

BOTH = {Zone.RESIDENT, Zone.ADMINISTRATIVE}


@dataclass(frozen=True, slots=True)
class _States:
    """The networks of one option: as-is, servers moved, rewired, and with its new capacities."""

    estate: Estate
    placed: Estate
    bare: Estate
    after: Estate


def verify_lines(
    estate: Estate,
    study: LineStudy,
    sizing: Sizing,
    packing: Packing,
    platforms: tuple[PlatformPlan, ...],
    options: LineOptions,
) -> tuple[Text, ...]:
    """Return everything wrong with a line study; empty means that it holds."""
    faults = []
    if tuple(design.merge for design in study.options) != tuple(Merge):
        faults.append(Text("統合案が4つそろっていない", "the four merge options are not all there"))
    if study.chosen is not options.merge:
        faults.append(
            Text("選択された案が条件と違う", "the chosen option is not the one asked for")
        )
    placed = place(estate, sizing, packing, platforms)
    for design in study.options:
        idle = not platforms and options.merge is design.merge is Merge.SEPARATE
        unsized = replace(design, choices=tuple(replace(c, tariffs=()) for c in design.choices))
        bare = to_be(estate, sizing, packing, platforms, unsized)
        after = to_be(estate, sizing, packing, platforms, design)
        found = tuple(_design(_States(estate, placed, bare, after), design, options, idle=idle))
        name = design.merge.value
        faults += [Text(f"{name}: {text.ja}", f"{name}: {text.en}") for text in found]
    return tuple(faults)


def _design(
    states: _States, design: LineDesign, options: LineOptions, *, idle: bool
) -> Iterator[Text]:
    estate, after = states.estate, states.after
    yield from _money(design, options)
    yield from _fields(states, design, options)
    yield from _radio(estate, after)
    wrong = tuple(check_choices(estate, states.placed, states.bare, after, design, options))
    yield from wrong
    if not wrong:
        yield from _claims(states.bare, design, options, idle=idle)


def _money(design: LineDesign, options: LineOptions) -> Iterator[Text]:
    """Monthly and one-off sums and the cost over the years agree."""
    month = sum(c.yen_month_after for c in design.choices)
    once = sum(c.one_off_yen for c in design.choices)
    once += options.merged_router_yen * len(design.devices_added)
    once += options.in_facility_rework_yen * len(design.sites_reworked)
    cost = month * 12 * options.years + once
    for what, said, found in (
        ("yen_month", design.yen_month, month),
        ("one_off_yen", design.one_off_yen, once),
        ("cost_yen", design.cost_yen, cost),
    ):
        if said != found:
            yield Text(
                f"{what} {said} は内訳の合計 {found} と違う",
                f"{what} is {said}, its parts add up to {found}",
            )


def _fields(states: _States, design: LineDesign, options: LineOptions) -> Iterator[Text]:
    """Compare devices, sites, isolation and the day with what the networks show."""
    before, after = states.estate.device, states.bare.device
    device_yen = 0
    for device in after.values():
        month, year = device.lease_yen_month or 0, device.maintenance_yen_year or 0
        device_yen += options.years * (12 * month + year)
    expected: dict[str, object] = {
        "isolation": options.isolation,
        "change_on": options.change_on,
        "devices_removed": tuple(sorted(set(before) - set(after))),
        "devices_added": tuple(sorted(set(after) - set(before))),
        "sites_with_both": _sites_with_both(states.bare),
        "sites_reworked": _reworked(states.placed, design.merge),
        "device_yen": device_yen,
    }
    for name, value in expected.items():
        said = getattr(design, name)
        if said != value:
            yield Text(
                f"{name} {said} は網から求まる {value} と違う",
                f"{name} is {said}, by the network it is {value}",
            )


def _zones(state: Estate, device: Device) -> set[Zone]:
    return {state.segment[s].zone for s in device.segments if s != ALL_SEGMENTS}


def _sites_with_both(state: Estate) -> tuple[str, ...]:
    """Return the sites with a switch, hub or router on which both networks are."""
    wired = {DeviceKind.SWITCH, DeviceKind.HUB, DeviceKind.ROUTER}
    found = set()
    for device in state.devices:
        own = set() if device.zone is None else {device.zone}
        if device.kind in wired and own | _zones(state, device) >= BOTH:
            found.add(device.site)
    return tuple(sorted(found))


def _reworked(placed: Estate, merge: Merge) -> tuple[str, ...]:
    """Return the sites with a switch of each network, where the option merges them."""
    if merge not in {Merge.IN_FACILITY, Merge.BOTH}:
        return ()
    networks: dict[str, set[Zone]] = {}
    for device in placed.devices:
        zones = {device.zone} if device.zone is not None else _zones(placed, device)
        if device.kind in {DeviceKind.SWITCH, DeviceKind.HUB} and len(zones) == 1:
            networks.setdefault(device.site, set()).update(zones)
    return tuple(sorted(site for site, zones in networks.items() if zones >= BOTH))


def _claims(
    bare: Estate, design: LineDesign, options: LineOptions, *, idle: bool
) -> Iterator[Text]:
    """Lines carry their loads; bound and status are what all ways, tried again, allow."""
    slack, overloaded = 0, False
    for choice in design.choices:
        link = bare.link.get(choice.link)
        if link is None or not between_sites(bare, link):
            continue
        asked = idle or link.backup
        known = choice.capacity_mbit_s is not None
        small = known and (choice.capacity_mbit_s or 0) < needed(choice, options)
        overloaded |= small
        if small and not asked and offers(bare, choice, link):
            limit = options.max_utilisation_percent
            yield fault(
                choice,
                f"負荷が帯域の{limit}%を超える",
                f"its load is over {limit} % of its capacity",
            )
        paid = choice.yen_month_after * 12 * options.years + choice.one_off_yen
        better = least_cost(bare, choice, options, as_it_is=asked)
        if better is None:
            continue
        slack += 0 if small else paid - better
        if not asked and design.status is not Status.FEASIBLE:
            yield fault(
                choice,
                f"{paid}円より安い{better}円の組合せがある",
                f"costs {paid} yen, a combination for {better} yen exists",
            )
    yield from _bound(design, slack, overloaded=overloaded)


def _bound(design: LineDesign, slack: int, *, overloaded: bool) -> Iterator[Text]:
    if design.lower_bound_yen != design.cost_yen - slack:
        yield Text(
            f"下界 {design.lower_bound_yen} は求め直した {design.cost_yen - slack} と違う",
            f"the lower bound is {design.lower_bound_yen}, found again it is "
            f"{design.cost_yen - slack}: bound and cost differ otherwise",
        )
    status = Status.FEASIBLE if slack else Status.OPTIMAL
    if design.status is not (Status.INFEASIBLE if overloaded else status):
        yield Text(
            f"判定 {design.status.value} は求め直した結果と違う",
            f"its status is not {design.status.value}, by loads, bound and cost",
        )


def _radio(estate: Estate, state: Estate) -> Iterator[Text]:
    """No resident segment rides on a radio link that did not carry it before."""
    for link in state.links:
        before = estate.link.get(link.id)
        had = Zone.RESIDENT in carried_zones(estate, before) if before is not None else False
        if link.medium is Medium.RADIO and not had and Zone.RESIDENT in carried_zones(state, link):
            yield Text(
                f"無線 {link.id} に住民情報系が載る", f"radio link {link.id} now carries resident"
            )
