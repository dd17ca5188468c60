"""What becomes of every line of an option, how full it gets, and what no lease helps against."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Literal

from consolidation.comparing.model import LineAnswer, Lost, RouteAnswer, Usage
from consolidation.inventory.estate import Estate
from consolidation.redesign.leasing.model import (
    Candidate,
    LineNetwork,
    Loss,
    network_of_node,
    site_of,
)
from consolidation.redesign.leasing.offers import leaves_on
from consolidation.redesign.leasing.uses import Use, uses
from consolidation.units import KBIT_PER_MBIT

Network = Literal["resident", "administrative", "both"]
NETWORKS: Mapping[str, Network] = {
    "resident": "resident",
    "administrative": "administrative",
    "both": "both",
}


@dataclass(frozen=True, slots=True)
class Leased:
    """The lines of a layout as they are shown."""

    lines: tuple[LineAnswer, ...]
    routes: tuple[RouteAnswer, ...]
    normal: Usage | None
    after_loss: Usage | None
    cut_off: tuple[tuple[Lost, tuple[str, ...]], ...]


def leased(
    placed: Estate, network: LineNetwork, picks: Mapping[str, int], change_on: date
) -> Leased:
    """Return what becomes of the lines of a network."""
    found = uses(network, picks)
    by_line: dict[str, list[Use]] = {}
    for use in found:
        by_line.setdefault(use.candidate, []).append(use)
    lines = tuple(
        answer
        for own in sorted(network.all_candidates, key=lambda c: (c.site, c.id))
        for answer in _line(placed, own, picks[own.id], by_line.get(own.id, []), change_on)
    )
    return Leased(
        lines=lines,
        routes=tuple(
            RouteAnswer(
                lost=lost(use.loss),
                line=use.candidate,
                load_kbit_s=ceil(use.load_kbit_s),
                share=use.share,
            )
            for use in found
        ),
        normal=_fullest(use for use in found if use.loss is None),
        after_loss=_fullest(use for use in found if use.loss is not None),
        cut_off=tuple(
            (Lost(kind=loss.kind, id=loss.id), tuple(sorted({site_of(n) for n in loss.nodes})))
            for loss in network.cut_off
        ),
    )


def lost(loss: Loss | None) -> Lost | None:
    """Return a loss by its kind and id."""
    return None if loss is None else Lost(kind=loss.kind, id=loss.id)


def _line(
    placed: Estate, own: Candidate, place: int, found: list[Use], change_on: date
) -> Iterator[LineAnswer]:
    term = own.terms[place]
    if own.link is None and not term.capacity_kbit_s:
        return
    normal = [use for use in found if use.loss is None]
    worst = max(found, key=lambda use: (use.load_kbit_s, use.loss is None), default=None)
    left = own.link is not None and not term.capacity_kbit_s
    network, site, other = network_of_node(own.a), site_of(own.a), site_of(own.b)
    yield LineAnswer(
        id=own.id,
        link=own.link,
        site=own.site,
        far_site=other if site == own.site else site,
        network=NETWORKS[network],
        carrier=own.carrier,
        action="leave" if left else "new" if own.link is None else "keep",
        tariffs=term.tariffs,
        capacity_mbit_s=term.capacity_kbit_s // KBIT_PER_MBIT,
        yen_month=term.month_yen,
        one_off_yen=term.install_yen + term.leave_yen,
        leaves_on=leaves_on(placed, placed.link[own.link], change_on)
        if left and own.link is not None
        else None,
        load_kbit_s=ceil(normal[0].load_kbit_s) if normal else 0,
        worst_load_kbit_s=ceil(worst.load_kbit_s) if worst else 0,
        worst_after=lost(worst.loss) if worst else None,
    )


def _fullest(found: Iterator[Use]) -> Usage | None:
    """Return the use with the highest share, the first among equals."""
    best: Use | None = None
    for use in found:
        if best is None or use.share > best.share:
            best = use
    if best is None:
        return None
    return Usage(share=Fraction(best.share), line=best.candidate, lost=lost(best.loss))
