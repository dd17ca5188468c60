"""Where the network figure puts sites and where strands leave the hubs."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from consolidation.export.figures.topology import Strand, Topology
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import SiteKind
from consolidation.inventory.tables.places import Site

ROW_INCHES = 0.185
GROUP_GAP = 1.3
"""Rows left between two groups, the group's name included."""
EDGE = 2.9
"""Distance of the sites' dots from the middle, in inches."""
PORT_INCHES = 0.028
"""Distance between two strands where they leave a hub."""
LEAST_HUB_HEIGHT = 0.5
BETWEEN_HUBS = 0.35


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a site stands, in inches from the middle: ``side`` is -1 left, 1 right, 0 hub."""

    x: float
    y: float
    side: int
    half_height: float = 0.0


@dataclass(frozen=True, slots=True)
class Layout:
    """Spots by site, headings of the groups (height, side, kind), and the whole height."""

    spots: Mapping[str, Spot]
    heads: tuple[tuple[float, int, SiteKind], ...]
    height: float


def layout(estate: Estate, pictures: Sequence[Topology]) -> Layout:
    """Return one layout for all states, so that they can be laid side by side."""
    hubs = pictures[0].hubs
    strands = [strand for picture in pictures for strand in picture.strands]
    joined = {site for strand in strands for site in (strand.a, strand.b)}
    outer = [site for site in estate.sites if site.id not in hubs and site.id in joined]
    sides = _balanced([[s for s in outer if s.kind is kind] for kind in SiteKind])
    depth = max(4.0, *(_depth(side) for side in sides)) * ROW_INCHES
    spots: dict[str, Spot] = {}
    heads = []
    for side, column in zip((-1, 1), sides, strict=True):
        row = _depth(column) / 2
        for group in column:
            heads.append((row * ROW_INCHES, side, group[0].kind))
            for site in sorted(group, key=_natural):
                row -= 1
                spots[site.id] = Spot(side * EDGE, row * ROW_INCHES, side)
            row -= GROUP_GAP
    placed = _hubs(hubs, spots, pictures[0].strands)
    top = max((spot.y + spot.half_height for spot in placed.values()), default=0.0)
    return Layout({**spots, **placed}, tuple(heads), max(depth, 2 * top + 0.3))


def _natural(site: Site) -> tuple[tuple[int, str], ...]:
    """Order names as people do: school 2 before school 10."""
    parts = re.findall(r"\d+|\D+", site.name)
    return tuple((int(p), "") if p.isdecimal() else (0, p) for p in parts)


def _depth(groups: Iterable[list[Site]]) -> float:
    return sum(len(group) + GROUP_GAP for group in groups)


def _balanced(groups: Iterable[list[Site]]) -> tuple[list[list[Site]], list[list[Site]]]:
    """Deal the groups, the largest first, to the emptier side."""
    left: list[list[Site]] = []
    right: list[list[Site]] = []
    filled = (group for group in groups if group)
    for group in sorted(filled, key=lambda g: (-len(g), g[0].kind.value)):
        (left if _depth(left) <= _depth(right) else right).append(group)
    return left, right


def _hubs(
    hubs: tuple[str, ...], spots: Mapping[str, Spot], strands: tuple[Strand, ...]
) -> dict[str, Spot]:
    """Return the hubs' spots: near the middle of their sites, one above the other."""
    ends: dict[str, list[Spot]] = defaultdict(list)
    for strand in strands:
        for hub, site in ((strand.a, strand.b), (strand.b, strand.a)):
            if hub in hubs and site in spots:
                ends[hub].append(spots[site])
    wanted = {hub: _mean([spot.y for spot in ends[hub]]) for hub in hubs}
    halves = {hub: _half_height(ends[hub]) for hub in hubs}
    ordered = sorted(hubs, key=lambda hub: (-wanted[hub], hub))
    y = (sum(halves.values()) * 2 + BETWEEN_HUBS * (len(hubs) - 1)) / 2
    placed = {}
    for hub in ordered:
        y -= halves[hub]
        placed[hub] = Spot(0.0, y, 0, halves[hub])
        y -= halves[hub] + BETWEEN_HUBS
    return placed


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _half_height(ends: list[Spot]) -> float:
    busier = max(sum(spot.side == side for spot in ends) for side in (-1, 1))
    return max(LEAST_HUB_HEIGHT, (busier + 3) * PORT_INCHES) / 2


def ports(layout: Layout, strands: tuple[Strand, ...]) -> dict[tuple[str, Strand], float]:
    """Return the height at which each strand leaves its hub, by hub and strand.

    Strands leave in the order of their sites, so that they do not cross.
    """
    leaving: dict[tuple[str, int], list[tuple[float, Strand]]] = defaultdict(list)
    for strand in strands:
        for hub, site in ((strand.a, strand.b), (strand.b, strand.a)):
            at, to = layout.spots.get(hub), layout.spots.get(site)
            if at and to and at.side == 0 and to.side:
                leaving[hub, to.side].append((to.y, strand))
    found = {}
    for (hub, _), ends in leaving.items():
        ends.sort(key=lambda end: (-end[0], end[1].carriage != "resident", end[1].a, end[1].b))
        middle = layout.spots[hub].y
        for i, (_, strand) in enumerate(ends):
            found[hub, strand] = middle + ((len(ends) - 1) / 2 - i) * PORT_INCHES
    return found
