"""What becomes of every line of an option, how full it gets, and what no lease helps against."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Literal

from consolidation.comparing.model import LineAnswer, Lost, RouteAnswer, Usage
from consolidation.comparing.present_value import Terms
from consolidation.inventory.estate import Estate
from consolidation.redesign.leasing.model import (
    Candidate,
    LineNetwork,
    Loss,
    Prices,
    Term,
    network_of_node,
    site_of,
)
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


def leased(placed: Estate, network: LineNetwork, picks: Mapping[str, int], terms: Terms) -> Leased:
    """Return what becomes of the lines of a network."""
    found = uses(network, picks)
    prices = terms.prices(network)
    by_line: dict[str, list[Use]] = {}
    for use in found:
        by_line.setdefault(use.candidate, []).append(use)
    lines = tuple(
        answer
        for own in sorted(network.all_candidates, key=lambda c: (c.site, c.id))
        for term in (own.terms[picks[own.id]],)
        for answer in _line(
            own,
            term,
            by_line.get(own.id, []),
            one_off_yen(own, term, prices, terms),
            _ends_on(placed, own) if prices.runs_out(own, term) else None,
        )
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


def one_off_yen(own: Candidate, term: Term, prices: Prices, terms: Terms) -> int:
    """Return what is paid besides the monthly fees, those to the end of a term left among it."""
    if term.run_out is None or not prices.runs_out(own, term):
        return term.install_yen + term.leave_yen
    months = [term.run_out.yen_month] * term.run_out.months
    return term.install_yen + round(sum(yen * times for yen, times, _ in terms.paid(months)))


def _ends_on(placed: Estate, own: Candidate) -> date | None:
    circuit = None if own.link is None else placed.link[own.link].circuit
    return None if circuit is None else placed.circuit[circuit].ends_on


def _line(
    own: Candidate, term: Term, found: list[Use], once_yen: int, leaves_on: date | None
) -> Iterator[LineAnswer]:
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
        one_off_yen=once_yen,
        leaves_on=leaves_on,
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
