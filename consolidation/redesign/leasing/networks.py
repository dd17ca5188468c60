"""From an estate to what is asked of its lines, in either layout.

Nodes are sites, ``resident/HALL`` and ``administrative/HALL`` where the networks are apart,
``both/HALL`` where they share lines. No resident traffic is ever offered a radio line: one that
would be on a way of it is left out, whatever that costs.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import ceil

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Medium
from consolidation.redesign.contracts import present
from consolidation.redesign.leasing.blocks import blocks
from consolidation.redesign.leasing.demands import (
    NETWORKS,
    RESIDENT,
    Demands,
    demands,
    is_shared,
    network_of,
)
from consolidation.redesign.leasing.hopeless import without_hopeless
from consolidation.redesign.leasing.latencies import refuse_unknown
from consolidation.redesign.leasing.losses import losses
from consolidation.redesign.leasing.model import (
    Candidate,
    Layout,
    LineNetwork,
    LossKind,
    Term,
    Traffic,
    node,
)
from consolidation.redesign.leasing.offers import Pair, anew, existing
from consolidation.redesign.leasing.terminals import Terminals, terminals, with_terminals
from consolidation.redesign.topology import Line, lines
from consolidation.text import Text

MOST_NAMED = 10
MOST_GROWTH = Fraction(2)
"""Growth up to this many times the growth asked for is on offer, for what is said about growth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What lines are leased for."""

    change_on: date
    growth: Fraction
    """Factor from the traffic of today to that at the end."""
    share: Fraction
    """Part of a line's capacity that may be used."""
    share_after_loss: Fraction | None = None
    """The same after a loss; ``None``: no other than normally. Never less."""
    losses: tuple[LossKind, ...] = ()
    protected_sites: tuple[str, ...] = ()
    """Empty: all."""
    new_lines_to: tuple[str, ...] = ()
    terminal_kbit_s: int = 0
    """What a terminal exchanges in office hours where no flow tells it."""
    max_latency: Fraction | None = None
    """The most ms of a way between two sites, one way; ``None``: any."""


def line_network(placed: Estate, layout: Layout, asked: Asked) -> LineNetwork:
    """Return what is asked of the lines of the two networks; the servers stand as in ``placed``.

    Raises `InputProblems` where ways must not be too slow and it is not known how quick lines are.
    """
    counted = tuple(terminals(placed, asked.terminal_kbit_s))
    found = with_terminals(demands(placed), counted)
    own = tuple(line for line in lines(placed) if network_of(line) is not None)
    traffic = tuple(_traffic(found, layout))
    most = _most(traffic, asked)
    candidates = tuple(_with_own_ids(_candidates(placed, own, layout, asked, most)))
    banned = _banned(placed, layout, candidates, found)
    left_out = tuple(
        replace(c, terms=tuple(_unused(t) for t in c.terms[:1]))
        for c in candidates
        if c.id in banned
    )
    candidates = tuple(c for c in candidates if c.id not in banned)
    nodes = sorted(
        {n for c in candidates for n in (c.a, c.b)}
        | {n for t in traffic for n in (t.source, t.target)}
    )
    network = LineNetwork(
        layout=layout,
        nodes=tuple(nodes),
        candidates=candidates,
        traffic=traffic,
        left_out=left_out,
        losses=(),
        growth=asked.growth,
        share=asked.share,
        share_after_loss=asked.share_after_loss,
        max_latency=asked.max_latency,
        notes=(*_notes(placed, own, found, banned), *_of_terminals(asked, counted)),
    )
    asked_for, cut_off = losses(placed, network, asked.losses, asked.protected_sites)
    found_losses = replace(network, losses=asked_for, cut_off=cut_off)
    return without_hopeless(found_losses, asked.protected_sites)


def _unused(first: Term) -> Term:
    """Return what not using a line costs: leaving it, or a fee that goes on as others share it."""
    return replace(first, capacity_kbit_s=0)


def _traffic(found: Demands, layout: Layout) -> Iterator[Traffic]:
    """Yield the traffic between nodes, in their order."""
    total: dict[tuple[str, str], tuple[int, int]] = {}
    for stretch, (office, night) in found.by_stretch.items():
        network = "both" if layout == "merged" else stretch.network.value
        key = node(network, stretch.source), node(network, stretch.target)
        before = total.get(key, (0, 0))
        total[key] = before[0] + office, before[1] + night
    for (source, target), (office, night) in sorted(total.items()):
        yield Traffic(source=source, target=target, office_kbit_s=office, night_kbit_s=night)


def _most(traffic: Iterable[Traffic], asked: Asked) -> int:
    """Return a capacity that carries everything at the largest growth looked at."""
    total = sum(max(t.office_kbit_s, t.night_kbit_s) for t in traffic)
    return max(1, ceil(total * asked.growth * MOST_GROWTH / asked.share))


def _candidates(
    placed: Estate, own: tuple[Line, ...], layout: Layout, asked: Asked, most: int
) -> Iterator[Candidate]:
    """Yield the lines that are there and may be leased, in order of network and id."""
    networks = ("both",) if layout == "merged" else tuple(n.value for n in NETWORKS)
    pairs = {name: _pairs(placed, _joined(own, name), asked.new_lines_to) for name in networks}
    by_latency = asked.max_latency is not None
    if by_latency:
        refuse_unknown(placed, own, (pair for name in networks for pair in pairs[name]))
    for network in networks:
        of_it = [line for line in own if network in ("both", network_of(line))]
        for line in of_it:
            ends = node(network, line.site), node(network, line.far_site)
            there = existing(placed, line, ends, asked.change_on, most)
            yield there if by_latency else replace(there, latency=Fraction(0))
        for pair in pairs[network]:
            ends = node(network, pair.site), node(network, pair.far_site)
            prefix = f"{network}/{pair.site}-{pair.far_site}"
            yield from anew(placed, pair, ends, prefix, most, by_latency=by_latency)


def _joined(own: Iterable[Line], network: str) -> list[Line]:
    """Return the lines of a network, those among them that carry both."""
    return [
        line for line in own if network == "both" or network_of(line) == network or is_shared(line)
    ]


def _with_own_ids(found: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield candidates by ids that differ: sites A-B and C read like A and B-C."""
    seen: set[str] = set()
    for own in found:
        name = own.id
        while name in seen:
            name += "'"
        seen.add(name)
        yield replace(own, id=name)


def _pairs(placed: Estate, joined: Iterable[Line], hubs: tuple[str, ...]) -> list[Pair]:
    """Return the pairs of sites between which new lines are looked at.

    A line to a site with no device at all would end nowhere.
    """
    found: dict[frozenset[str], Pair] = {}
    sites = set()
    for line in joined:
        sites |= {line.site, line.far_site}
        found.setdefault(frozenset((line.site, line.far_site)), Pair(line.site, line.far_site))
    for hub in sorted(set(hubs) & {device.site for device in placed.devices}):
        for site in sorted(sites - {hub}):
            found.setdefault(frozenset((site, hub)), Pair(site, hub))
    return sorted(found.values(), key=lambda pair: (pair.site, pair.far_site))


def _banned(
    placed: Estate, layout: Layout, candidates: tuple[Candidate, ...], found: Demands
) -> frozenset[str]:
    """Return the radio lines that resident traffic could be on."""
    network = "both" if layout == "merged" else RESIDENT.value
    resident = [
        (node(network, s.source), node(network, s.target))
        for s in found.by_stretch
        if s.network is RESIDENT
    ]
    radio = {line.link.id for line in lines(placed) if line.is_radio}
    banned: set[str] = set()
    while True:
        left = [c for c in candidates if c.id not in banned]
        more = set()
        for block in blocks(left, resident):
            if block.crossings:
                more |= radio & {c.link for c in block.candidates if c.link}
        if not more:
            return frozenset(banned)
        banned |= more


def _notes(
    placed: Estate, own: tuple[Line, ...], found: Demands, banned: frozenset[str]
) -> Iterator[Text]:
    unknown = [line.link.id for line in own if existing_capacity(placed, line) is None]
    if unknown:
        names = ", ".join(unknown)
        yield Text(
            f"帯域が台帳にない回線は、足りるものとみなした: {names}",
            f"lines whose capacity the inventory does not give are taken to suffice: {names}",
        )
    if found.unrouted:
        num, some = len(found.unrouted), ", ".join(found.unrouted[:MOST_NAMED])
        more = ", …" if num > MOST_NAMED else ""
        yield Text(
            f"経路のない通信は、どの回線の負荷にも入っていない ({num}件): {some}{more}",
            f"flows without a way are in no line's load ({num}): {some}{more}",
        )
    free = [
        line.link.id
        for line in own
        if line.link.medium is Medium.CARRIER and line.link.circuit is None
    ]
    if free:
        names = ", ".join(free)
        yield Text(
            f"契約が台帳にない事業者回線は、料金が不明のため0円とした: {names}",
            f"carrier lines without a contract in the inventory count at 0 yen, as their fees are "
            f"not known: {names}",
        )
    if banned:
        names = ", ".join(sorted(banned))
        yield Text(
            f"住民情報系の通信が通りうる無線回線は使わない: {names}",
            f"radio lines that resident traffic could be on are left out: {names}",
        )
    shared = [line.link.id for line in own if is_shared(line)]
    if shared:
        names = ", ".join(shared)
        yield Text(
            f"すでに両網を通す回線は、分離案では行政情報系だけを通し、"
            f"住民情報系には別の回線を設ける: {names}",
            f"lines that carry both networks already carry the administrative one alone where "
            f"these are kept separate, and the resident one gets lines of its own: {names}",
        )


def _of_terminals(asked: Asked, counted: tuple[Terminals, ...]) -> Iterator[Text]:
    if asked.terminal_kbit_s:
        num = len({own.site for own in counted if own.has_way})
        yield Text(
            f"通信の記載のない端末は1台あたり {asked.terminal_kbit_s} kbit/s (執務時間、例示) と"
            f"みなした: {num}拠点",
            f"terminals without a flow count at {asked.terminal_kbit_s} kbit/s each in office "
            f"hours (illustrative); sites: {num}",
        )
    apart = sorted({own.site for own in counted if not own.has_way})
    if apart:
        more = len(apart) > MOST_NAMED
        some = apart[:MOST_NAMED]
        yield Text(
            f"網の中心へ回線のない拠点の端末は、どの回線の負荷にも入っていない: {'、'.join(some)}"
            + "など" * more,
            "terminals of sites whose lines do not lead to the centre of their network are in no "
            f"line's load: {', '.join(some)}" + ", …" * more,
        )


def existing_capacity(placed: Estate, line: Line) -> int | None:
    """Return the capacity of a line that is there in Mbit/s; ``None``: not known."""
    return present(placed, line.link, date.max).capacity_mbit_s
