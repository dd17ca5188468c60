"""Re-check of a line study: no solver, and none of the code that made it for loads and modules.

Loads are found again (`verify_loads`), module combinations are enumerated, money is added up
again. What is shared is the rewiring itself (`to_be`), whose result is checked for what must hold
of it.
"""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Medium, Zone
from consolidation.inventory.tables.network import Link, Tariff
from consolidation.packing.model import Packing
from consolidation.redesign.model import LineChoice, LineDesign, LineOptions, LineStudy, Merge
from consolidation.redesign.to_be import to_be
from consolidation.redesign.topology import carried_zones
from consolidation.redesign.verify_loads import busy_loads
from consolidation.sizing.model import Sizing
from consolidation.sizing.platform import PlatformPlan
from consolidation.solving.status import Status
from consolidation.text import Text


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
    for design in study.options:
        idle = not platforms and options.merge is design.merge is Merge.SEPARATE
        state = to_be(estate, sizing, packing, platforms, design)
        found = (
            *_money(design, options),
            *_loads(state, design, options),
            *_capacities(estate, state, design, options, idle=idle),
            *_modules(estate, state, design, options, idle=idle),
            *_radio(estate, state),
        )
        name = design.merge.value
        faults += [Text(f"{name}: {text.ja}", f"{name}: {text.en}") for text in found]
    return tuple(faults)


def _money(design: LineDesign, options: LineOptions) -> Iterator[Text]:
    """Monthly and one-off sums, the cost over the years, bound and status agree."""
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
    if design.lower_bound_yen > design.cost_yen:
        yield Text("下界が費用を上回る", "the lower bound is above the cost")
    if design.status is Status.OPTIMAL and design.lower_bound_yen != design.cost_yen:
        yield Text("最適とあるが下界と費用が違う", "optimal, but bound and cost differ")


def _loads(state: Estate, design: LineDesign, options: LineOptions) -> Iterator[Text]:
    """Every line's busy-hour load, routed again and grown again, is the one stated."""
    busy = busy_loads(state)
    growth = Fraction(100 + options.growth_percent_per_year, 100) ** options.years
    for choice in design.choices:
        if choice.action == "remove":
            if choice.link in state.link:
                yield _fault(choice, "撤去のはずが残っている", "is still there although removed")
        elif choice.link not in state.link:
            yield _fault(choice, "構築後の網にない", "is not in the to-be network")
        elif _between_sites(state, state.link[choice.link]):
            load = ceil(busy[choice.link] * growth)
            if choice.load_kbit_s != load:
                yield _fault(
                    choice,
                    f"負荷 {choice.load_kbit_s} kbit/s は再計算 {load} kbit/s と違う",
                    f"load is {choice.load_kbit_s} kbit/s, routed again it is {load} kbit/s",
                )


def _capacities(
    estate: Estate, state: Estate, design: LineDesign, options: LineOptions, *, idle: bool
) -> Iterator[Text]:
    """Capacity bought is what its tariff rows add up to, and it carries the load."""
    for choice in design.choices:
        if choice.action == "remove" or choice.link not in state.link:
            continue
        bought = sum(estate.tariff[t].bandwidth_mbit_s for t in choice.tariffs)
        old = _old_capacity(estate, choice.link) or 0
        if choice.tariffs and choice.capacity_mbit_s not in {bought, bought + old}:
            yield _fault(
                choice,
                f"帯域 {choice.capacity_mbit_s} Mbit/sが料金行の合計 {bought} Mbit/sと違う",
                f"capacity is {choice.capacity_mbit_s} Mbit/s, its tariff rows give {bought}",
            )
        if choice.carries != state.link[choice.link].segments:
            yield _fault(choice, "通すセグメントが網と違う", "its segments differ from the network")
        if _is_sized(state, choice, idle=idle) and not _admitted_overload(design, choice):
            limit = options.max_utilisation_percent
            if choice.load_kbit_s * 100 > (choice.capacity_mbit_s or 0) * 1000 * limit:
                yield _fault(
                    choice,
                    f"負荷が帯域の{limit}%を超える",
                    f"its load is over {limit} % of its capacity",
                )


def _is_sized(state: Estate, choice: LineChoice, *, idle: bool) -> bool:
    """Return whether a choice is a line that had to be sized.

    Not: inside a site, a backup, of unknown capacity, or kept because nothing is built.
    """
    link = state.link[choice.link]
    known = choice.capacity_mbit_s is not None
    return known and not idle and not link.backup and _between_sites(state, link)


def _admitted_overload(design: LineDesign, choice: LineChoice) -> bool:
    """Return whether the design says of itself that some line it keeps is too small."""
    return design.status is Status.INFEASIBLE and choice.action == "keep"


def _modules(
    estate: Estate, state: Estate, design: LineDesign, options: LineOptions, *, idle: bool
) -> Iterator[Text]:
    """No way of carrying a line's load, all of them tried, is cheaper than the one chosen."""
    months = 12 * options.years
    for choice in design.choices:
        if choice.link not in state.link or not _is_sized(state, choice, idle=idle):
            continue
        paid = choice.yen_month_after * months + choice.one_off_yen
        better = min(_cheaper_ways(estate, state, choice, options, paid), default=None)
        if better is not None:
            yield _fault(
                choice,
                f"{paid}円より安い{better}円の組合せがある",
                f"costs {paid} yen, a combination for {better} yen exists",
            )


def _cheaper_ways(
    estate: Estate, state: Estate, choice: LineChoice, options: LineOptions, paid: int
) -> Iterator[int]:
    """Yield what each admissible kind of way costs, where that is less than ``paid``."""
    months = 12 * options.years
    link = state.link[choice.link]
    fee, leaving, alone = _contract(estate, choice.link)
    need = max(1, -(-choice.load_kbit_s * 100 // (1000 * options.max_utilisation_percent)))
    old = _old_capacity(estate, choice.link)
    before = estate.link.get(choice.link, link)
    bought = before.circuit is not None or before.medium is Medium.CARRIER
    offers = _offers(estate, state, choice, link) if bought else ()
    if old is not None and old >= need and fee * months < paid:
        yield fee * months
    if old is not None and old < need:
        added = _cover(offers, need - old, months, paid - fee * months)
        yield from () if added is None else (fee * months + added,)
    if alone:
        fresh = _cover(offers, need, months, paid - leaving)
        yield from () if fresh is None else (leaving + fresh,)


def _cover(offers: tuple[Tariff, ...], need: int, months: int, limit: int) -> int | None:
    """Return the least cost under ``limit`` of covering the need, or ``None``.

    Tries every count of every tariff row; leaves out only counts whose cost, with the rest
    bought at the best price per Mbit/s left, already reaches the limit.
    """
    if need <= 0:
        return 0 if limit > 0 else None
    if not offers:
        return None
    prices = [t.yen_month * months + t.one_off_yen for t in offers]
    rate = min(Fraction(p, t.bandwidth_mbit_s) for p, t in zip(prices, offers, strict=True))
    best: int | None = None
    for count in range(-(-need // offers[0].bandwidth_mbit_s) + 1):
        left = need - count * offers[0].bandwidth_mbit_s
        spent = count * prices[0]
        if spent + rate * max(0, left) >= limit:
            break  # a larger count costs no less: no row is cheaper per Mbit/s than the rate
        rest = _cover(offers[1:], left, months, limit - spent)
        if rest is not None:
            best = limit = spent + rest
    return best


def _radio(estate: Estate, state: Estate) -> Iterator[Text]:
    """No resident segment rides on a radio link that did not carry it before."""
    for link in state.links:
        before = estate.link.get(link.id)
        had = Zone.RESIDENT in carried_zones(estate, before) if before is not None else False
        if link.medium is Medium.RADIO and not had and Zone.RESIDENT in carried_zones(state, link):
            yield Text(
                f"無線 {link.id} に住民情報系が載る", f"radio link {link.id} now carries resident"
            )


def _between_sites(state: Estate, link: Link) -> bool:
    return state.device[link.a_device].site != state.device[link.b_device].site


def _contract(estate: Estate, name: str) -> tuple[int, int, bool]:
    """Return (monthly fee, termination fee, not shared) of a line's contract."""
    link = estate.link.get(name)
    if link is None or link.circuit is None:
        return 0, 0, True
    users = sorted(row.id for row in estate.links if row.circuit == link.circuit)
    row = estate.circuit[link.circuit]
    bears = users[0] == name
    return (row.yen_month if bears else 0, row.termination_yen if bears else 0, len(users) == 1)


def _old_capacity(estate: Estate, name: str) -> int | None:
    link = estate.link.get(name)
    if link is None:
        return None
    circuit = estate.circuit[link.circuit] if link.circuit is not None else None
    if link.capacity_mbit_s is not None or circuit is None or circuit.tariff is None:
        return link.capacity_mbit_s
    return estate.tariff[circuit.tariff].bandwidth_mbit_s


def _offers(estate: Estate, state: Estate, choice: LineChoice, link: Link) -> tuple[Tariff, ...]:
    """Return the tariff rows of the line's distance class, largest bandwidth first."""
    ends = [state.device[d].site for d in (link.a_device, link.b_device)]
    classes = [estate.site[s].distance_class for s in (choice.site, *ends)]
    wanted = next((c for c in classes if c is not None), None)
    rows = [t for t in estate.tariffs if wanted is not None and t.distance_class == wanted]
    return tuple(sorted(rows, key=lambda t: (-t.bandwidth_mbit_s, t.id)))


def _fault(choice: LineChoice, ja: str, en: str) -> Text:
    return Text(f"回線 {choice.link}: {ja}", f"line {choice.link}: {en}")
