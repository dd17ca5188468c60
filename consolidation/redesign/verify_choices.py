"""Re-check of what a design says of each link: every field but the reason, found again."""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.network import Link
from consolidation.redesign.model import LineChoice, LineDesign, LineOptions
from consolidation.redesign.topology import lines
from consolidation.redesign.verify_loads import busy_loads
from consolidation.redesign.verify_ways import capacity, contract, offers
from consolidation.text import Text


def check_choices(
    estate: Estate,
    placed: Estate,
    bare: Estate,
    state: Estate,
    design: LineDesign,
    options: LineOptions,
) -> Iterator[Text]:
    """Yield where a choice is not what the networks before and after make it.

    ``placed``: servers moved, lines as before. ``bare``: rewired, capacities as before.
    ``state``: the to-be estate.
    """
    names = [choice.link for choice in design.choices]
    expected = _spoken_of(estate, bare)
    if names != expected:
        odd = ", ".join(sorted(set(names) ^ set(expected))) or "?"
        yield Text(
            f"扱いを示す回線が網と合わない: {odd}",
            f"the lines spoken of are not those of the network: {odd}",
        )
        return
    sites = {line.link.id: line.site for line in (*lines(placed), *lines(bare))}
    busy = busy_loads(state)
    growth = Fraction(100 + options.growth_percent_per_year, 100) ** options.years
    for choice in design.choices:
        link = bare.link.get(choice.link)
        if link is None:
            yield from _check_removed(estate, bare, choice, sites, options)
        elif between_sites(bare, link):
            load = ceil(busy[choice.link] * growth)
            yield from _check_line(estate, bare, choice, sites[choice.link], load, options)
        else:
            yield from _check_inside(estate, bare, choice, options)


def between_sites(state: Estate, link: Link) -> bool:
    """Return whether a link joins two sites."""
    return state.device[link.a_device].site != state.device[link.b_device].site


def _spoken_of(estate: Estate, bare: Estate) -> list[str]:
    """Return the links of which a design must say something, in order of id."""
    found = set(estate.link) - set(bare.link)
    for link in bare.links:
        changed = estate.link.get(link.id) != link
        if changed or link.circuit is not None or between_sites(bare, link):
            found.add(link.id)
    return sorted(found)


def _check_removed(
    estate: Estate,
    bare: Estate,
    choice: LineChoice,
    sites: dict[str, str],
    options: LineOptions,
) -> Iterator[Text]:
    link = estate.link[choice.link]
    before = contract(estate, link, options)
    goes_on = link.circuit is not None and any(x.circuit == link.circuit for x in bare.links)
    yield from _unequal(
        choice,
        site=sites.get(link.id, estate.device[link.a_device].site),
        action="remove",
        carries=(),
        load_kbit_s=0,
        tariffs=(),
        capacity_mbit_s=None,
        yen_month_before=before.yen_month,
        yen_month_after=0,
        one_off_yen=0 if goes_on else before.leaving_yen,
    )


def _check_inside(
    estate: Estate, bare: Estate, choice: LineChoice, options: LineOptions
) -> Iterator[Text]:
    link, before = bare.link[choice.link], estate.link.get(choice.link)
    yield from _unequal(
        choice,
        site=bare.device[link.a_device].site,
        action="new" if before is None else "keep",
        carries=link.segments,
        load_kbit_s=0,
        tariffs=(),
        capacity_mbit_s=link.capacity_mbit_s,
        yen_month_before=contract(estate, before, options).yen_month,
        yen_month_after=contract(bare, link, options).yen_month,
        one_off_yen=0,
    )


def _check_line(
    estate: Estate, bare: Estate, choice: LineChoice, site: str, load: int, options: LineOptions
) -> Iterator[Text]:
    link, before = bare.link[choice.link], estate.link.get(choice.link)
    if choice.load_kbit_s != load:
        yield fault(
            choice,
            f"負荷 {choice.load_kbit_s} kbit/s は再計算 {load} kbit/s と違う",
            f"load is {choice.load_kbit_s} kbit/s, routed again it is {load} kbit/s",
        )
    yield from _unequal(
        choice,
        site=site,
        action="new" if before is None else "resize" if choice.tariffs else "keep",
        carries=link.segments,
        yen_month_before=contract(estate, before, options).yen_month,
    )
    said = (choice.capacity_mbit_s, choice.yen_month_after, choice.one_off_yen)
    if said not in _outcomes(bare, choice, link, options):
        yield fault(
            choice,
            f"帯域、月額、一時費 {said} が契約と料金品目から求まる値と違う",
            f"capacity, monthly and one-off fees {said} do not follow from contract and tariffs",
        )
    if list(choice.tariffs) != sorted(choice.tariffs):
        yield fault(choice, "料金品目がID順でない", "its tariff rows are not in order of id")


def _outcomes(
    bare: Estate, choice: LineChoice, link: Link, options: LineOptions
) -> Iterator[tuple[int | None, int, int]]:
    """Yield the (capacity, monthly fee, one-off fees) to which the tariff rows bought can lead."""
    mine, old = contract(bare, link, options), capacity(bare, link)
    if not choice.tariffs:
        yield old, mine.yen_month, 0
        return
    sold = {row.id: row for row in offers(bare, choice, link)}
    if old is None or not set(choice.tariffs) <= sold.keys():
        return
    rows = [sold[name] for name in choice.tariffs]
    bandwidth = sum(row.bandwidth_mbit_s for row in rows)
    month, once = sum(row.yen_month for row in rows), sum(row.one_off_yen for row in rows)
    yield old + bandwidth, mine.yen_month + month, once
    if mine.alone:
        yield bandwidth, month, once + mine.leaving_yen


def _unequal(choice: LineChoice, **expected: object) -> Iterator[Text]:
    for name, value in expected.items():
        said = getattr(choice, name)
        if said != value:
            yield fault(
                choice,
                f"{name} {said} は網と契約から求まる {value} と違う",
                f"{name} is {said}, by network and contracts it is {value}",
            )


def fault(choice: LineChoice, ja: str, en: str) -> Text:
    """Return a fault of a choice, with the line's id in front."""
    return Text(f"回線 {choice.link}: {ja}", f"line {choice.link}: {en}")
